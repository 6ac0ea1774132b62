package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;

/** Begins to inspect entries of open directories. Owned by the engine thread. */
final class DirectoryVisits {
    private final Scanner scanner;
    private final TreeIndex index;
    private final EntryFilter filter;
    private final DirectoryHandles handles;
    private long granularityNanos; // of the file system on:
    private long granularityDevice;
    private boolean granularityKnown;

    DirectoryVisits(CrawlContext context, CrawlCycle cycle) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.filter = context.filter();
        this.handles = cycle.handles();
    }

    /** Begins with the directory that was opened last; its changes are reported if it is {@code covered} by a watch. */
    DirectoryVisit begin(Walk walk, int directory, int handle, boolean covered) {
        if (!granularityKnown || handles.device() != granularityDevice) {
            granularityDevice = handles.device();
            granularityKnown = true;
            granularityNanos = scanner.timestampGranularityNanos(handle);
        }
        filter.enter(index, directory);
        boolean recorded = covered && walk.cause == Causes.EVENT && !walk.swallowed;
        return new DirectoryVisit(walk, directory, handle, recorded, granularityNanos);
    }
}
