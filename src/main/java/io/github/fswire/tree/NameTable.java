package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import java.util.Arrays;

/**
 * Finds children of one directory by name. During a cycle several may have the same one.
 *
 * <p>Open addressing with linear probing over node numbers; the names stay in {@link NodeNames}. Removal shifts back what follows, so
 * there are no tombstones. Owned by one thread.
 */
final class NameTable {
    private static final int EMPTY = 0; // node numbers are stored plus one
    private static final int FEW = 1 << 6;
    private static final int KEPT = 1 << 10;

    private final NodeNames names;
    private final EntryPrints prints;
    private int[] slots = new int[FEW];
    private int size;

    NameTable(NodeNames names, EntryPrints prints) {
        this.names = names;
        this.prints = prints;
    }

    /** Number of children. */
    int size() {
        return size;
    }

    /**
     * A child of that name that is not {@link CycleFlags#REMOVED}, or -1.
     *
     * @param pending whether the one that this cycle has found comes first; else it comes last
     */
    int find(byte[] name, int length, boolean pending) {
        int found = TreeIndex.NONE;
        int slot = home(NameArena.hash(name, 0, length));
        while (slots[slot] != EMPTY) {
            int node = slots[slot] - 1;
            if (names.is(node, name, length) && !prints.has(node, CycleFlags.REMOVED)) {
                if (prints.has(node, CycleFlags.PENDING) == pending) {
                    return node;
                }
                found = node;
            }
            slot = after(slot);
        }
        return found;
    }

    /** Adds a child that has its name already. */
    void add(int node) {
        if (size * 2 >= slots.length) {
            resize(slots.length * 2);
        }
        put(node);
        size++;
    }

    /** The same, so that the table stays small; it costs more. */
    void addTight(int node) {
        if ((size + 1) * 100L > slots.length * 85L) {
            resize(Math.addExact(slots.length, slots.length / 4));
        }
        put(node);
        size++;
    }

    /** Removes a child, which must still have the name under which it was added. */
    void remove(int node) {
        int gap = home(names.hash(node));
        while (slots[gap] != node + 1) {
            if (slots[gap] == EMPTY) {
                throw Checks.broken("node " + node + " is not in the table of names of its directory");
            }
            gap = after(gap);
        }
        size--;
        for (int slot = after(gap); slots[slot] != EMPTY; slot = after(slot)) {
            int home = home(names.hash(slots[slot] - 1));
            boolean mayFillGap = gap <= slot ? home <= gap || home > slot : home <= gap && home > slot;
            if (mayFillGap) {
                slots[gap] = slots[slot];
                gap = slot;
            }
        }
        slots[gap] = EMPTY;
    }

    /** Forgets all children. */
    void clear() {
        if (slots.length > KEPT) {
            slots = new int[FEW];
        } else {
            Arrays.fill(slots, EMPTY);
        }
        size = 0;
    }

    /** Gives memory back that is not needed. */
    void tighten() {
        resize(Math.max(FEW, Math.addExact(size, size / 4)));
    }

    private void put(int node) {
        int slot = home(names.hash(node));
        while (slots[slot] != EMPTY) {
            slot = after(slot);
        }
        slots[slot] = node + 1;
    }

    private void resize(int capacity) {
        int[] old = slots;
        slots = new int[capacity];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != EMPTY) {
                put(old[i] - 1);
            }
        }
    }

    private int home(int hash) {
        return (int) ((hash & 0xFFFFFFFFL) * slots.length >>> Integer.SIZE);
    }

    private int after(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    long bytes() {
        return 4L * slots.length;
    }
}
