package io.github.fswire.crawl;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
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
    private static final int MAX_PASSES = 8;
    private static final long[] NONE = {};

    private final CrawlContext context;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final Difference difference;
    private final CrawlCycle cycle;
    private final Misplaced misplaced;
    private final PlaceInspector places;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    FollowUps(CrawlContext context, CrawlCycle cycle, PlaceInspector places) {
        this.context = context;
        this.index = context.index();
        this.watches = context.watches();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.misplaced = cycle.misplaced();
        this.places = places;
    }

    /** Inspects it; what moves faster than that is left to the next cycle. */
    void inspect() {
        boolean more = true;
        for (int pass = 0; pass < MAX_PASSES && more; pass++) {
            cycle.subtrees().follow(misplaced);
            more = inspectMisplaced();
            inspectOtherNames();
            inspectRelatives();
        }
        leaveMisplaced(Causes.EVENT);
    }

    /** Leaves all of it to the next cycle: only then what is known can be found to be gone. */
    void leave(int cause) {
        leaveMisplaced(cause);
        for (int node = difference.nextRelative(); node >= 0; node = difference.nextRelative()) {
            int place = difference.placeOf(node);
            int length = index.copyName(place, name);
            cycle.leave(index.parent(place), name, length);
        }
    }

    /** A directory that moves faster than it can be inspected, or was found at the very end: the next cycle tries again. */
    private void leaveMisplaced(int cause) {
        cycle.subtrees().follow(misplaced);
        for (int i = 0; i < misplaced.size(); i++) {
            if (misplaced.isWaiting(i)) {
                cycle.leave(misplaced.directory(i), misplaced.level(i), cause);
            }
        }
    }

    /** Inspects the misplaced directories where they are now; returns whether others may have been found by that. */
    private boolean inspectMisplaced() {
        int end = misplaced.size();
        boolean inspectedAny = false;
        for (int i = 0; i < end; i++) {
            if (misplaced.isWaiting(i)) {
                inspectSelf(misplaced.directory(i)); // if its parent is misplaced too, that comes in the next pass
            }
        }
        for (int i = 0; i < end; i++) {
            inspectedAny |= misplaced.isWaiting(i) && inspectMisplaced(i);
        }
        return inspectedAny || misplaced.size() > end;
    }

    /** Returns whether it could be opened. */
    private boolean inspectMisplaced(int position) {
        int directory = misplaced.directory(position);
        int result = cycle.handles().open(directory);
        if (result >= 0) {
            int level = misplaced.level(position);
            misplaced.done(position);
            places.inspectWhole(directory, level, Causes.EVENT);
        } else if (!CrawlCycle.isElsewhere(result)) {
            misplaced.done(position); // it is inspected when that one can be opened
            watches.degrade(cycle.handles().obstacle(), context.scanner(), Marks.SUBTREE);
        }
        return result >= 0;
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
        int node = difference.nextRelative();
        if (node < 0) {
            return NONE;
        }
        LongStream.Builder nodes = LongStream.builder();
        for (; node >= 0; node = difference.nextRelative()) {
            nodes.add((long) index.parent(difference.placeOf(node)) << Integer.SIZE | node);
        }
        return nodes.build().toArray();
    }
}
