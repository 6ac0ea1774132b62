package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The places that wait for their inspection: the only place in the engine where anything waits.
 *
 * <p><b>Reported places.</b> Any thread adds them, the engine thread takes them. A {@link DueRule} says when each is due, by the
 * times of its first and its last event.
 *
 * <p><b>Places that come back.</b> What an inspection leaves unfinished is put back. What can be known only at a certain time is due
 * {@linkplain #later later}. What the kernel may still report under another path is due {@linkplain #behindQueue behind its queue}.
 *
 * <p><b>Fences.</b> A fence travels in the same collection: whoever takes it has taken every place that was added before it. It
 * passes when nothing of its {@linkplain Epochs epoch} is pending any more.
 *
 * <p><b>Memory.</b> {@link Marks} is bounded; adding what is pending allocates nothing.
 *
 * <p>The methods of the first and the second section may be called from any thread, the others from the engine thread.
 */
public final class DirtySet {
    private static final int MOST_PLACES = 1 << 12; // more are taken all together: dividing them would cost too much

    private final Runnable wakeUp;
    private final LongSupplier nanoTime;
    private final DueRule rule;
    private final Epochs epochs = new Epochs();
    private final LaterPlaces later = new LaterPlaces();
    private final BehindQueue behindQueue;
    private Marks misplaced = new Marks();
    private final @Nullable RecentPlaces recent; // guarded by this

    // Guarded by this.
    private Marks marks;
    private final Deque<Marks> spare = new ArrayDeque<>(); // empty ones
    private final List<Object> fences = new ArrayList<>();
    private long coalesced;
    private int highWater;
    private long firstNanos;
    private long lastNanos;

    /**
     * Calls {@code wakeUp}, without a lock held, when the first place or a fence was added.
     *
     * @param nanoTime the clock
     * @param rule says when a place is due
     */
    public DirtySet(Runnable wakeUp, LongSupplier nanoTime, DueRule rule) {
        this.wakeUp = wakeUp;
        this.nanoTime = nanoTime;
        this.rule = rule;
        this.behindQueue = new BehindQueue(wakeUp);
        this.recent = rule.pauseNanos() > 0 ? new RecentPlaces(rule.pauseNanos()) : null;
        this.marks = begin();
    }

    // Places that are reported, and fences. Any thread.

    /** Adds an entry, see {@link Marks#entry}. */
    public void entry(int directory, byte[] name, int length, byte flags, int cause) {
        boolean first;
        synchronized (this) {
            first = reported();
            boolean added = marks.entry(directory, name, length, flags, (byte) cause);
            coalesced += added ? 0 : 1;
            first |= added && recent != null; // it may be due before the others
        }
        wake(first);
    }

    /** Adds a path below a root, see {@link Marks#path}. */
    public void path(int root, byte[] path, int length, byte flags, int cause) {
        boolean first;
        synchronized (this) {
            first = reported();
            boolean added = marks.path(root, path, length, flags, (byte) cause);
            coalesced += added ? 0 : 1;
            first |= added && recent != null; // it may be due before the others
        }
        wake(first);
    }

    /** Adds a file by its identity, see {@link Marks#file}. */
    public void file(Long identity, byte flags) {
        boolean first;
        synchronized (this) {
            first = reported();
            coalesced += marks.file(identity, flags) ? 0 : 1;
        }
        wake(first);
    }

    /** What was moved away from one pending entry has arrived at another one, see {@link Marks#moved}. */
    public synchronized void moved(int fromDir, byte[] from, int fromLength, int toDir, byte[] to, int toLength) {
        marks.moved(fromDir, from, fromLength, toDir, to, toLength);
    }

    /** Adds a directory, see {@link Marks#directory}. */
    public void directory(int directory, int level, int cause) {
        boolean first;
        synchronized (this) {
            first = reported();
            marks.directory(directory, level, cause);
        }
        wake(first);
    }

    /** Adds every root as a subtree. */
    public void everything(int cause) {
        synchronized (this) {
            reported();
            marks.everything(cause);
        }
        wake(true);
    }

    /** Adds a fence; it is taken with every place that was added before. */
    public void fence(Object fence) {
        synchronized (this) {
            fences.add(fence);
        }
        wake(true);
    }

    private boolean reported() {
        long now = nanoTime.getAsLong();
        return added(now, now);
    }

    private boolean added(long first, long last) {
        boolean isFirst = marks.isEmpty();
        lastNanos = last;
        marks.at(first, last);
        if (isFirst) {
            firstNanos = first;
        }
        return isFirst;
    }

    private void wake(boolean needed) {
        if (needed) {
            wakeUp.run();
        }
    }

    // What is pending. Any thread.

    /** What was reported: {@code inspector} decides on it under the lock, so it is consistent. */
    public synchronized <T> T inspect(Inspector<T> inspector) {
        return inspector.inspect(marks, !fences.isEmpty());
    }

    /** Looks at what waits. */
    @FunctionalInterface
    public interface Inspector<T> {
        /** Must not keep {@code marks}. */
        T inspect(Marks marks, boolean fenced);
    }

    /** When the first place is due, if each has times of its own; else when all are. Something must be pending. */
    public synchronized long dueNanos() {
        DueRule next = rule.together(marks.size());
        return marks.isDivisible() ? new DueMarks(marks).soonest(next) : next.dueNanos(firstNanos, lastNanos, false);
    }

    /** Whether nothing is pending but what is due later. */
    public synchronized boolean isEmpty() {
        return marks.isEmpty();
    }

    /** How many reported entries were merged with one that was pending. */
    public synchronized long coalesced() {
        return coalesced;
    }

    /** The largest number of places that were pending together. */
    public synchronized int highWater() {
        return highWater;
    }

    // What a cycle takes. Engine thread.

    /** Begins a cycle that takes everything that was reported; to be given back by {@link #giveBack}. */
    public synchronized Marks take() {
        Marks result = marks;
        if (Checks.ON) {
            result.check();
        }
        highWater = Math.max(highWater, result.size());
        marks = begin();
        epochs.begin(fences, true);
        fences.clear();
        return end(result);
    }

    /**
     * Begins a cycle that takes the places that are due at {@code nanos}, if each place has times of its own and nobody waits for a
     * fence; else everything. To be given back by {@link #giveBack}.
     */
    public synchronized Marks takeDue(long nanos) {
        if (isAwaited() || !marks.isDivisible() || marks.size() > MOST_PLACES) {
            return take();
        }
        highWater = Math.max(highWater, marks.size());
        Marks due = empty();
        Marks rest = empty();
        new DueMarks(marks).divide(nanos, rule, due, rest); // which keeps its times
        rest.delayedBy(recent);
        giveBack(marks);
        marks = rest;
        firstNanos = nanos; // what is not due has waited, but not for long
        epochs.begin(fences, rest.isEmpty());
        return end(due);
    }

    /** Begins a cycle that takes nothing that was reported: no marks, to be filled and given back by {@link #giveBack}. */
    public synchronized Marks takeNothing() {
        epochs.begin(List.of(), false);
        return empty();
    }

    /** Takes in the present cycle what {@link #takeDue} has left, to be given back; null if there is no such thing. */
    public synchronized @Nullable Marks takeRest() {
        if (marks.isEmpty() || !marks.isDivisible()) {
            return null;
        }
        Marks rest = marks;
        marks = begin();
        epochs.takeRest();
        return end(rest);
    }

    /** Gives the taken marks back for reuse. */
    public synchronized void giveBack(Marks taken) {
        taken.clear();
        taken.delayedBy(null);
        spare.push(taken);
    }

    private synchronized Marks empty() {
        return spare.isEmpty() ? new Marks() : spare.pop();
    }

    private Marks begin() {
        Marks begun = empty();
        begun.delayedBy(recent);
        return begun;
    }

    private Marks end(Marks taken) {
        taken.delayedBy(null);
        if (recent != null) {
            new DueMarks(taken).taken(recent, nanoTime.getAsLong());
        }
        return taken;
    }

    /** Whether somebody waits for a fence. */
    public synchronized boolean isAwaited() {
        return epochs.isAwaited() || !fences.isEmpty();
    }

    /** Ends a cycle: hands out the fences that nothing pending holds up. */
    public void pass(Consumer<Object> passed) {
        epochs.pass(passed);
    }

    // What comes back. Engine thread.

    /** A directory of the present cycle must be inspected again, before the fences pass that wait for it. */
    public synchronized void putBack(int directory, int level, int cause) {
        again();
        epochs.putBack();
        marks.directory(directory, level, cause);
    }

    /** An entry must be inspected again, before the fences pass that wait for it. */
    public synchronized void putBack(int directory, byte[] name, int length) {
        again();
        epochs.putBack();
        marks.entry(directory, name, length, (byte) 0, (byte) Causes.EVENT);
    }

    /** A file must be inspected under another name, before the fences pass that wait for it. */
    public synchronized void putBack(long identity) {
        again();
        epochs.putBack();
        marks.file(identity, (byte) 0);
    }

    /** Puts back what others mark, but for what is marked by path. */
    public synchronized void putBack(Marks others) {
        again();
        epochs.putBack();
        marks.add(others);
    }

    /** A directory is not where the index has it: it may be found elsewhere in the present cycle, or must be put back. */
    public void misplaced(int directory, int level) {
        misplaced.directory(directory, Math.max(level, Marks.LISTING), Causes.EVENT);
    }

    /** Whether {@link #takeMisplaced} has something to take. */
    public boolean isAnyMisplaced() {
        return !misplaced.isEmpty();
    }

    /** Takes the misplaced directories, to be given back. */
    public Marks takeMisplaced() {
        Marks taken = misplaced;
        misplaced = empty();
        return taken;
    }

    /**
     * A directory that the present cycle has found at another place must be inspected with everything below it, before the fences of
     * this cycle pass. Those of earlier cycles do not wait for it: others may have moved meanwhile, and so on for ever.
     */
    public synchronized void putBackMoved(int directory, int cause) {
        again();
        epochs.found();
        marks.directory(directory, Marks.SUBTREE, cause);
    }

    private void again() {
        long now = nanoTime.getAsLong();
        added(rule.putBackNanos(now), now);
    }

    /** A directory has left the tree, see {@link Marks#removed}. */
    public synchronized void removed(int directory) {
        marks.removed(directory);
    }

    /** A directory is due with everything below it once the kernel's queue has been read up to its present end. */
    public void behindQueue(int directory) {
        behindQueue.add(directory);
    }

    /** Adds the directories behind whom the queue has been read; {@code queue} runs what it is given behind its records. */
    public void advance(Consumer<Runnable> queue) {
        behindQueue.advance(queue, directory -> directory(directory, Marks.SUBTREE, Causes.EVENT));
    }

    /**
     * An entry is due at a time, whatever is reported of it; no fence waits for it.
     *
     * @param grainNanos the time is rounded up to a multiple of this, so that entries come in groups
     * @return the rounded time
     */
    public long later(int directory, byte[] name, int length, long dueNanos, long grainNanos) {
        return later.put(directory, name, length, dueNanos, grainNanos);
    }

    /** An entry is not due later any more. */
    public void notLater(int directory, byte[] name, int length) {
        later.remove(directory, name, length);
    }

    /** How long to wait from {@code now} for what is due later; 0 or less if something is, for ever if there is nothing. */
    public long laterNanos(long now) {
        return later.waitNanos(now);
    }

    /** Takes what was to be later and is due {@code now}, to be given back; the cycle decides whether it inspects or puts it back. */
    public synchronized Marks takeLater(long now) {
        Marks due = empty();
        later.take(now, due);
        return due;
    }

    /** Whether something is pending for which no event stands: put back, later, or behind the queue. */
    public boolean isOwing() {
        return epochs.isAnyPutBack() || !later.isEmpty() || !behindQueue.isEmpty();
    }
}
