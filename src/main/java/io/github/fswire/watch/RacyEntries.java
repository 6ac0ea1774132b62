package io.github.fswire.watch;

import io.github.fswire.scan.EntryStat;

/**
 * Entries that were looked at so soon after their last change that a further change may have got the same time stamp. Once
 * the clock has moved on they are looked at again, and count as modified: whether they were cannot be told.
 *
 * <p>Empty for ever where a change after a look always gets a new time stamp (Linux 6.13 and later on ext4, xfs, btrfs and
 * tmpfs). Owned by the engine thread.
 */
final class RacyEntries {
    private final Time time;
    private final Postponed postponed = new Postponed();
    private long latestNanos;

    RacyEntries(Time time) {
        this.time = time;
    }

    /** Whether a change after this look may get the same time stamps. */
    boolean isRacy(EntryStat stat, long granularityNanos) {
        if (granularityNanos == 0 || !stat.complete || stat.type != EntryStat.FILE) {
            return false;
        }
        long age = time.currentNanos() - Math.max(stat.changedNanos, stat.modifiedNanos);
        return age < granularityNanos && age > -granularityNanos;
    }

    /** Looks at an entry again when that is over; all together, but the first one does not wait for ever. */
    void postpone(int directory, byte[] entry, int length, long granularityNanos) {
        long due = time.nanoTime() + 2 * granularityNanos;
        if (postponed.isEmpty()) {
            latestNanos = due + 2 * granularityNanos;
        }
        postponed.add(directory, entry, length, (byte) 0, due - latestNanos < 0 ? due : latestNanos);
    }

    /** Those that must be looked at again. */
    Postponed postponed() {
        return postponed;
    }
}
