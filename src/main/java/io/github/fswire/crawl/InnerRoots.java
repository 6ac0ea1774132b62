package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;
import java.util.Set;

/** Roots that are watched with another one around them. Owned by the engine thread. */
final class InnerRoots {
    private final TreeIndex index;
    private final Pending pending;
    private final Set<Integer> partial;

    /** In roots of {@code partial} only single entries count. */
    InnerRoots(TreeIndex index, Pending pending, Set<Integer> partial) {
        this.index = index;
        this.pending = pending;
        this.partial = partial;
    }

    /** The innermost root of the index at a path or above it, unless only single entries of it count; or -1. */
    int around(NativeName path) {
        int innermost = -1;
        for (int r = 0; r < index.rootCount(); r++) {
            int root = index.root(r);
            boolean inner = innermost < 0
                    || index.rootPath(root).length() > index.rootPath(innermost).length();
            if (inner && !partial.contains(root) && path.isWithin(index.rootPath(root))) {
                innermost = root;
            }
        }
        return innermost;
    }

    /** Has everything inspected that may count for other reasons now, because a path has become a root or is none any more. */
    void inspect(int around, NativeName path) {
        NativeName top = index.rootPath(around);
        for (NativeName place = path; place.length() > top.length(); place = place.parent()) {
            inspect(index.find(around, place), place.equals(path) ? PendingPlaces.SUBTREE : PendingPlaces.LISTING);
        }
        inspect(around, PendingPlaces.LISTING);
    }

    private void inspect(int node, int level) {
        if (index.isDirectory(node)) {
            pending.putBack(node, level, Causes.EVENT);
        }
    }
}
