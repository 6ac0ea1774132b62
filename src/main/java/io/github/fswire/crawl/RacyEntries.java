package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.Place;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.threads.Time;
import java.util.HashMap;
import java.util.Map;

/**
 * Entries that were inspected so soon after their last change that a further change may have got the same time stamp. Once
 * the clock has moved on they are inspected again, and count as modified: nothing shows whether they were.
 *
 * <p>A file system may stamp its entries with the time of the inspection, or run ahead of the clock. So an entry of which the kernel
 * reports nothing meanwhile is inspected again at most {@value #MOST_INSPECTIONS} times in a row. Where entries are inspected every
 * interval anyway, none is postponed.
 *
 * <p>Empty for ever where a change after an inspection always gets a new time stamp (Linux 6.13 and later on ext4, xfs, btrfs and
 * tmpfs). Owned by the engine thread.
 */
public final class RacyEntries {
    private static final int MOST_INSPECTIONS = 8;

    /** How often an entry was inspected in a row, and when it is due again. */
    private record Inspections(int count, long dueNanos) {}

    private final Time time;
    private final Pending pending;
    private final Map<Place, Inspections> postponed = new HashMap<>();
    private final Map<Place, Inspections> taken = new HashMap<>(); // in the latest cycle that took some

    /** Entries are put into {@code pending}, to be inspected again later. */
    public RacyEntries(Time time, Pending pending) {
        this.time = time;
        this.pending = pending;
    }

    /** Whether a change after this inspection may get the same time stamps. */
    public boolean isRacy(EntryStat stat, long granularityNanos) {
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
     * Inspects an entry again when that is over.
     *
     * @param flags what the kernel has reported of it
     */
    void postpone(int directory, byte[] entry, int length, int flags, long granularityNanos) {
        Place place = Place.of(directory, entry, length);
        Inspections before = flags == 0 ? taken.get(place) : null;
        int count = before == null ? 1 : before.count() + 1;
        if (count <= MOST_INSPECTIONS) {
            long wait = 2 * granularityNanos;
            long due = pending.later(directory, entry, length, time.nanoTime() + wait, wait);
            postponed.put(place, new Inspections(count, due));
        }
    }

    /** A cycle has taken what is due at a time. */
    public void inspecting(long nanos) {
        taken.clear();
        postponed.forEach((place, inspections) -> {
            if (inspections.dueNanos() - nanos <= 0) {
                taken.put(place, inspections);
            }
        });
        postponed.keySet().removeAll(taken.keySet());
    }
}
