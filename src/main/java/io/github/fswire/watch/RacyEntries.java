package io.github.fswire.watch;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;

/**
 * Entries that were looked at so soon after their last change that a further change may have got the same time stamp. Once
 * the clock has moved on they are looked at again, and count as modified: whether they were cannot be told.
 *
 * <p>Empty for ever where a change after a look always gets a new time stamp (Linux 6.13 and later on ext4, xfs, btrfs and
 * tmpfs). Owned by the engine thread.
 */
final class RacyEntries {
    private final Marks marks = new Marks();
    private final byte[] name = new byte[255];
    private long dueNanos;

    /** Remembers an entry if it is racy. */
    void consider(int directory, byte[] entry, int length, EntryStat stat, long granularityNanos) {
        long age = System.currentTimeMillis() * 1_000_000 - Math.max(stat.changedNanos, stat.modifiedNanos);
        if (stat.complete && stat.type == EntryStat.FILE && age < granularityNanos && age > -granularityNanos) {
            marks.entry(directory, entry, length, Marks.SAID, (byte) Causes.EVENT);
            dueNanos = System.nanoTime() + 2 * granularityNanos;
        }
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** How long to wait from {@code now} until the entries must be looked at again. */
    long waitNanos(long now) {
        return dueNanos - now;
    }

    /** Marks the entries to be looked at. */
    void release(DirtySet dirty) {
        if (marks.isEverything()) {
            dirty.everything(marks.everythingCause());
        }
        for (int i = 0; i < marks.directories(); i++) {
            int directory = marks.directoryAt(i);
            if (marks.levelAt(i) > Marks.ENTRIES) {
                dirty.directory(directory, marks.levelAt(i), marks.causeAt(i));
            }
            for (int e = marks.firstEntryAt(i); e >= 0; e = marks.nextEntry(e)) {
                dirty.entry(directory, name, marks.copyName(e, name), Marks.SAID, marks.causeAt(i));
            }
        }
        marks.clear();
    }
}
