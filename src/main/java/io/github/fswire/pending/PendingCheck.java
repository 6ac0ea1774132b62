package io.github.fswire.pending;

import io.github.fswire.checks.Checks;

/** Checks that {@link PendingPlaces} agree with themselves. */
final class PendingCheck {
    private PendingCheck() {}

    /** Checks that what is counted is there. */
    static void check(PendingPlaces places) {
        PendingDirectories directories = places.pendingDirectories();
        PendingEntries entries = places.pendingEntries();
        int listed = 0;
        for (int d = 0; d < directories.count(); d++) {
            listed += listed(directories, d, entries);
        }
        boolean everything = places.isEverything();
        if (listed != entries.count() || everything && directories.count() > 0) {
            throw Checks.broken(entries.count() + " entries are pending and " + listed + " listed in "
                    + directories.count() + " directories" + (everything ? ", and everything is pending" : ""));
        }
    }

    private static int listed(PendingDirectories directories, int d, PendingEntries entries) {
        if (directories.find(directories.node(d)) != d) {
            throw Checks.broken("pending directory " + directories.node(d) + " is not found, or is there twice");
        }
        int count = 0;
        for (int e = directories.firstEntry(d); e >= 0 && count <= entries.count(); e = entries.next(e)) {
            if (entries.owner(e) != d) {
                throw Checks.broken("a pending entry is in the list of another directory than its own");
            }
            count++;
        }
        if (count != directories.entryCount(d)) {
            throw Checks.broken(count + " pending entries are listed and " + directories.entryCount(d)
                    + " counted of directory " + directories.node(d));
        }
        return count;
    }
}
