package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;

/** The names of nodes: which bytes of the {@link NameArena} are whose. Owned by one thread. */
final class NodeNames {
    private final NodeTable nodes;
    private NameArena arena = new NameArena();

    NodeNames(NodeTable nodes) {
        this.nodes = nodes;
    }

    /** Gives a node a name. */
    void set(int node, byte[] name, int length) {
        nodes.name(node, arena.add(name, length));
    }

    /** A node has no name any more. */
    void remove(int node) {
        arena.remove(nodes.name(node));
    }

    /** Exchanges the names of two nodes. */
    void exchange(int one, int other) {
        int name = nodes.name(one);
        nodes.name(one, nodes.name(other));
        nodes.name(other, name);
    }

    int length(int node) {
        return arena.length(nodes.name(node));
    }

    int copy(int node, byte[] target, int offset) {
        return arena.copy(nodes.name(node), target, offset);
    }

    boolean is(int node, byte[] name, int length) {
        return arena.matches(nodes.name(node), name, length);
    }

    int hash(int node) {
        return arena.hash(nodes.name(node));
    }

    /** Gives memory of removed names back when there is much of it. */
    void compact() {
        if (arena.wasteful()) {
            NameArena compact = new NameArena();
            byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
            for (int node = 0; node < nodes.limit(); node++) {
                if (!nodes.isFree(node) && nodes.parent(node) != TreeIndex.NONE) {
                    int length = copy(node, name, 0);
                    nodes.name(node, compact.add(name, length));
                }
            }
            arena = compact;
        }
    }

    long bytes() {
        return arena.bytes();
    }
}
