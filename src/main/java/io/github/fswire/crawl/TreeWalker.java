package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;
import org.jspecify.annotations.Nullable;

/**
 * Lists directories, and the new directories that it finds below them.
 *
 * <p>Every directory is watched first and listed then, so that a change is either in the listing or in a record that follows (or in
 * both, which is harmless).
 *
 * <p>Owned by the engine thread.
 */
final class TreeWalker {
    private static final byte[] ITSELF = {};

    private final CrawlContext context;
    private final Scanner scanner;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final EntryFilter filter;
    private final Pending pending;
    private final Difference difference;
    private final CrawlCycle cycle;
    private final DirectoryHandles handles;
    private final DirectoryVisits visits;
    private final WatchPaths paths;
    private final EntryInspector entries;
    private final ScanProgress progress;

    TreeWalker(
            CrawlContext context,
            CrawlCycle cycle,
            DirectoryVisits visits,
            WatchPaths paths,
            EntryInspector entries,
            ScanProgress progress) {
        this.context = context;
        this.scanner = context.scanner();
        this.index = context.index();
        this.watches = context.watches();
        this.filter = context.filter();
        this.pending = context.pending();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.handles = cycle.handles();
        this.visits = visits;
        this.paths = paths;
        this.entries = entries;
        this.progress = progress;
    }

    /** Lists the directories of a walk, until none is left. */
    void walk(Walk walk) {
        while (!walk.isEmpty()) {
            context.checkCancelled();
            int directory = walk.next();
            if (walk.deep) {
                cycle.subtrees().enter(directory);
            }
            if (filter.countsAlone(index, directory)) {
                leave(walk, directory);
            } else if (!context.roots().isAbsent(directory)) {
                open(walk, directory);
            }
        }
    }

    /** What was in a directory does not count any more, if it did. */
    private void leave(Walk walk, int directory) {
        watches.forget(directory);
        if (index.firstChild(directory) >= 0) {
            difference.beginListing(directory);
            difference.end(true, walk.cause);
        }
    }

    private void open(Walk walk, int directory) {
        // One that is gone may turn up elsewhere in this cycle: then it is inspected there.
        int handle = difference.isGone(directory) ? Scanner.GONE : handles.openForListing(directory);
        if (handle < 0) {
            cycle.unopened(directory, handle, level(walk));
            return;
        }
        String madeUp = handles.isElsewhere() ? scanner.madeUp(handle) : null;
        if (madeUp != null) {
            watches.leaveOut(directory, madeUp);
            return;
        }
        boolean known = watches.isCovered(directory);
        boolean watched = watches.needsNone(directory, walk.again) || watches.ensure(directory, () -> paths.of(handle));
        if (!known && index.parent(directory) < 0 && !cycle.places().isAtItsPath(directory)) {
            pending.entry(directory, ITSELF, 0, (byte) 0, walk.cause); // it moved away before it was watched
        }
        if (!known && watched && !walk.deep && watches.coverage().endsForSubtree()) {
            // its watch had ended: no event reports what changed below it since
            pending.putBack(directory, PendingPlaces.SUBTREE, walk.cause);
        }
        WatchException unread = readIgnoreFiles(walk, directory, handle);
        DirectoryVisit visit = visits.begin(walk, directory, handle, known);
        visit.isListing = true;
        visit.unreadable = unread;
        list(visit, watched);
    }

    /** Reads the ignore files before the listing; returns why they could not be read, or null. */
    private @Nullable WatchException readIgnoreFiles(Walk walk, int directory, int handle) {
        IgnoreFiles files = context.ignoreFiles();
        if (files == null) {
            return null;
        }
        boolean changed = files.read(scanner, directory, handle);
        if (changed && !walk.deep && index.firstChild(directory) >= 0) {
            pending.putBack(directory, PendingPlaces.SUBTREE, walk.cause); // the rules count for everything below
        }
        return files.unread();
    }

    private void list(DirectoryVisit visit, boolean watched) {
        boolean deep = visit.walk.deep;
        difference.beginListing(visit.directory);
        int result = scanner.list(visit.handle, new Listing(visit));
        difference.end(result == 0, visit.cause);
        if (result != 0) {
            cycle.unopened(visit.directory, result, level(visit.walk));
        } else if (visit.unreadable != null) {
            watches.listedInPart(visit.directory, visit.unreadable, deep, watched);
        } else {
            watches.listed(visit.directory, deep, watched);
        }
    }

    private static int level(Walk walk) {
        return walk.deep ? PendingPlaces.SUBTREE : PendingPlaces.LISTING;
    }

    /** Takes the entries of one directory. */
    private final class Listing implements ListingSink {
        private final DirectoryVisit visit;

        private Listing(DirectoryVisit visit) {
            this.visit = visit;
        }

        @Override
        public boolean wants(byte[] entry, int length) {
            return filter.wants(entry, length, EntryStat.OTHER);
        }

        @Override
        public boolean wants(byte[] entry, int length, int type) {
            return filter.wants(entry, length, type);
        }

        @Override
        public void entry(byte[] entry, int length, EntryStat found) {
            entries.found(visit, entry, length, found, 0);
            progress.listed(visit.cause);
        }
    }
}
