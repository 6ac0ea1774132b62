package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PlaceFlags;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.FileWatches;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;

/**
 * Adds watches of single files, where the watch of the directory may not report what is written to a file because it was opened
 * by another name than it has there. Owned by the engine thread.
 */
final class OwnWatches {
    private final Scanner scanner;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final Difference difference;
    private final WatchPaths paths;
    private final Pending pending;
    private final EntryStat stat = new EntryStat();

    OwnWatches(CrawlContext context, CrawlCycle cycle, WatchPaths paths) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.watches = context.watches();
        this.difference = cycle.difference();
        this.paths = paths;
        this.pending = context.pending();
    }

    /** An entry was found: watches it if it is a file that needs that. */
    void found(DirectoryVisit visit, byte[] entry, int length, EntryStat found, int node, int flags) {
        if (found.type != EntryStat.FILE || !found.complete || !isPossible(visit.directory)) {
            return;
        }
        FileWatches files = watches.files();
        boolean written = (flags & (PlaceFlags.WRITING | PlaceFlags.WRITER_CLOSED)) != 0;
        if (files.hasRoom() && isNeeded(visit, node, flags, written)) {
            watch(visit, entry, length, found, node);
        } else if (written && difference.isNew(node)) {
            files.doubt(index.identity(node));
        }
    }

    private boolean isPossible(int directory) {
        return !difference.isBaseline() && watches.coverage().watchesSinglePaths() && !watches.isPolled(directory);
    }

    private boolean isNeeded(DirectoryVisit visit, int node, int flags, boolean written) {
        boolean reported = visit.cause == Causes.EVENT || visit.cause == Causes.RESCAN;
        return watches.files().isLost(index.identity(node))
                || reported && mayBeOpenElsewhere(visit, node, flags, written);
    }

    /**
     * Whether a file may be open by another name than it has here. That is so if another name of it was removed; and it may be if
     * this one was, as then what was written under it may have been another file; or if the file has come here from no known name,
     * unless it was created and written under this one. A file may be found before its arrival is reported, and a listing is no
     * report.
     */
    private boolean mayBeOpenElsewhere(DirectoryVisit visit, int node, int flags, boolean written) {
        boolean arrived = (flags & PlaceFlags.MOVED_IN) != 0;
        boolean created = (flags & PlaceFlags.CREATED) != 0 || difference.isNew(node);
        return (flags & PlaceFlags.REMOVED) != 0
                || (arrived ? !difference.hasMoved(node) : created && !written)
                || difference.hasLostName(node)
                || (arrived || visit.isListing) && watches.files().isDoubted(index.identity(node));
    }

    /** Watches a file. The kernel reports writes made from now on; the file is inspected once more for writes made before. */
    private void watch(DirectoryVisit visit, byte[] entry, int length, EntryStat found, int node) {
        NativeName file = NativeName.of(entry, 0, length);
        long identity = index.identity(node);
        if (identity == 0
                || !watches.files().add(identity, () -> paths.of(visit.handle).resolve(file))) {
            return;
        }
        boolean there = scanner.inspect(visit.handle, entry, length, stat) == 0
                && stat.complete
                && index.hasIdentity(node, stat);
        if (!there) {
            watches.files().lose(identity); // what took its place is watched, perhaps a directory
        }
        boolean same = there
                && stat.size == found.size
                && stat.modifiedNanos == found.modifiedNanos
                && stat.modifiedBeyond == found.modifiedBeyond
                && stat.changedNanos == found.changedNanos;
        if (!same) {
            pending.putBack(visit.directory, entry, length);
        }
    }
}
