package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.Arrays;

/** Which node a path leads to. Owned by one thread. */
final class TreePaths {
    private final TreeIndex index;
    private final NodeNames names;
    private final LargeDirectories large;

    TreePaths(TreeIndex index, NodeNames names) {
        this.index = index;
        this.names = names;
        this.large = index.nodes().large();
    }

    /** The node under a path below a root, or -1. */
    int find(int root, NativeName path) {
        byte[] bytes = path.toBytes();
        NativeName above = index.rootPath(root);
        int start = endsWithSlash(above) ? above.length() : above.length() + 1;
        int node = path.isWithin(above) ? root : TreeIndex.NONE;
        while (node != TreeIndex.NONE && start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != '/') {
                end++;
            }
            byte[] name = Arrays.copyOfRange(bytes, start, end);
            node = child(node, name, name.length);
            start = end + 1;
        }
        return node;
    }

    /** As the root directory does, or a drive. */
    private static boolean endsWithSlash(NativeName root) {
        return root.byteAt(root.length() - 1) == '/';
    }

    /** The child of that name of a directory, or -1. */
    int child(int directory, byte[] name, int length) {
        if (index.type(directory) != EntryStat.DIRECTORY) {
            return TreeIndex.NONE;
        }
        NameTable kept = large.of(directory);
        if (kept != null) {
            return kept.find(name, length, false);
        }
        int child = index.firstChild(directory);
        for (int met = 0; child != TreeIndex.NONE && !names.is(child, name, length); met++) {
            if (met == LargeDirectories.LARGE) {
                return build(directory).find(name, length, false);
            }
            child = index.next(child);
        }
        return child;
    }

    private NameTable build(int directory) {
        NameTable made = new NameTable(names, index.prints());
        for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = index.next(child)) {
            made.add(child);
        }
        large.keep(directory, made);
        return made;
    }

    /** The first of that name from a child on, or -1: during a cycle several may have it. */
    int named(int first, byte[] name, int length) {
        int child = first;
        while (child != TreeIndex.NONE && !names.is(child, name, length)) {
            child = index.next(child);
        }
        return child;
    }
}
