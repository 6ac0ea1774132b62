package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.tree.TreeIndex;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * The subtrees that are to be inspected as a whole in this cycle, and the directories that have left them.
 *
 * <p>A pending subtree swallows the places below it. If the subtree could not be inspected, it is degraded and the swallowed
 * places wait with it. A directory that has left the subtree is not inspected with it, neither now nor later, and its own
 * places are gone: so everything in that directory is inspected at its new place.
 *
 * <p>Owned by the engine thread.
 */
final class Subtrees {
    private final TreeIndex index;
    private final IntPredicate isOwed;
    private final BitSet entered = new BitSet();
    private final BitSet moved = new BitSet();

    /** {@code isOwed} returns whether a directory waits for an inspection of everything below it. */
    Subtrees(TreeIndex index, IntPredicate isOwed) {
        this.index = index;
        this.isOwed = isOwed;
    }

    /** Everything in a directory is inspected, or noted to be inspected when that is possible. */
    void enter(int directory) {
        entered.set(directory);
    }

    /** Whether {@link #enter} was called for a directory in this cycle. */
    boolean isEntered(int directory) {
        return entered.get(directory);
    }

    /** A known directory was found at another place. */
    void moved(int directory) {
        moved.set(directory);
    }

    /** The directories that have left a subtree are inspected where they are now. */
    void follow(Pending pending) {
        for (int dir = moved.nextSetBit(0); dir >= 0; dir = moved.nextSetBit(dir + 1)) {
            if (entered.get(dir)) {
                moved.clear(dir);
            } else if (wasInside(dir)) {
                moved.clear(dir);
                pending.misplaced(dir, PendingPlaces.SUBTREE);
            }
        }
    }

    /** During a cycle the index still has every directory at its old place. */
    private boolean wasInside(int dir) {
        int node = index.parent(dir);
        while (node >= 0 && !entered.get(node) && !isOwed.test(node)) {
            node = index.parent(node);
        }
        return node >= 0;
    }

    void clear() {
        entered.clear();
        moved.clear();
    }
}
