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

    /** A file was found: watches it if that is needed. */
    void found(DirectoryVisit visit, byte[] entry, int length, EntryStat found, int node, int flags) {
        if (found.type != EntryStat.FILE || !found.complete || !isPossible(visit)) {
            return;
        }
        boolean written = (flags & (PlaceFlags.WRITING | PlaceFlags.WRITER_CLOSED)) != 0;
        if (isNeeded(visit, node, flags, written)) {
            watch(visit, entry, length, found, node);
        } else if (difference.isNew(node) && written) {
            watches.files().doubt(index.identity(node));
        }
    }

    private boolean isPossible(DirectoryVisit visit) {
        boolean reported = visit.cause == Causes.EVENT || visit.cause == Causes.RESCAN;
        return reported
                && watches.files().hasRoom()
                && watches.coverage().watchesSinglePaths()
                && !difference.isBaseline()
                && !watches.isPolled(visit.directory);
    }

    /**
     * Whether a file may be open by another name than it has here. That is so if another name of it was removed; and it may be if
     * this one was, as then what was written under it may have been another file; or if the file has come here from no known name,
     * unless it was created and written under this one. A file may be found before its arrival is reported.
     */
    private boolean isNeeded(DirectoryVisit visit, int node, int flags, boolean written) {
        FileWatches files = watches.files();
        boolean arrived = (flags & PlaceFlags.MOVED_IN) != 0;
        boolean linked = (flags & PlaceFlags.REMOVED) != 0
                || (arrived ? !difference.hasMoved(node) : difference.isNew(node) && !written);
        return linked
                || difference.hasLostName(node)
                || visit.cause == Causes.RESCAN && files.isDoubted(index.identity(node))
                || !files.isEmpty() && files.isLost(index.identity(node));
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
