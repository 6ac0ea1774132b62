package io.github.fswire.crawl;

import io.github.fswire.tree.Difference;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.TreeIndex;
import java.util.BitSet;

/**
 * Finds out of many directories whether they are somewhere in the tree. What it has found of a directory counts for those below it as
 * well, so that a chain of directories does not cost its length for each of them. Owned by the engine thread.
 */
final class Placements {
    private final TreeIndex index;
    private final Difference difference;
    private final Roots roots;
    private final BitSet placed = new BitSet();
    private final BitSet missing = new BitSet();
    private final IntList way = new IntList();

    Placements(TreeIndex index, Difference difference, Roots roots) {
        this.index = index;
        this.difference = difference;
        this.roots = roots;
    }

    /** Begins anew: what was found before does not count any more. */
    void begin() {
        placed.clear();
        missing.clear();
    }

    /** Whether neither a directory nor one above it is known to be gone. */
    boolean isPlaced(int directory) {
        if (!index.isDirectory(directory)) {
            return false;
        }
        int node = directory;
        while (!isKnown(node)) {
            way.add(node);
            int above = index.parent(difference.placeOf(node));
            if (above < 0) {
                (roots.isAbsent(node) ? missing : placed).set(node);
            } else {
                node = above;
            }
        }
        boolean found = placed.get(node);
        while (!way.isEmpty()) {
            (found ? placed : missing).set(way.pop());
        }
        return found;
    }

    private boolean isKnown(int node) {
        if (difference.isGone(node)) {
            placed.clear(node);
            missing.set(node);
        }
        return placed.get(node) || missing.get(node);
    }
}
