package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.util.Arrays;

/**
 * Finds the children of one directory by name for as long as one listing goes on.
 *
 * <p>Listings mostly come in the order of the last one, so the expected child is compared first; a hash table is made only
 * when that fails, and kept for further inspections of the same directory in the same cycle. Of two nodes with one name the
 * one found in this cycle counts ({@link CycleFlags#PENDING}). Owned by the engine thread.
 */
final class ChildTable {
    private final TreeIndex index;
    private final EntryPrints prints;
    private final NodeNames names;
    private final NodeTable table;
    private final byte[] scratch = new byte[EntryStat.MAX_NAME_BYTES];
    private int directory;
    private int expected;
    private int previous;
    private int[] slots = new int[64]; // node + 1, 0 is empty
    private int mask;
    private int size;
    private boolean built;

    ChildTable(TreeIndex index) {
        this.index = index;
        this.prints = index.prints();
        this.names = index.nodes().names();
        this.table = index.nodes().table();
    }

    void begin(int dir) {
        forget();
        beginAgain(dir);
    }

    /** The same, if nothing but this table has added to the tree and removed from it since {@link #forget}. */
    void beginAgain(int dir) {
        built &= dir == directory;
        directory = dir;
        expected = index.firstChild(dir);
        previous = TreeIndex.NONE;
    }

    /** From now on the tree may change without this table. */
    void forget() {
        built = false;
    }

    int directory() {
        return directory;
    }

    /** The child of that name that counts, or -1. */
    int find(byte[] name, int length) {
        int node = expected;
        boolean certain =
                node != TreeIndex.NONE && !prints.has(node, CycleFlags.PENDING | CycleFlags.GONE | CycleFlags.REMOVED);
        if (!certain || !names.is(node, name, length)) {
            node = lookUp(name, length);
        }
        if (node != TreeIndex.NONE) {
            previous = node;
            expected = table.next(node);
        }
        return node;
    }

    /** Makes a child where the listing is, so that the next listing finds the same order. */
    int create(byte[] name, int length, EntryStat stat) {
        int node = index.nodes().create(directory, previous, name, length, stat);
        previous = node;
        if (built) {
            put(node);
        }
        return node;
    }

    /** Makes a root a child. */
    void graft(int root, byte[] name, int length) {
        index.graft(root, directory, name, length);
        if (built) {
            put(root);
        }
    }

    private int lookUp(byte[] name, int length) {
        if (!built) {
            build();
        }
        int slot = NameArena.hash(name, 0, length) & mask;
        while (slots[slot] != 0) {
            int node = slots[slot] - 1;
            if (names.is(node, name, length)) {
                return node;
            }
            slot = slot + 1 & mask;
        }
        return TreeIndex.NONE;
    }

    private void build() {
        built = true;
        size = 0;
        mask = 63;
        if (slots.length > 1 << 16) {
            slots = new int[64];
        }
        Arrays.fill(slots, 0, 64, 0);
        for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = table.next(child)) {
            if (!prints.has(child, CycleFlags.REMOVED)) {
                put(child);
            }
        }
    }

    private void put(int node) {
        if (size * 2 > mask) {
            int[] old = slots;
            int oldMask = mask;
            mask = mask * 2 + 1;
            slots = new int[mask + 1];
            size = 0;
            for (int i = 0; i <= oldMask; i++) {
                if (old[i] != 0) {
                    put(old[i] - 1);
                }
            }
        }
        int slot = names.hash(node) & mask;
        while (slots[slot] != 0) {
            int other = slots[slot] - 1;
            if (names.hash(other) == names.hash(node) && sameName(other, node)) {
                if (!prints.has(other, CycleFlags.PENDING)) {
                    slots[slot] = node + 1;
                }
                return;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = node + 1;
        size++;
    }

    private boolean sameName(int a, int b) {
        int length = names.copy(a, scratch, 0);
        return names.is(b, scratch, length);
    }
}
