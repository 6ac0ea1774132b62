package io.github.fswire.crawl;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.TreeIndex;

/**
 * Finds out, between two cycles, whether one of a few pending entries may have left its place. Owned by the engine thread.
 */
final class DepartureCheck {
    private static final int MAX_ASKED = 64;

    private final Scanner scanner;
    private final TreeIndex index;
    private final DirectoryHandles handles;
    private final EntryStat stat = new EntryStat();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    DepartureCheck(CrawlContext context, CrawlCycle cycle) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.handles = cycle.handles();
    }

    /**
     * Whether one of the pending entries, or a directory above it, may have left its place; true without inspection if there
     * are many.
     */
    boolean isAway(PendingPlaces places) {
        if (places.isEverything() || places.size() > MAX_ASKED) {
            return true;
        }
        try {
            for (int i = 0; i < places.directories(); i++) {
                if (isAway(places.directoryAt(i), places.firstEntryAt(i), places)) {
                    return true;
                }
            }
            return false;
        } finally {
            handles.close();
        }
    }

    private boolean isAway(int directory, int first, PendingPlaces places) {
        int handle = index.isDirectory(directory) ? handles.open(directory) : Scanner.GONE;
        for (int e = first; e >= 0 && handle >= 0; e = places.nextEntry(e)) {
            int length = places.copyName(e, name);
            int known = index.child(directory, name, length);
            int result = known < 0 ? 0 : scanner.inspect(handle, name, length, stat);
            boolean another = known >= 0 && result == 0 && stat.complete && !index.mayBe(known, stat);
            if (another || CrawlCycle.isElsewhere(result)) {
                return true;
            }
        }
        return CrawlCycle.isElsewhere(handle);
    }
}
