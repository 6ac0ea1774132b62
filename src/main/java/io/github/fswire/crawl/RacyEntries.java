package io.github.fswire.crawl;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.threads.Time;
import java.util.HashMap;
import java.util.Map;

/**
 * Entries that were inspected so soon after their last change that a further change may have got the same time stamp. Once
 * the clock has moved on they are inspected again, and count as modified: whether they were cannot be told.
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

    private record Place(int directory, NativeName name) {}

    private final Time time;
    private final Postponed postponed = new Postponed();
    private Map<Place, Integer> inspections = new HashMap<>(); // how often in a row, of those that are postponed
    private Map<Place, Integer> inspectionsBefore = new HashMap<>(); // the same when they were inspected last
    private long latestNanos;

    /** Without entries. */
    public RacyEntries(Time time) {
        this.time = time;
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
     * Inspects an entry again when that is over; all together, but the first one does not wait for ever.
     *
     * @param flags what the kernel has reported of it
     */
    public void postpone(int directory, byte[] entry, int length, int flags, long granularityNanos) {
        Place place = new Place(directory, NativeName.of(entry, 0, length));
        int before = flags == 0 ? inspectionsBefore.getOrDefault(place, 0) : 0;
        inspections.put(place, Math.min(before + 1, MOST_INSPECTIONS));
        if (before == MOST_INSPECTIONS) {
            return;
        }
        long due = time.nanoTime() + 2 * granularityNanos;
        if (postponed.isEmpty()) {
            latestNanos = due + 2 * granularityNanos;
        }
        postponed.add(directory, entry, length, (byte) 0, due - latestNanos < 0 ? due : latestNanos);
    }

    /** They are being inspected. */
    public void clear() {
        postponed.clear();
        inspectionsBefore = inspections;
        inspections = new HashMap<>();
    }

    /** Those that must be inspected again. */
    public Postponed postponed() {
        return postponed;
    }
}
