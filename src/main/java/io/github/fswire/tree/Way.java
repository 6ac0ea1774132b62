package io.github.fswire.tree;

import java.util.BitSet;
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
    private final BitSet contained = new BitSet(); // the same nodes
    private final IntList missing = new IntList(); // nodes, from below

    /** {@code parentOf} is the parent of a node, -1 of a root. */
    Way(IntUnaryOperator parentOf) {
        this.parentOf = parentOf;
    }

    /** Leads to a node from now on. Returns how many nodes of the way before are still on it. */
    int leadTo(int node) {
        int at = node;
        while (at != NONE && !contained.get(at)) {
            missing.add(at);
            at = parentOf.applyAsInt(at);
        }
        endAt(at);
        int kept = nodes.size();
        while (!missing.isEmpty()) {
            int next = missing.pop();
            nodes.add(next);
            contained.set(next);
        }
        return kept;
    }

    /** A node gets another parent. Returns how many nodes are still on the way. */
    int forget(int node) {
        if (contained.get(node)) {
            endAt(node);
            contained.clear(nodes.pop());
        }
        return nodes.size();
    }

    /** Forgets all nodes. */
    void clear() {
        endAt(NONE);
    }

    /** Whether a node is on the way. */
    boolean contains(int node) {
        return contained.get(node);
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
            contained.clear(nodes.pop());
        }
    }
}
