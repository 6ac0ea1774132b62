package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.threads.Time;
import java.util.HashMap;
import java.util.Map;

/**
 * Entries that were looked at so soon after their last change that a further change may have got the same time stamp. Once
 * the clock has moved on they are looked at again, and count as modified: whether they were cannot be told.
 *
 * <p>A file system may stamp its entries with the time of the look, or run ahead of the clock. So an entry of which the kernel
 * reports nothing meanwhile is looked at again at most {@value #MOST_LOOKS} times in a row. Where entries are looked at every
 * interval anyway, none is postponed.
 *
 * <p>Empty for ever where a change after a look always gets a new time stamp (Linux 6.13 and later on ext4, xfs, btrfs and
 * tmpfs). Owned by the engine thread.
 */
final class RacyEntries {
    private static final int MOST_LOOKS = 8;

    private record Place(int directory, NativeName name) {}

    private final Time time;
    private final Postponed postponed = new Postponed();
    private Map<Place, Integer> looks = new HashMap<>(); // how often in a row, of those that are postponed
    private Map<Place, Integer> looksBefore = new HashMap<>(); // the same when they were looked at last
    private long latestNanos;

    RacyEntries(Time time) {
        this.time = time;
    }

    /** Whether a change after this look may get the same time stamps. */
    boolean isRacy(EntryStat stat, long granularityNanos) {
        if (granularityNanos == 0 || !stat.complete || stat.type != EntryStat.FILE) {
            return false;
        }
        return isNow(stat.changedNanos, granularityNanos) || isNow(stat.modifiedNanos, granularityNanos);
    }

    private boolean isNow(long nanos, long granularityNanos) {
        long now = time.currentNanos();
        return nanos > now - granularityNanos && nanos < now + granularityNanos;
    }

    /**
     * Looks at an entry again when that is over; all together, but the first one does not wait for ever.
     *
     * @param flags what the kernel has reported of it
     */
    void postpone(int directory, byte[] entry, int length, int flags, long granularityNanos) {
        Place place = new Place(directory, NativeName.of(entry, 0, length));
        int before = flags == 0 ? looksBefore.getOrDefault(place, 0) : 0;
        looks.put(place, Math.min(before + 1, MOST_LOOKS));
        if (before == MOST_LOOKS) {
            return;
        }
        long due = time.nanoTime() + 2 * granularityNanos;
        if (postponed.isEmpty()) {
            latestNanos = due + 2 * granularityNanos;
        }
        postponed.add(directory, entry, length, (byte) 0, due - latestNanos < 0 ? due : latestNanos);
    }

    /** They are being looked at. */
    void clear() {
        postponed.clear();
        looksBefore = looks;
        looks = new HashMap<>();
    }

    /** Those that must be looked at again. */
    Postponed postponed() {
        return postponed;
    }
}
