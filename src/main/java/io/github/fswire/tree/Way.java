package io.github.fswire.tree;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The way from a root down to the node that was asked about last. Whoever asks about one node after the other mostly asks about
 * neighbours: then only the part of the way that differs is walked, and a deep tree costs what a flat one does.
 *
 * <p>Owned by one thread.
 */
final class Way {
    private static final int NONE = TreeIndex.NONE;

    private final IntUnaryOperator parentOf;
    private final IntList nodes = new IntList(); // from the root
    private long[] contained = new long[1]; // bits of these nodes; a BitSet would search its last word at each removal
    private final IntList missing = new IntList(); // nodes, from below

    /** {@code parentOf} is the parent of a node, -1 of a root. */
    Way(IntUnaryOperator parentOf) {
        this.parentOf = parentOf;
    }

    /** Leads to a node from now on. Returns how many nodes of the way before are still on it. */
    int leadTo(int node) {
        int at = node;
        while (at != NONE && !contains(at)) {
            missing.add(at);
            at = parentOf.applyAsInt(at);
        }
        endAt(at);
        int kept = nodes.size();
        while (!missing.isEmpty()) {
            int next = missing.pop();
            nodes.add(next);
            put(next);
        }
        return kept;
    }

    /** A node gets another parent. Returns how many nodes are still on the way. */
    int forget(int node) {
        if (contains(node)) {
            endAt(node);
            removeLast();
        }
        return nodes.size();
    }

    /** Forgets all nodes. */
    void clear() {
        endAt(NONE);
    }

    /** Whether a node is on the way. */
    boolean contains(int node) {
        int word = node >> 6;
        return word < contained.length && (contained[word] & 1L << node) != 0;
    }

    /** Number of nodes on the way. */
    int size() {
        return nodes.size();
    }

    /** A node on the way; the first one is the root. */
    int get(int position) {
        return nodes.get(position);
    }

    private void endAt(int node) {
        while (!nodes.isEmpty() && nodes.get(nodes.size() - 1) != node) {
            removeLast();
        }
    }

    private void put(int node) {
        int word = node >> 6;
        if (word >= contained.length) {
            contained = Arrays.copyOf(contained, word + word / 2 + 1);
        }
        contained[word] |= 1L << node;
    }

    private void removeLast() {
        int node = nodes.pop();
        contained[node >> 6] &= ~(1L << node);
    }
}
