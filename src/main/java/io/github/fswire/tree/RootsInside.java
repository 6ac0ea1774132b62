package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds roots whose paths lead through other roots. Searches for them at the first call. Owned by one thread. */
final class RootsInside {
    private final TreeIndex index;
    private @Nullable IntList inside;

    RootsInside(TreeIndex index) {
        this.index = index;
    }

    /** Those below a directory. */
    IntList of(int directory) {
        IntList found = new IntList();
        IntList all = all();
        NativeName path = all.isEmpty() ? null : index.path(directory);
        for (int i = 0; i < all.size() && path != null; i++) {
            if (all.get(i) != directory && isInside(index.rootPath(all.get(i)), path)) {
                found.add(all.get(i));
            }
        }
        return found;
    }

    /** The directories above a root that are new or move in this cycle, and new roots, from above. */
    Above above(int root) {
        return new Above(root);
    }

    /** They are found one after the other, because where the next one is depends on where the last one was placed. */
    final class Above {
        private final NativeName path;
        private final byte[] bytes;
        private int nextRoot;
        private int directory = TreeIndex.NONE; // on the way from the last root
        private int start; // of the next name on this way
        private byte @Nullable [] placed; // the name of what was handed out last

        private Above(int root) {
            path = index.rootPath(root);
            bytes = path.toBytes();
            nextRoot = contains(root) ? 0 : index.rootCount();
        }

        /** The next one, after the last one was placed; or -1. */
        int next() {
            if (placed != null) {
                directory = named(directory, placed, 0); // another node if it has moved there
                placed = null;
            }
            while (directory != TreeIndex.NONE && start < bytes.length) {
                byte[] name = nextName();
                int pending = named(directory, name, CycleFlags.PENDING);
                if (pending != TreeIndex.NONE) {
                    placed = name;
                    return pending;
                }
                directory = named(directory, name, 0);
            }
            while (nextRoot < index.rootCount()) {
                int other = index.root(nextRoot++);
                NativeName above = index.rootPath(other);
                if (isInside(path, above)) {
                    directory = other;
                    start = above.byteAt(above.length() - 1) == '/' ? above.length() : above.length() + 1;
                    return other;
                }
            }
            return TreeIndex.NONE;
        }

        private byte[] nextName() {
            int end = start;
            while (end < bytes.length && bytes[end] != '/') {
                end++;
            }
            byte[] name = Arrays.copyOfRange(bytes, start, end);
            start = end + 1;
            return name;
        }
    }

    /** The child that has that name and of these flags the given one, or none of them; or -1. */
    private int named(int directory, byte[] name, int flag) {
        int hidden = CycleFlags.PENDING | CycleFlags.REMOVED;
        boolean leads = index.type(directory) == EntryStat.DIRECTORY;
        int child = index.named(leads ? index.firstChild(directory) : TreeIndex.NONE, name, name.length);
        while (child != TreeIndex.NONE
                && (flag == 0
                        ? index.has(child, hidden)
                        : !index.has(child, flag) || index.has(child, CycleFlags.REMOVED))) {
            child = index.named(index.next(child), name, name.length);
        }
        return child;
    }

    private boolean contains(int root) {
        IntList all = all();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == root) {
                return true;
            }
        }
        return false;
    }

    private IntList all() {
        IntList found = inside;
        if (found == null) {
            found = find();
            inside = found;
        }
        return found;
    }

    private IntList find() {
        IntList found = new IntList();
        Set<NativeName> paths = new HashSet<>();
        for (int r = 0; r < index.rootCount(); r++) {
            paths.add(index.rootPathAt(r));
        }
        for (int r = 0; r < index.rootCount() && paths.size() > 1; r++) {
            NativeName path = index.rootPathAt(r);
            NativeName above = path.parent();
            while (above.length() < path.length() && !paths.contains(above)) {
                path = above;
                above = path.parent();
            }
            if (above.length() < path.length()) {
                found.add(index.root(r));
            }
        }
        return found;
    }

    private static boolean isInside(NativeName path, NativeName directory) {
        return path.length() > directory.length() && path.isWithin(directory);
    }
}
