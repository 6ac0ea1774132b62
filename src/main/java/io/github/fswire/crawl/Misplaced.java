package io.github.fswire.crawl;

import io.github.fswire.tree.Difference;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.util.function.IntPredicate;

/** Directories that were not found where the index has them, and what was to be done there. Owned by the engine thread. */
final class Misplaced {
    private static final int LOOKED_AT = 0; // instead of a level of Marks

    private final TreeIndex index;
    private final Difference difference;
    private final IntPredicate isAbsent;
    private final IntList directories = new IntList();
    private final IntList levels = new IntList();

    /** {@code isAbsent} tells whether a root is known to be absent. */
    Misplaced(TreeIndex index, Difference difference, IntPredicate isAbsent) {
        this.index = index;
        this.difference = difference;
        this.isAbsent = isAbsent;
    }

    /** Adds a directory at which a mark of this level could not be inspected. */
    void add(int directory, int level) {
        directories.add(directory);
        levels.add(level);
    }

    int size() {
        return directories.size();
    }

    int directory(int position) {
        return directories.get(position);
    }

    /** The level with which to inspect it: at least its listing. */
    int level(int position) {
        return Math.max(levels.get(position), Marks.LISTING);
    }

    /** It has been inspected. */
    void done(int position) {
        levels.set(position, LOOKED_AT);
    }

    /** Whether it is still to be inspected, and neither it nor a directory above it is gone. */
    boolean isWaiting(int position) {
        return levels.get(position) != LOOKED_AT && isPlaced(directories.get(position));
    }

    void clear() {
        directories.clear();
        levels.clear();
    }

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
        return !isAbsent.test(root);
    }
}
