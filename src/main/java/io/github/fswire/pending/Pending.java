package io.github.fswire.pending;

import io.github.fswire.checks.Checks;
import io.github.fswire.tree.Causes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The places that wait for their inspection. Nothing in the engine waits anywhere else.
 *
 * <p><b>Reported places.</b> Any thread adds them, the engine thread takes them. A {@link DueRule} decides when each is due, by the
 * times of its first and its last event.
 *
 * <p><b>Places that come back.</b> A place that an inspection leaves unfinished is put back. A place that must be inspected
 * at a certain time is due {@linkplain #later later}. A directory that the kernel may still report under another path is due
 * {@linkplain #behindQueue behind its queue}.
 *
 * <p><b>Fences.</b> A fence is in the same collection: a cycle that takes it takes every place that was added before it. It
 * passes when nothing of its {@linkplain Epochs epoch} is pending any more.
 *
 * <p><b>Memory.</b> {@link PendingPlaces} is bounded; adding what is pending allocates nothing.
 *
 * <p>The methods of the first and the second section may be called from any thread, the others from the engine thread.
 */
public final class Pending {
    private static final int MOST_PLACES = 1 << 12; // more are taken all together: dividing them would cost too much

    private final Waker waker;
    private final LongSupplier nanoTime;
    private final DueRule rule;
    private final Epochs epochs = new Epochs();
    private final LaterPlaces later = new LaterPlaces();
    private final BehindQueue behindQueue;
    private PendingPlaces misplaced = new PendingPlaces();
    private final @Nullable RecentPlaces recent; // guarded by this

    // Guarded by this.
    private PendingPlaces places;
    private final Deque<PendingPlaces> spare = new ArrayDeque<>(); // empty ones
    private final List<Object> fences = new ArrayList<>();
    private long coalesced;
    private int highWater;
    private long firstNanos;
    private long lastNanos;

    /**
     * Calls {@code waker}, without a lock held, when the first place or a fence was added.
     *
     * @param nanoTime the clock
     * @param rule decides when a place is due
     */
    public Pending(Waker waker, LongSupplier nanoTime, DueRule rule) {
        this.waker = waker;
        this.nanoTime = nanoTime;
        this.rule = rule;
        this.behindQueue = new BehindQueue(waker::wakeUp);
        this.recent = rule.pauseNanos() > 0 ? new RecentPlaces(rule.pauseNanos()) : null;
        this.places = begin();
    }

    // Places that are reported, and fences. Any thread.

    /** Adds an entry, see {@link PendingPlaces#entry}. */
    public void entry(int directory, byte[] name, int length, byte flags, int cause) {
        boolean first;
        synchronized (this) {
            first = isFirst(reported(), places.entry(directory, name, length, flags, (byte) cause));
        }
        wake(first);
    }

    /** Adds a path below a root, see {@link PendingPlaces#path}. */
    public void path(int root, byte[] path, int length, byte flags, int cause) {
        boolean first;
        synchronized (this) {
            first = isFirst(reported(), places.path(root, path, length, flags, (byte) cause));
        }
        wake(first);
    }

    /** Adds a file by its identity, see {@link PendingPlaces#file}. */
    public void file(Long identity, byte flags) {
        boolean first;
        synchronized (this) {
            first = isFirst(reported(), places.file(identity, flags));
        }
        wake(first);
    }

    /** An entry has moved from one pending place to another one, see {@link PendingPlaces#moved}. */
    public synchronized void moved(int fromDir, byte[] from, int fromLength, int toDir, byte[] to, int toLength) {
        places.moved(fromDir, from, fromLength, toDir, to, toLength);
    }

    /** Adds a directory, see {@link PendingPlaces#directory}. */
    public void directory(int directory, int level, int cause) {
        boolean first;
        synchronized (this) {
            first = reported();
            places.directory(directory, level, cause);
        }
        wake(first);
    }

    /** Adds every root as a subtree. */
    public void everything(int cause) {
        synchronized (this) {
            reported();
            places.everything(cause);
        }
        waker.wakeUp();
    }

    /** Adds a fence; it is taken with every place that was added before. */
    public void fence(Object fence) {
        synchronized (this) {
            fences.add(fence);
        }
        waker.wakeUp();
    }

    /** Adds what others hold, but for paths, as if it was reported now: an event that explains it may be on its way. */
    public synchronized void add(PendingPlaces others) {
        reported();
        places.add(others);
    }

    private boolean reported() {
        long now = nanoTime.getAsLong();
        return added(now, now);
    }

    private boolean added(long first, long last) {
        boolean isFirst = places.isEmpty();
        lastNanos = last;
        places.at(first, last);
        if (isFirst) {
            firstNanos = first;
        }
        return isFirst;
    }

    /** Whether a place may be due before the others: the first one, and with pauses each that is {@code added}. */
    private boolean isFirst(boolean first, boolean added) {
        coalesced += added ? 0 : 1;
        return first || added && recent != null;
    }

    private void wake(boolean needed) {
        if (needed) {
            long now = nanoTime.getAsLong();
            waker.wakeUpAt(rule.dueNanos(now, now, false));
        }
    }

    // What is pending. Any thread.

    /** Applies a function to the reported places under the lock; it must not keep them. */
    public synchronized <T> T inspect(Function<PendingPlaces, T> function) {
        return function.apply(places);
    }

    /** When the first place is due, if each has times of its own; else when all are. Something must be pending. */
    public synchronized long dueNanos() {
        DueRule next = rule.together(places.size());
        return places.isDivisible() ? new DuePlaces(places).soonest(next) : next.dueNanos(firstNanos, lastNanos, false);
    }

    /** Whether nothing is pending, apart from places that are due later. */
    public synchronized boolean isEmpty() {
        return places.isEmpty();
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
    public synchronized PendingPlaces take() {
        PendingPlaces result = places;
        if (Checks.ON) {
            result.check();
        }
        highWater = Math.max(highWater, result.size());
        places = begin();
        epochs.begin(fences, true);
        fences.clear();
        return end(result);
    }

    /**
     * Begins a cycle that takes the places that are due at {@code nanos}, if each place has times of its own and nobody waits for a
     * fence; else everything. To be given back by {@link #giveBack}.
     */
    public synchronized PendingPlaces takeDue(long nanos) {
        boolean together = isAwaited() || !places.isDivisible() || places.size() > MOST_PLACES;
        if (together || new DuePlaces(places).isAllDue(nanos, rule)) {
            return take(); // without a copy
        }
        highWater = Math.max(highWater, places.size());
        PendingPlaces due = divide(nanos, rule);
        firstNanos = nanos; // what is not due has waited, but not for long
        epochs.begin(fences, places.isEmpty());
        return end(due);
    }

    /** Begins a cycle that takes nothing that was reported: no places, to be filled and given back by {@link #giveBack}. */
    public synchronized PendingPlaces takeNothing() {
        epochs.begin(List.of(), false);
        return empty();
    }

    /**
     * Takes in the present cycle what {@link #takeDue} has left, to be given back; null if there is no such thing. Paths that were
     * reported since the cycle began at {@code start} stay: the cycle may have found another directory at such a path, and the index
     * does not know that one yet. A place that something has just left stays as well: its arrival may be about to be reported.
     */
    public synchronized @Nullable PendingPlaces takeRest(long start) {
        if (places.isEmpty() || !places.isDivisible()) {
            return null;
        }
        boolean resolved = places.isResolved();
        DueRule others = (first, last, left) -> left ? rule.dueNanos(first, last, true) : resolved ? start : last + 1;
        PendingPlaces rest = places;
        if (new DuePlaces(places).isAllDue(start, others)) {
            places = begin();
        } else {
            rest = divide(start, others);
        }
        epochs.takeRest(places.isEmpty());
        return end(rest);
    }

    /** Gives the taken places back for reuse. */
    public synchronized void giveBack(PendingPlaces taken) {
        taken.clear();
        taken.delayedBy(null);
        spare.push(taken);
    }

    /** Takes what is due, and leaves the rest with its times. */
    private PendingPlaces divide(long nanos, DueRule byRule) {
        PendingPlaces due = empty();
        PendingPlaces rest = empty();
        new DuePlaces(places).divide(nanos, byRule, due, rest);
        rest.delayedBy(recent);
        giveBack(places);
        places = rest;
        return due;
    }

    private synchronized PendingPlaces empty() {
        return spare.isEmpty() ? new PendingPlaces() : spare.pop();
    }

    private PendingPlaces begin() {
        PendingPlaces begun = empty();
        begun.delayedBy(recent);
        return begun;
    }

    private PendingPlaces end(PendingPlaces taken) {
        taken.delayedBy(null);
        if (recent != null) {
            new DuePlaces(taken).taken(recent, nanoTime.getAsLong());
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
        places.directory(directory, level, cause);
    }

    /** An entry must be inspected again, before the fences pass that wait for it. */
    public synchronized void putBack(int directory, byte[] name, int length) {
        again();
        places.entry(directory, name, length, (byte) 0, (byte) Causes.EVENT);
    }

    /** A file must be inspected under another name, before the fences pass that wait for it. */
    public synchronized void putBack(long identity) {
        again();
        places.file(identity, (byte) 0);
    }

    /** Puts back the places of another object, but not its paths. */
    public synchronized void putBack(PendingPlaces others) {
        again();
        places.add(others);
    }

    /** A directory is not where the index has it: it may be found elsewhere in the present cycle, or must be put back. */
    public void misplaced(int directory, int level) {
        misplaced.directory(directory, Math.max(level, PendingPlaces.LISTING), Causes.EVENT);
    }

    /** Whether {@link #takeMisplaced} has something to take. */
    public boolean isAnyMisplaced() {
        return !misplaced.isEmpty();
    }

    /** Takes the misplaced directories, to be given back. */
    public PendingPlaces takeMisplaced() {
        PendingPlaces taken = misplaced;
        misplaced = empty();
        return taken;
    }

    /**
     * A directory that the present cycle has found at another place must be inspected with everything below it, before the fences of
     * this cycle pass. Those of earlier cycles do not wait for it: others may have moved meanwhile, and so on for ever.
     */
    public synchronized void putBackMoved(int directory, int cause) {
        epochs.found();
        comeBack();
        places.directory(directory, PendingPlaces.SUBTREE, cause);
    }

    private void again() {
        epochs.putBack();
        comeBack();
    }

    private void comeBack() {
        long now = nanoTime.getAsLong();
        added(rule.putBackNanos(now), now);
    }

    /** A directory has left the tree, see {@link PendingPlaces#removed}. */
    public synchronized void removed(int directory) {
        places.removed(directory);
    }

    /** A directory is due with everything below it once the kernel's queue has been read up to its present end. */
    public void behindQueue(int directory) {
        behindQueue.add(directory);
    }

    /** Adds the directories for which the queue has been read; {@code queue} runs its argument behind the queue's records. */
    public void advance(Consumer<Runnable> queue) {
        behindQueue.advance(queue, directory -> directory(directory, PendingPlaces.SUBTREE, Causes.EVENT));
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

    /** How long no place of {@link #later} is due; 0 or less if one is, for ever if there are none. */
    public long laterNanos(long now) {
        return later.waitNanos(now);
    }

    /** Takes the places of {@link #later} that are due {@code now}, to be given back. */
    public synchronized PendingPlaces takeLater(long now) {
        PendingPlaces due = empty();
        later.take(now, due);
        return due;
    }

    /** Whether a place is pending without an event: put back, later, or behind the queue. */
    public boolean isOwing() {
        return epochs.isAnyPutBack() || !later.isEmpty() || !behindQueue.isEmpty();
    }
}
