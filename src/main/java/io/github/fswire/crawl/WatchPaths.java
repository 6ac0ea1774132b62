package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.TreeIndex;

/**
 * The paths by which open directories are watched. Where there is no path to an open directory ({@link Scanner#watchPath}) another
 * one may be at its path for the moment in which the watch is added; so whatever was moved to a name there is watched again, with
 * everything below it. Owned by the engine thread.
 */
final class WatchPaths {
    private final Scanner scanner;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final CrawlCycle cycle;
    private final Pending pending;
    private boolean byPath; // watches may be another directory's

    WatchPaths(CrawlContext context, CrawlCycle cycle) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.watches = context.watches();
        this.cycle = cycle;
        this.pending = context.pending();
    }

    /** Leads to the directory opened last. */
    NativeName of(int handle) {
        NativeName used = scanner.watchPath(handle, cycle.handles()::path);
        byPath = scanner.watchesByPath() && watches.coverage().watchesSinglePaths();
        return used;
    }

    /** Something was found that was {@code placed} where it is: if it is a directory, its watch may be another one's. */
    void placed(int node, boolean placed, int cause) {
        if (byPath && placed && index.isDirectory(node)) {
            pending.putBack(node, PendingPlaces.SUBTREE, cause);
        }
    }
}
