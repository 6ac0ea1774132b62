package io.github.fswire.watch;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.Marks;

/**
 * Holds files back that somebody may still be writing: a file is complete when the kernel has told that its writer closed it,
 * or when its modification time is older than the period. Held back, it keeps for the listener the state last delivered.
 *
 * <p>Owned by the engine thread.
 */
final class Settling {
    private static final int LOOKS_IN_A_PERIOD = 4;

    private final long periodNanos;
    private final Time time;
    private final Postponed postponed = new Postponed();

    /** With a period of 0 every file is complete. */
    Settling(long periodNanos, Time time) {
        this.periodNanos = periodNanos;
        this.time = time;
    }

    /**
     * Whether what was found can be delivered.
     *
     * @param flags what the kernel has said, as {@link Marks} has it
     */
    boolean isComplete(EntryStat stat, int flags) {
        return periodNanos == 0
                || stat.type != EntryStat.FILE
                || !stat.complete
                || (flags & Marks.CLOSED) != 0
                || restNanos(stat) <= 0;
    }

    /** Looks at it again when it may be complete, though not too often. */
    void postpone(int directory, byte[] entry, int length, int flags, EntryStat stat) {
        long due = time.nanoTime() + Math.max(restNanos(stat), periodNanos / LOOKS_IN_A_PERIOD);
        boolean sooner = postponed.isEmpty() || due - postponed.dueNanos() < 0;
        byte kept = (byte) (flags & Marks.SAID);
        postponed.add(directory, entry, length, kept, sooner ? due : postponed.dueNanos());
    }

    /** Files that are held back. */
    Postponed postponed() {
        return postponed;
    }

    /** How long its time has to stay as it is; a time that lies ahead of the clock has to stay for the whole period. */
    private long restNanos(EntryStat stat) {
        long age = time.currentNanos() - stat.modifiedNanos;
        return Math.min(periodNanos - age, periodNanos);
    }
}
