package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;

/**
 * Divides {@link Marks} into the places that are due and the others. A place is an entry, or a directory that is marked as a
 * whole; the two ends of a move are one. Not safe for use by several threads.
 */
final class DueMarks {
    private final Marks marks;
    private final MarkedDirectories directories;
    private final MarkedEntries entries;

    DueMarks(Marks marks) {
        this.marks = marks;
        this.directories = marks.markedDirectories();
        this.entries = marks.markedEntries();
    }

    private boolean isWhole(int position) {
        return directories.level(position) > Marks.ENTRIES;
    }

    private long directoryDue(int position, DueRule rule) {
        return rule.dueNanos(directories.firstNanos(position), directories.lastNanos(position), false);
    }

    private long entryDue(int entry, DueRule rule) {
        DueTimes times = entries.times();
        return rule.dueNanos(times.first(entry), times.last(entry), (entries.flags(entry) & Marks.LEFT) != 0);
    }

    /** When the first place is due; there must be one. */
    long soonest(DueRule rule) {
        long soonest = Long.MAX_VALUE; // from the last mark on
        for (int i = 0; i < directories.count(); i++) {
            soonest = isWhole(i) ? Math.min(soonest, directoryDue(i, rule) - marks.now()) : soonest;
        }
        for (int e = 0; e < entries.count(); e++) {
            soonest = Math.min(soonest, entryDue(e, rule) - marks.now());
        }
        return marks.now() + soonest;
    }

    /** Whether every place is due at a time. */
    boolean isAllDue(long nanos, DueRule rule) {
        for (int i = 0; i < directories.count(); i++) {
            if (isWhole(i) && directoryDue(i, rule) - nanos > 0) {
                return false;
            }
        }
        for (int e = 0; e < entries.count(); e++) {
            if (entryDue(e, rule) - nanos > 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds what is due at a time to {@code due}, and everything else with its times to {@code rest}. */
    void divide(long nanos, DueRule rule, Marks due, Marks rest) {
        int[] copies = new int[entries.count()]; // in the rest, + 1
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < directories.count(); i++) {
            boolean whole = isWhole(i);
            Marks ofWhole = whole && directoryDue(i, rule) - nanos <= 0 ? due : rest;
            if (whole) {
                ofWhole.at(directories.firstNanos(i));
                ofWhole.directory(directories.node(i), directories.level(i), directories.cause(i));
                ofWhole.at(directories.lastNanos(i));
                ofWhole.directory(directories.node(i), directories.level(i), directories.cause(i));
            }
            for (int e = directories.firstEntry(i); e >= 0; e = entries.next(e)) {
                Marks target = whole ? ofWhole : entryDue(e, rule) - nanos <= 0 ? due : rest;
                int copy = copy(e, name, target);
                copies[e] = target == rest ? copy + 1 : 0;
            }
        }
        for (int e = 0; e < entries.count(); e++) {
            int owner = entries.times().owner(e);
            if (owner != e && copies[e] > 0 && copies[owner] > 0) {
                rest.markedEntries().times().share(copies[e] - 1, copies[owner] - 1);
            }
        }
        rest.at(marks.now());
    }

    /** Returns the copy, or -1 if a mark of the whole directory has swallowed it. */
    private int copy(int entry, byte[] name, Marks target) {
        int position = entries.owner(entry);
        int dir = directories.node(position);
        int length = entries.copyName(entry, name);
        target.at(entries.times().first(entry));
        target.entry(dir, name, length, entries.flags(entry), directories.cause(position));
        target.at(entries.times().last(entry));
        int copy = target.markedEntries().at(target.markedEntries().slot(dir, name, length));
        if (copy >= 0) {
            target.markedEntries().times().again(copy, target.now());
        }
        return copy;
    }

    /** Notes that all places are taken. */
    void taken(RecentPlaces places, long nanos) {
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < directories.count(); i++) {
            for (int e = directories.firstEntry(i); e >= 0; e = entries.next(e)) {
                int length = entries.copyName(e, name);
                if (length > 0) {
                    places.taken(directories.node(i), name, length, nanos);
                }
            }
        }
    }
}
