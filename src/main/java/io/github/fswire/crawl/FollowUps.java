package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Inspects what a cycle has come upon: directories that are not where the index has them, and other names of changed files.
 *
 * <p>A pending place may be in a directory that was moved or removed meanwhile. Then the directory's own entry is inspected,
 * and its places wait until the other places have been inspected: by then the directory has been found at its new place, or
 * it is gone.
 *
 * <p>Owned by the engine thread.
 */
final class FollowUps {
    private static final int MAX_PORTIONS = 8;
    private static final long[] NONE = {};

    private final CrawlContext context;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final Difference difference;
    private final CrawlCycle cycle;
    private final Pending pending;
    private final PlaceInspector inspector;
    private final Placements placements;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    FollowUps(CrawlContext context, CrawlCycle cycle, PlaceInspector inspector) {
        this.context = context;
        this.index = context.index();
        this.watches = context.watches();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.pending = context.pending();
        this.inspector = inspector;
        this.placements = new Placements(index, difference, context.roots());
    }

    /** Inspects them, and those that this comes upon; entries that move faster than that are put back. */
    void inspect() {
        boolean more = true;
        for (int portion = 0; portion < MAX_PORTIONS && more; portion++) {
            cycle.subtrees().follow(pending);
            more = inspectMisplaced();
            inspectOtherNames();
            inspectRelatives();
        }
        putBackMisplaced(Causes.EVENT);
    }

    /** Puts all of them back: only a later cycle can find that a known entry is gone. */
    void putBack(int cause) {
        putBackMisplaced(cause);
        for (int node = difference.nextRelative(); node >= 0; node = difference.nextRelative()) {
            int place = difference.placeOf(node);
            int length = index.copyName(place, name);
            pending.putBack(index.parent(place), name, length);
        }
    }

    private void putBackMisplaced(int cause) {
        cycle.subtrees().follow(pending);
        PendingPlaces misplaced = pending.takeMisplaced();
        if (misplaced.isEverything()) {
            pending.putBack(misplaced);
        }
        placements.begin();
        for (int i = 0; i < misplaced.directories(); i++) {
            if (placements.isPlaced(misplaced.directoryAt(i))) {
                pending.putBack(misplaced.directoryAt(i), misplaced.levelAt(i), cause);
            }
        }
        pending.giveBack(misplaced);
    }

    /** Inspects the misplaced directories where they are now; returns whether others may have been found by that. */
    private boolean inspectMisplaced() {
        PendingPlaces misplaced = pending.takeMisplaced();
        if (misplaced.isEverything()) {
            pending.putBack(misplaced); // too many
        }
        placements.begin();
        for (int i = 0; i < misplaced.directories(); i++) {
            if (placements.isPlaced(misplaced.directoryAt(i))) {
                inspectSelf(misplaced.directoryAt(i)); // if its parent is misplaced too, that comes in the next portion
            }
        }
        boolean foundMore = pending.isAnyMisplaced();
        placements.begin();
        for (int i = 0; i < misplaced.directories(); i++) {
            int directory = misplaced.directoryAt(i);
            if (placements.isPlaced(directory) && isInspected(directory, misplaced.levelAt(i))) {
                foundMore = true;
            } else {
                pending.misplaced(directory, misplaced.levelAt(i)); // one that is gone may be found yet
            }
        }
        pending.giveBack(misplaced);
        return foundMore;
    }

    /** Inspects a directory where it is now; returns whether it is there, or has been left to another time. */
    private boolean isInspected(int directory, int level) {
        int result = cycle.handles().open(directory);
        if (result >= 0) {
            inspector.inspectWhole(directory, level, Causes.EVENT);
        } else if (!CrawlCycle.isElsewhere(result)) { // it is inspected when that one can be opened
            watches.degrade(cycle.handles().obstacle(), context.scanner(), PendingPlaces.SUBTREE);
        }
        return !CrawlCycle.isElsewhere(result);
    }

    /** Of files that have lost a name under which they were held back. */
    private void inspectOtherNames() {
        Settling settling = context.settling();
        for (long identity = settling.nextLost(); identity != 0; identity = settling.nextLost()) {
            watches.files().miss(identity);
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
        inspector.inspectSelf(node, false, Walk.shallow(Causes.EVENT, true));
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
