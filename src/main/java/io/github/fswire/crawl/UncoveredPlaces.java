package io.github.fswire.crawl;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.tree.TreeIndex;
import java.util.Arrays;
import java.util.BitSet;

/** Finds the pending directories that no pending subtree covers. Owned by the engine thread. */
final class UncoveredPlaces {
    private final TreeIndex index;

    UncoveredPlaces(TreeIndex index) {
        this.index = index;
    }

    /** Positions in {@code places}, in its order, without nodes that are no directories any more. */
    int[] of(PendingPlaces places) {
        BitSet inside = subtrees(places);
        BitSet outside = new BitSet();
        int[] positions = new int[places.directories()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            int directory = places.directoryAt(i);
            if (index.isDirectory(directory) && !isBelow(directory, inside, outside)) {
                positions[count++] = i;
            }
        }
        return count == positions.length ? positions : Arrays.copyOf(positions, count);
    }

    private static BitSet subtrees(PendingPlaces places) {
        BitSet subtrees = new BitSet();
        for (int i = 0; i < places.directories(); i++) {
            if (places.levelAt(i) == PendingPlaces.SUBTREE) {
                subtrees.set(places.directoryAt(i));
            }
        }
        return subtrees;
    }

    /** Whether a directory is below one in {@code inside}; what is on the way is added to one of the sets. */
    private boolean isBelow(int dir, BitSet inside, BitSet outside) {
        if (inside.isEmpty()) {
            return false;
        }
        int known = index.parent(dir);
        while (known >= 0 && !inside.get(known) && !outside.get(known)) {
            known = index.parent(known);
        }
        boolean below = known >= 0 && inside.get(known);
        for (int node = index.parent(dir); node != known; node = index.parent(node)) {
            (below ? inside : outside).set(node);
        }
        return below;
    }
}
