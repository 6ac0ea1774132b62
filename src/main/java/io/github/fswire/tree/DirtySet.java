package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

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
    private final Runnable wakeUp;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private Marks marks = new Marks();
    private Marks spare = new Marks();
    private List<Object> fences = new ArrayList<>();
    private long coalesced;
    private int highWater;
    private long firstNanos;
    private long lastNanos;

    /** Calls {@code wakeUp}, without a lock held, when the first mark or a fence was made; marks have times of {@code nanoTime}. */
    public DirtySet(Runnable wakeUp, LongSupplier nanoTime) {
        this.wakeUp = wakeUp;
        this.nanoTime = nanoTime;
    }

    /** Marks an entry, see {@link Marks#entry}. */
    public void entry(int directory, byte[] name, int length, byte flags, int cause) {
        boolean first;
        synchronized (this) {
            first = marked();
            coalesced += marks.entry(directory, name, length, flags, (byte) cause) ? 0 : 1;
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
        return ripe.inspect(marks, !fences.isEmpty(), firstNanos, lastNanos);
    }

    /** Looks at what waits. */
    @FunctionalInterface
    public interface Inspector<T> {
        /** Must not keep {@code marks}; the times are those of the first and last mark. */
        T inspect(Marks marks, boolean fenced, long firstNanos, long lastNanos);
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
        marks = spare;
        taken.addAll(fences);
        fences.clear();
        return result;
    }

    /** Takes nothing: no marks, to be filled and given back by {@link #giveBack}. */
    public synchronized Marks none() {
        return spare;
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
        spare = taken;
    }
}
