package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The marks that wait to be looked at. Many threads mark, the engine thread takes.
 *
 * <p><b>Fences.</b> A fence travels in the same collection as the marks: whoever takes it has taken every mark that was made
 * before it. It needs no second mechanism, and no order among marks.
 *
 * <p><b>Memory.</b> {@link Marks} is bounded; marking what is marked allocates nothing.
 *
 * <p>All methods may be called from any thread.
 */
public final class DirtySet {
    private static final int MOST_PLACES = 1 << 12; // more are taken all together: dividing them would cost too much

    private final Runnable wakeUp;
    private final LongSupplier nanoTime;
    private final @Nullable RecentPlaces recent; // guarded by this

    // Guarded by this.
    private Marks marks;
    private final Deque<Marks> spare = new ArrayDeque<>(); // empty ones
    private List<Object> fences = new ArrayList<>();
    private long coalesced;
    private int highWater;
    private long firstNanos;
    private long lastNanos;

    /** Calls {@code wakeUp}, without a lock held, when the first mark or a fence was made; marks have times of {@code nanoTime}. */
    public DirtySet(Runnable wakeUp, LongSupplier nanoTime) {
        this(wakeUp, nanoTime, 0);
    }

    /** The same, and a place that is marked again after it was taken is due {@code delayNanos} after that at the earliest. */
    public DirtySet(Runnable wakeUp, LongSupplier nanoTime, long delayNanos) {
        this.wakeUp = wakeUp;
        this.nanoTime = nanoTime;
        this.recent = delayNanos > 0 ? new RecentPlaces(delayNanos) : null;
        this.marks = begin();
    }

    private Marks begin() {
        Marks begun = none();
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

    /** Marks an entry, see {@link Marks#entry}. */
    public void entry(int directory, byte[] name, int length, byte flags, int cause) {
        boolean first;
        synchronized (this) {
            first = marked();
            boolean added = marks.entry(directory, name, length, flags, (byte) cause);
            coalesced += added ? 0 : 1;
            first |= added && recent != null; // it may be due before the others
        }
        wake(first);
    }

    /** Marks a path below a root, see {@link Marks#path}. */
    public void path(int root, byte[] path, int length, byte flags, int cause) {
        boolean first;
        synchronized (this) {
            first = marked();
            coalesced += marks.path(root, path, length, flags, (byte) cause) ? 0 : 1;
        }
        wake(first);
    }

    /** Marks a file by its identity, see {@link Marks#file}. */
    public void file(Long identity, byte flags) {
        boolean first;
        synchronized (this) {
            first = marked();
            coalesced += marks.file(identity, flags) ? 0 : 1;
        }
        wake(first);
    }

    /** What was moved away from one marked entry has arrived at another one, see {@link Marks#moved}. */
    public synchronized void moved(int fromDir, byte[] from, int fromLength, int toDir, byte[] to, int toLength) {
        marks.moved(fromDir, from, fromLength, toDir, to, toLength);
    }

    /** A directory has left the tree, see {@link Marks#removed}. */
    public synchronized void removed(int directory) {
        marks.removed(directory);
    }

    /** Marks a directory, see {@link Marks#directory}. */
    public void directory(int directory, int level, int cause) {
        boolean first;
        synchronized (this) {
            first = marked();
            marks.directory(directory, level, cause);
        }
        wake(first);
    }

    /** Marks every root as a subtree. */
    public void everything(int cause) {
        synchronized (this) {
            marked();
            marks.everything(cause);
        }
        wake(true);
    }

    /** Marks what others mark, see {@link Marks#add}. */
    public void add(Marks others) {
        boolean first;
        synchronized (this) {
            first = marked();
            marks.add(others);
        }
        wake(first);
    }

    /** Adds a fence; it is taken with every mark made before. */
    public void fence(Object fence) {
        synchronized (this) {
            fences.add(fence);
        }
        wake(true);
    }

    private boolean marked() {
        boolean first = marks.isEmpty();
        lastNanos = nanoTime.getAsLong();
        marks.at(lastNanos);
        if (first) {
            firstNanos = lastNanos;
        }
        return first;
    }

    private void wake(boolean needed) {
        if (needed) {
            wakeUp.run();
        }
    }

    /** What waits: {@code ripe} decides on it under the lock, so it is consistent. */
    public synchronized <T> T inspect(Inspector<T> ripe) {
        return ripe.inspect(marks, !fences.isEmpty());
    }

    /** When the first place is due, if each has times of its own; else when all are. Something must be marked. */
    public synchronized long dueNanos(DueRule rule) {
        return marks.isDivisible() ? new DueMarks(marks).soonest(rule) : rule.dueNanos(firstNanos, lastNanos, false);
    }

    /**
     * Takes the places that are due, if each place has times of its own and nobody waits for a fence; else everything.
     *
     * @param taken receives the fences
     * @return the marks, to be given back by {@link #giveBack}
     */
    public synchronized Marks takeDue(List<Object> taken, long nanos, DueRule rule) {
        if (!fences.isEmpty() || !marks.isDivisible() || marks.size() > MOST_PLACES) {
            return take(taken);
        }
        if (new DueMarks(marks).isAllDue(nanos, rule)) {
            return take(taken); // without a copy
        }
        highWater = Math.max(highWater, marks.size());
        Marks due = none();
        Marks rest = none();
        new DueMarks(marks).divide(nanos, rule, due, rest); // which keeps its times
        rest.delayedBy(recent);
        giveBack(marks);
        marks = rest;
        firstNanos = nanos; // what is not due has waited, but not for long
        return end(due);
    }

    /** Takes what {@link #takeDue} has left, to be given back by {@link #giveBack}; null if there is no such thing. */
    public synchronized @Nullable Marks takeRest() {
        if (marks.isEmpty() || !marks.isDivisible()) {
            return null;
        }
        Marks rest = marks;
        marks = begin();
        return end(rest);
    }

    /** Looks at what waits. */
    @FunctionalInterface
    public interface Inspector<T> {
        /** Must not keep {@code marks}. */
        T inspect(Marks marks, boolean fenced);
    }

    /**
     * Takes everything.
     *
     * @param taken receives the fences
     * @return the marks, to be given back by {@link #giveBack}
     */
    public synchronized Marks take(List<Object> taken) {
        Marks result = marks;
        if (Checks.ON) {
            result.check();
        }
        highWater = Math.max(highWater, result.size());
        marks = begin();
        if (!fences.isEmpty()) {
            taken.addAll(fences);
            fences.clear();
        }
        return end(result);
    }

    /** Takes nothing: no marks, to be filled and given back by {@link #giveBack}. */
    public synchronized Marks none() {
        return spare.isEmpty() ? new Marks() : spare.pop();
    }

    /** Whether nothing is marked. */
    public synchronized boolean isEmpty() {
        return marks.isEmpty();
    }

    /** Whether somebody waits for a fence that was not taken. */
    public synchronized boolean isFenced() {
        return !fences.isEmpty();
    }

    /** How many marks of entries were merged with one that was waiting. */
    public synchronized long coalesced() {
        return coalesced;
    }

    /** The largest number of marks that have waited. */
    public synchronized int highWater() {
        return highWater;
    }

    /** Gives the taken marks back for reuse. */
    public synchronized void giveBack(Marks taken) {
        taken.clear();
        taken.delayedBy(null);
        spare.push(taken);
    }
}
