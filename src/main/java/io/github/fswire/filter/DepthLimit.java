package io.github.fswire.filter;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.TreeIndex;

/**
 * How many levels below a root count. A root inside another one begins to count anew. Owned by the engine thread.
 *
 * @param levels 1 if only the entries directly in a root count
 * @param roots from which levels are counted, besides those of the index
 */
record DepthLimit(int levels, GivenRoots roots) {
    /** Whether a directory is on the last level, so that its entries do not count. */
    boolean isLast(TreeIndex index, int directory) {
        boolean inside = roots.isAnyInside();
        NativeName path = inside ? index.path(directory) : null;
        int node = directory;
        for (int i = 0; i < levels; i++) {
            if (index.parent(node) < 0 || path != null && roots.isRoot(path)) {
                return false;
            }
            node = index.parent(node);
            path = path == null ? null : path.parent();
        }
        return true;
    }

    /** The same by the path of a directory in a root. */
    boolean isLast(NativeName root, NativeName directory) {
        NativeName path = directory;
        for (int i = 0; i < levels; i++) {
            if (path.length() <= root.length() || roots.isRoot(path)) {
                return false;
            }
            path = path.parent();
        }
        return true;
    }
}
