package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.TreeIndex;
import java.util.Set;

/** Roots inside other ones, with which they are watched as soon as they are found there. Owned by the engine thread. */
final class InnerRoots {
    private final TreeIndex index;
    private final Pending pending;
    private final EntryFilter filter;
    private final Set<Integer> partial;
    private final IntList inside = new IntList(); // not found in the other one yet

    /** In roots of {@code partial} only single entries count. */
    InnerRoots(TreeIndex index, Pending pending, EntryFilter filter, Set<Integer> partial) {
        this.index = index;
        this.pending = pending;
        this.filter = filter;
        this.partial = partial;
    }

    /** Whether a root contains a directory, if it is there: nothing between them is excluded. */
    boolean covers(int root, NativeName directory) {
        NativeName path = index.rootPath(root);
        return directory.isWithin(path) && filter.reaches(path, directory, EntryStat.DIRECTORY);
    }

    /** Collects the roots that are inside another one; all of them have to be found there again. */
    void find() {
        inside.clear();
        for (int r = 0; r < index.rootCount(); r++) {
            for (int s = 0; s < index.rootCount(); s++) {
                find(index.root(r), index.root(s));
            }
        }
    }

    /** The same after a root was added, which costs less. */
    void find(int added) {
        for (int r = 0; r < index.rootCount(); r++) {
            find(index.root(r), added);
            find(added, index.root(r));
        }
    }

    private void find(int root, int around) {
        if (root != around && covers(around, index.rootPath(root)) && !partial.contains(around) && !contains(root)) {
            inside.add(root);
            pending.putBack(root, new byte[0], 0); // it may be gone
        }
    }

    /** Whether a root is inside another one and has not been found there. */
    boolean contains(int root) {
        for (int i = 0; i < inside.size(); i++) {
            if (inside.get(i) == root) {
                return true;
            }
        }
        return false;
    }

    /** It was found. */
    void remove(int root) {
        inside.remove(root);
    }

    boolean isEmpty() {
        return inside.isEmpty();
    }

    int size() {
        return inside.size();
    }

    int get(int position) {
        return inside.get(position);
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

    /** Whether there is a root below a path, or at it. */
    boolean isAnyWithin(NativeName path) {
        for (int r = 0; r < index.rootCount(); r++) {
            if (index.rootPath(index.root(r)).isWithin(path)) {
                return true;
            }
        }
        return false;
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
