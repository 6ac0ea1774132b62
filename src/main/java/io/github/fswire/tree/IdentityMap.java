package io.github.fswire.tree;

import java.util.Arrays;

/**
 * Finds nodes by identity; several nodes may have the same one (hard links).
 *
 * <p>Open addressing with linear probing over node numbers, one for each identity; the identities stay in the {@link NodeTable}.
 * Removal shifts back what follows, so there are no tombstones. The capacity grows by a third at a load of 85 %, which costs 4.7
 * to 6.3 bytes a node. Nodes of one identity form a ring, for which there is memory only if there are such nodes: adding and
 * removing one of them costs the same however many they are. Owned by one thread.
 */
final class IdentityMap {
    private static final int EMPTY = 0; // node numbers are stored plus one

    private final NodeTable nodes;
    private int[] slots = new int[64];
    private int size;
    private int[] after = {}; // by node: the next of its ring; EMPTY if it is alone
    private int[] before = {};

    IdentityMap(NodeTable nodes) {
        this.nodes = nodes;
    }

    /** Adds a node under its present identity, which must not be 0. */
    void add(int node) {
        int slot = slot(nodes.identity(node));
        if (slots[slot] != EMPTY) {
            addToRing(slots[slot] - 1, node);
            return;
        }
        if ((size + 1) * 100L > slots.length * 85L) {
            grow();
            slot = slot(nodes.identity(node));
        }
        slots[slot] = node + 1;
        size++;
    }

    /** Removes a node that is here under its present identity. */
    void remove(int node) {
        int slot = slot(nodes.identity(node));
        int next = next(node);
        if (slots[slot] == EMPTY || next < 0 && slots[slot] != node + 1) {
            throw new IllegalStateException("node " + node + " is not in the map");
        }
        if (next >= 0) {
            removeFromRing(node);
            slots[slot] = next + 1;
        } else {
            clear(slot);
        }
    }

    /** A node of that identity, or -1. */
    int first(long identity) {
        return slots[slot(identity)] - 1;
    }

    /** Another node of the same identity, all of them in turn until the first one comes again; -1 if there is no other. */
    int next(int node) {
        return node < after.length ? after[node] - 1 : -1;
    }

    private void addToRing(int present, int node) {
        int largest = Math.max(present, node);
        if (largest >= after.length) {
            int capacity = largest + largest / 4 + 64;
            after = Arrays.copyOf(after, capacity);
            before = Arrays.copyOf(before, capacity);
        }
        int next = after[present] == EMPTY ? present : after[present] - 1;
        after[present] = node + 1;
        before[node] = present + 1;
        after[node] = next + 1;
        before[next] = node + 1;
    }

    private void removeFromRing(int node) {
        int next = after[node] - 1;
        int previous = before[node] - 1;
        boolean alone = next == previous;
        after[previous] = alone ? EMPTY : next + 1;
        before[next] = alone ? EMPTY : previous + 1;
        after[node] = EMPTY;
        before[node] = EMPTY;
    }

    private void clear(int cleared) {
        size--;
        int gap = cleared;
        int slot = cleared;
        while (true) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
            if (slots[slot] == EMPTY) {
                slots[gap] = EMPTY;
                return;
            }
            int home = home(nodes.identity(slots[slot] - 1));
            boolean mayFillGap = gap <= slot ? home <= gap || home > slot : home <= gap && home > slot;
            if (mayFillGap) {
                slots[gap] = slots[slot];
                gap = slot;
            }
        }
    }

    /** The slot of an identity, or the empty one where it would be. */
    private int slot(long identity) {
        int slot = home(identity);
        while (slots[slot] != EMPTY && nodes.identity(slots[slot] - 1) != identity) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return slot;
    }

    private int home(long identity) {
        return (int) ((identity >>> 32) * slots.length >>> 32);
    }

    private void grow() {
        int[] old = slots;
        slots = new int[Math.addExact(old.length, old.length / 3)];
        for (int stored : old) {
            if (stored != EMPTY) {
                slots[slot(nodes.identity(stored - 1))] = stored;
            }
        }
    }

    long bytes() {
        return 4L * (slots.length + after.length + before.length);
    }
}
