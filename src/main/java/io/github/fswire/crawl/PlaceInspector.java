package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.pending.PlaceFlags;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;

/**
 * Inspects the pending places of a directory: all of it, single entries, or its own entry in the directory above. Owned by
 * the engine thread.
 */
final class PlaceInspector {
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final EntryFilter filter;
    private final Difference difference;
    private final CrawlCycle cycle;
    private final DirectoryHandles handles;
    private final DirectoryVisits visits;
    private final WatchPaths paths;
    private final EntryInspector entries;
    private final TreeWalker walker;
    private final RootInspector rootInspector;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    PlaceInspector(
            CrawlContext context,
            CrawlCycle cycle,
            DirectoryVisits visits,
            WatchPaths paths,
            EntryInspector entries,
            TreeWalker walker,
            RootInspector rootInspector) {
        this.index = context.index();
        this.watches = context.watches();
        this.filter = context.filter();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.handles = cycle.handles();
        this.visits = visits;
        this.paths = paths;
        this.entries = entries;
        this.walker = walker;
        this.rootInspector = rootInspector;
    }

    /** Inspects all entries of a directory, or everything below it; nothing if only single entries are pending. */
    void inspectWhole(int directory, int level, int cause) {
        if (level < PendingPlaces.LISTING) {
            return;
        }
        boolean root = index.parent(directory) < 0;
        if (!root || !rootInspector.isWalkedByInspecting(directory, Walk.shallow(cause, true))) {
            boolean subtree = level == PendingPlaces.SUBTREE;
            Walk walk = subtree ? Walk.deep(cause, true, true) : Walk.shallow(cause, true);
            walk.add(directory);
            walker.walk(walk);
        }
    }

    /** Inspects the pending entries of a directory, and the directory itself if it is pending. */
    void inspectEntries(int directory, PendingPlaces places, int position) {
        boolean named = false;
        int flags = 0;
        for (int e = places.firstEntryAt(position); e >= 0; e = places.nextEntry(e)) {
            if (places.copyName(e, name) == 0) {
                inspectItself(directory, places.flags(e), places.causeAt(position));
            } else {
                named = true;
            }
            flags |= places.flags(e);
        }
        if (!named
                || places.levelAt(position) > PendingPlaces.ENTRIES
                || !index.isDirectory(directory)
                || filter.countsAlone(index, directory)) {
            return;
        }
        int handle = handles.open(directory);
        if (handle < 0) {
            cycle.unopened(directory, handle, EntryInspector.levelInstead(flags));
            return;
        }
        Walk walk = Walk.shallow(places.causeAt(position), false);
        DirectoryVisit visit = visits.begin(walk, directory, handle, true);
        difference.beginInspections(directory);
        for (int e = places.firstEntryAt(position); e >= 0; e = places.nextEntry(e)) {
            int length = places.copyName(e, name);
            if (length > 0) {
                entries.inspect(visit, name, length, places.flags(e));
            }
        }
        walker.walk(walk);
    }

    private void inspectItself(int directory, int flags, int cause) {
        boolean root = index.parent(directory) < 0; // of others the parent's record reports it as well
        inspectSelf(directory, root && (flags & PlaceFlags.CONTENT_CHANGED) != 0, Walk.shallow(cause, false));
        paths.placed(directory, (flags & PlaceFlags.MOVED_IN) != 0, cause);
        if (root && (flags & PlaceFlags.UNMOUNTED) != 0) {
            watches.unmounted(directory); // of what is mounted there next no record reports anything
        }
    }

    /**
     * Inspects the entry of a directory or file in its parent.
     *
     * @param reported whether the kernel has reported that it was changed
     * @param walk of which this is a part
     */
    void inspectSelf(int node, boolean reported, Walk walk) {
        if (index.parent(node) < 0) {
            rootInspector.inspect(node, walk, reported);
            return;
        }
        int place = difference.placeOf(node);
        int parent = index.parent(place);
        int handle = handles.open(parent);
        if (handle < 0) {
            cycle.unopened(parent, handle, PendingPlaces.ENTRIES);
            return;
        }
        DirectoryVisit visit = visits.begin(walk, parent, handle, true);
        difference.beginInspections(parent);
        int length = index.copyName(place, name);
        entries.inspect(visit, name, length, reported ? PlaceFlags.CONTENT_CHANGED : 0);
        boolean present = index.isDirectory(node) && !difference.isGone(node);
        if (present && !watches.isCovered(node)) {
            walk.add(node);
        }
        walker.walk(walk);
    }
}
