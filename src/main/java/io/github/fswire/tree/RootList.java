package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.NativeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The roots of an index in the order in which they were added, and their paths. Owned by one thread. */
final class RootList {
    private final IntList nodes = new IntList();
    private final List<NativeName> paths = new ArrayList<>(); // in the order of nodes
    private final Map<Integer, NativeName> pathOf = new HashMap<>(); // by node

    void add(int node, NativeName path) {
        nodes.add(node);
        paths.add(path);
        pathOf.put(node, path);
    }

    void remove(int node) {
        int position = 0;
        while (position < nodes.size() && nodes.get(position) != node) {
            position++;
        }
        if (position == nodes.size()) {
            throw Checks.broken("node " + node + " is no root");
        }
        nodes.remove(node);
        paths.remove(position);
        pathOf.remove(node);
    }

    int size() {
        return nodes.size();
    }

    int get(int position) {
        return nodes.get(position);
    }

    /** The path of the root at a position, without a lookup. */
    NativeName pathAt(int position) {
        return paths.get(position);
    }

    NativeName path(int root) {
        return Objects.requireNonNull(pathOf.get(root));
    }
}
