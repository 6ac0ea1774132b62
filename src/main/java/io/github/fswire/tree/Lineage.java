package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;
import java.util.Arrays;

/** The nodes above the node that was asked about last, and its path. Owned by one thread. */
final class Lineage {
    private final NodeTable nodes;
    private final NodeNames names;
    private final RootList roots;
    private final Way way;
    private final IntList ends = new IntList(); // in bytes, of the paths of the first nodes on the way
    private byte[] bytes = new byte[1 << 8];

    Lineage(NodeTable nodes, NodeNames names, RootList roots) {
        this.nodes = nodes;
        this.names = names;
        this.roots = roots;
        this.way = new Way(nodes::parent);
    }

    /** The absolute path of a node. */
    NativeName path(int node) {
        leadTo(node);
        while (ends.size() < way.size()) {
            append(way.get(ends.size()));
        }
        return NativeName.of(bytes, 0, end());
    }

    /** The root above a node, or the node itself if it is one. */
    int root(int node) {
        leadTo(node);
        return way.get(0);
    }

    /** Whether a node is another one, or below it. */
    boolean isWithin(int node, int directory) {
        leadTo(node);
        return way.contains(directory);
    }

    /** A node gets another name or parent, or leaves the tree. */
    void forget(int node) {
        keep(way.forget(node));
    }

    private void leadTo(int node) {
        keep(way.leadTo(node));
    }

    private void keep(int count) {
        while (ends.size() > count) {
            ends.pop();
        }
    }

    private int end() {
        return ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
    }

    private void append(int node) {
        int end = end();
        if (nodes.parent(node) == TreeIndex.NONE) {
            NativeName root = roots.path(node);
            reserve(root.length());
            end = root.copyTo(bytes, 0);
        } else {
            reserve(end + 1 + names.length(node));
            if (bytes[end - 1] != '/') { // as the root directory has, or a drive
                bytes[end++] = '/';
            }
            end += names.copy(node, bytes, end);
        }
        ends.add(end);
    }

    private void reserve(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
    }
}
