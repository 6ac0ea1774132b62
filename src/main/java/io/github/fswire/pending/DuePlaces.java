package io.github.fswire.pending;

import io.github.fswire.scan.EntryStat;
import java.util.function.LongPredicate;

/**
 * Divides {@link PendingPlaces} into the places that are due and the others. A place is an entry, a path, a file, or a whole
 * directory; the two ends of a move are one place. Not safe for use by several threads.
 */
final class DuePlaces {
    private final PendingPlaces places;
    private final PendingDirectories directories;
    private final PendingEntries entries;
    private final PendingPaths paths;

    DuePlaces(PendingPlaces places) {
        this.places = places;
        this.directories = places.pendingDirectories();
        this.entries = places.pendingEntries();
        this.paths = places.paths();
    }

    private boolean isWhole(int position) {
        return directories.level(position) > PendingPlaces.ENTRIES;
    }

    private long directoryDue(int position, DueRule rule) {
        return rule.dueNanos(directories.firstNanos(position), directories.lastNanos(position), false);
    }

    private long entryDue(int entry, DueRule rule) {
        DueTimes times = entries.times();
        return rule.dueNanos(times.first(entry), times.last(entry), (entries.flags(entry) & PlaceFlags.MOVED_OUT) != 0);
    }

    private long pathDue(int path, DueRule rule) {
        return rule.dueNanos(
                paths.firstNanos(path), paths.lastNanos(path), (paths.flags(path) & PlaceFlags.MOVED_OUT) != 0);
    }

    /** When the first place is due; there must be one. */
    long soonest(DueRule rule) {
        long now = places.now(); // the last report, from which the times are counted
        long[] soonest = {Long.MAX_VALUE};
        isEach(rule, due -> {
            soonest[0] = Math.min(soonest[0], due - now);
            return true;
        });
        return now + soonest[0];
    }

    /** Whether every place is due at a time. */
    boolean isAllDue(long nanos, DueRule rule) {
        return isEach(rule, due -> due - nanos <= 0);
    }

    private boolean isEach(DueRule rule, LongPredicate due) {
        for (int i = 0; i < directories.count(); i++) {
            if (isWhole(i) && !due.test(directoryDue(i, rule))) {
                return false;
            }
        }
        for (int e = 0; e < entries.count(); e++) {
            if (!due.test(entryDue(e, rule))) {
                return false;
            }
        }
        for (int p = 0; p < paths.size(); p++) {
            if (!due.test(pathDue(p, rule))) {
                return false;
            }
        }
        return places.files().isEach(rule, due);
    }

    /** Adds what is due at a time to {@code due}, and everything else with its times to {@code rest}. */
    void divide(long nanos, DueRule rule, PendingPlaces due, PendingPlaces rest) {
        int[] copies = new int[entries.count()]; // in the rest, + 1
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < directories.count(); i++) {
            boolean whole = isWhole(i);
            PendingPlaces ofWhole = whole && directoryDue(i, rule) - nanos <= 0 ? due : rest;
            if (whole) {
                ofWhole.at(directories.firstNanos(i));
                ofWhole.directory(directories.node(i), directories.level(i), directories.cause(i));
                ofWhole.at(directories.lastNanos(i));
                ofWhole.directory(directories.node(i), directories.level(i), directories.cause(i));
            }
            for (int e = directories.firstEntry(i); e >= 0; e = entries.next(e)) {
                PendingPlaces target = whole ? ofWhole : entryDue(e, rule) - nanos <= 0 ? due : rest;
                int copy = copy(e, name, target);
                copies[e] = target == rest ? copy + 1 : 0;
            }
        }
        for (int e = 0; e < entries.count(); e++) {
            int owner = entries.times().owner(e);
            if (owner != e && copies[e] > 0 && copies[owner] > 0) {
                rest.pendingEntries().times().share(copies[e] - 1, copies[owner] - 1);
            }
        }
        for (int p = 0; p < paths.size(); p++) {
            paths.copy(p, (pathDue(p, rule) - nanos <= 0 ? due : rest).paths());
        }
        places.files().divide(nanos, rule, due.files(), rest.files());
        rest.at(places.now());
    }

    /** Returns the copy, or -1 if the whole directory is pending and has swallowed it. */
    private int copy(int entry, byte[] name, PendingPlaces target) {
        int position = entries.owner(entry);
        int dir = directories.node(position);
        int length = entries.copyName(entry, name);
        target.at(entries.times().first(entry));
        target.entry(dir, name, length, entries.flags(entry), directories.cause(position));
        target.at(entries.times().last(entry));
        int copy = target.pendingEntries().at(target.pendingEntries().slot(dir, name, length));
        if (copy >= 0) {
            target.pendingEntries().times().again(copy, target.now());
        }
        return copy;
    }

    /** Notes that all places are taken. */
    void taken(RecentPlaces recent, long nanos) {
        for (int p = 0; p < paths.size(); p++) {
            byte[] path = new byte[paths.length(p)];
            paths.copy(p, 0, path.length, path);
            recent.taken(paths.root(p), path, path.length, nanos);
        }
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < directories.count(); i++) {
            for (int e = directories.firstEntry(i); e >= 0; e = entries.next(e)) {
                int length = entries.copyName(e, name);
                if (length > 0) {
                    recent.taken(directories.node(i), name, length, nanos);
                }
            }
        }
    }
}
