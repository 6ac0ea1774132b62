package io.github.fswire.tree;

import java.util.Arrays;

/**
 * Finds nodes by identity; several nodes may have the same one (hard links).
 *
 * <p>Open addressing with linear probing over node numbers; the identities stay in the {@link NodeTable}. Removal shifts back
 * what follows, so there are no tombstones. The capacity grows by a third at a load of 85 %, which costs 4.7 to 6.3 bytes a
 * node. Owned by one thread.
 */
final class IdentityMap {
    private static final int EMPTY = 0; // node numbers are stored plus one

    private final NodeTable nodes;
    private int[] slots = new int[64];
    private int size;

    IdentityMap(NodeTable nodes) {
        this.nodes = nodes;
    }

    /** Adds a node under its present identity, which must not be 0. */
    void add(int node) {
        if ((size + 1) * 100L > slots.length * 85L) {
            grow();
        }
        insert(node);
        size++;
    }

    /** Removes a node that is here under its present identity. */
    void remove(int node) {
        int slot = home(nodes.identity(node));
        while (slots[slot] != node + 1) {
            if (slots[slot] == EMPTY) {
                throw new IllegalStateException("node " + node + " is not in the map");
            }
            slot = next(slot);
        }
        size--;
        int gap = slot;
        while (true) {
            slot = next(slot);
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

    /** First slot where {@code identity} may be; walk on with {@link #next} until {@link #at} is -1. */
    int home(long identity) {
        return (int) ((identity >>> 32) * slots.length >>> 32);
    }

    int next(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    /** The node in a slot, of whatever identity, or -1. */
    int at(int slot) {
        return slots[slot] - 1;
    }

    private void insert(int node) {
        int slot = home(nodes.identity(node));
        while (slots[slot] != EMPTY) {
            slot = next(slot);
        }
        slots[slot] = node + 1;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[Math.addExact(old.length, old.length / 3)];
        Arrays.stream(old).filter(s -> s != EMPTY).forEach(s -> insert(s - 1));
    }

    long bytes() {
        return 4L * slots.length;
    }
}
