package io.github.fswire.crawl;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Inspects what a cycle has come upon: directories that are not where the index has them, and other names of changed files.
 *
 * <p>A mark may be on a directory that was moved or removed meanwhile. Then its own entry is inspected, and its marks wait until
 * the other marks have been inspected: by then it has been found at its new place, or it is gone.
 *
 * <p>Owned by the engine thread.
 */
final class FollowUps {
    private static final int MAX_PORTIONS = 8;

    private final CrawlContext context;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final Difference difference;
    private final CrawlCycle cycle;
    private final DirtySet dirty;
    private final PlaceInspector places;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    FollowUps(CrawlContext context, CrawlCycle cycle, PlaceInspector places) {
        this.context = context;
        this.index = context.index();
        this.watches = context.watches();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.dirty = context.dirty();
        this.places = places;
    }

    /** Inspects it, as long as that comes upon more; what moves faster than that is put back. */
    void inspect() {
        boolean more = true;
        for (int portion = 0; portion < MAX_PORTIONS && more; portion++) {
            cycle.subtrees().follow(dirty);
            more = inspectMisplaced();
            inspectOtherNames();
            inspectRelatives();
        }
        putBackMisplaced(Causes.EVENT);
    }

    /** Puts all of it back: only a later cycle can find that what is known is gone. */
    void putBack(int cause) {
        putBackMisplaced(cause);
        for (int node = difference.nextRelative(); node >= 0; node = difference.nextRelative()) {
            int place = difference.placeOf(node);
            int length = index.copyName(place, name);
            dirty.putBack(index.parent(place), name, length);
        }
    }

    private void putBackMisplaced(int cause) {
        cycle.subtrees().follow(dirty);
        Marks misplaced = dirty.takeMisplaced();
        if (misplaced.isEverything()) {
            dirty.putBack(misplaced);
        }
        for (int i = 0; i < misplaced.directories(); i++) {
            if (isPlaced(misplaced.directoryAt(i))) {
                dirty.putBack(misplaced.directoryAt(i), misplaced.levelAt(i), cause);
            }
        }
        dirty.giveBack(misplaced);
    }

    /** Inspects the misplaced directories where they are now; returns whether others may have been found by that. */
    private boolean inspectMisplaced() {
        Marks misplaced = dirty.takeMisplaced();
        if (misplaced.isEverything()) {
            dirty.putBack(misplaced); // too many
        }
        for (int i = 0; i < misplaced.directories(); i++) {
            if (isPlaced(misplaced.directoryAt(i))) {
                inspectSelf(misplaced.directoryAt(i)); // if its parent is misplaced too, that comes in the next portion
            }
        }
        boolean foundMore = dirty.isAnyMisplaced();
        for (int i = 0; i < misplaced.directories(); i++) {
            int directory = misplaced.directoryAt(i);
            if (isPlaced(directory) && isInspected(directory, misplaced.levelAt(i))) {
                foundMore = true;
            } else {
                dirty.misplaced(directory, misplaced.levelAt(i)); // one that is gone may be found yet
            }
        }
        dirty.giveBack(misplaced);
        return foundMore;
    }

    /** Inspects a directory where it is now; returns whether it is there, or has been left to another time. */
    private boolean isInspected(int directory, int level) {
        int result = cycle.handles().open(directory);
        if (result >= 0) {
            places.inspectWhole(directory, level, Causes.EVENT);
        } else if (!CrawlCycle.isElsewhere(result)) { // it is inspected when that one can be opened
            watches.degrade(cycle.handles().obstacle(), context.scanner(), Marks.SUBTREE);
        }
        return !CrawlCycle.isElsewhere(result);
    }

    /** Whether neither a directory nor one above it is gone. */
    private boolean isPlaced(int directory) {
        if (!index.isDirectory(directory)) {
            return false;
        }
        int root = directory;
        for (int node = directory; node >= 0; node = index.parent(difference.placeOf(node))) {
            if (difference.isGone(node)) {
                return false;
            }
            root = node;
        }
        return !context.roots().isAbsent(root);
    }

    /** Of files that have lost a name under which they were held back. */
    private void inspectOtherNames() {
        Settling settling = context.settling();
        for (long identity = settling.nextLost(); identity != 0; identity = settling.nextLost()) {
            difference.nameLost(identity);
        }
    }

    /** Directory by directory, because beginning with one costs what the directory has entries. */
    private void inspectRelatives() {
        for (long[] nodes = relatives(); nodes.length > 0; nodes = relatives()) {
            Arrays.sort(nodes);
            for (long node : nodes) {
                context.checkCancelled();
                inspectSelf((int) node);
            }
        }
    }

    private void inspectSelf(int node) {
        places.inspectSelf(node, false, Walk.shallow(Causes.EVENT, true));
    }

    /** The node of each in the lower half, its directory in the upper. */
    private long[] relatives() {
        LongStream.Builder nodes = LongStream.builder();
        for (int node = difference.nextRelative(); node >= 0; node = difference.nextRelative()) {
            nodes.add((long) index.parent(difference.placeOf(node)) << Integer.SIZE | node);
        }
        return nodes.build().toArray();
    }
}
