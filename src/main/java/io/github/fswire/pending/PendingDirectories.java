package io.github.fswire.pending;

import java.util.Arrays;

/**
 * The pending directories of {@link PendingPlaces} in the order of their first report, each with the list of its pending
 * entries. Belongs to one object of that class.
 */
final class PendingDirectories {
    private static final int FEW = 1 << 6;
    private static final int KEPT = 1 << 10;

    private int count;
    private int[] node = new int[FEW];
    private byte[] level = new byte[FEW];
    private byte[] cause = new byte[FEW];
    private int[] firstEntry = new int[FEW];
    private int[] lastEntry = new int[FEW];
    private int[] entryCount = new int[FEW];
    private long[] firstNanos = new long[FEW];
    private long[] lastNanos = new long[FEW];
    private int[] slots = new int[FEW * 2]; // position + 1
    private int[] slotOf = new int[FEW];

    int count() {
        return count;
    }

    int node(int position) {
        return node[position];
    }

    byte level(int position) {
        return level[position];
    }

    void level(int position, byte newLevel) {
        level[position] = newLevel;
    }

    byte cause(int position) {
        return cause[position];
    }

    void cause(int position, byte newCause) {
        cause[position] = newCause;
    }

    /** When it was reported first. */
    long firstNanos(int position) {
        return firstNanos[position];
    }

    /** When it was reported last. */
    long lastNanos(int position) {
        return lastNanos[position];
    }

    /** It was reported once more. */
    void again(int position, long nanos) {
        lastNanos[position] = nanos;
    }

    int firstEntry(int position) {
        return firstEntry[position];
    }

    int lastEntry(int position) {
        return lastEntry[position];
    }

    int entryCount(int position) {
        return entryCount[position];
    }

    /** Puts an entry at the end of a directory's list. */
    void append(int position, int entry) {
        if (firstEntry[position] < 0) {
            firstEntry[position] = entry;
        }
        lastEntry[position] = entry;
        entryCount[position]++;
    }

    /** No directory has pending entries any more. */
    void forgetEntries() {
        Arrays.fill(firstEntry, 0, count, -1);
        Arrays.fill(entryCount, 0, count, 0);
    }

    /** The position of a directory, or -1. */
    int find(int dir) {
        return slots[slot(dir)] - 1;
    }

    /** Adds a directory that is not here, reported from {@code first} to {@code last}; returns its position. */
    int add(int dir, byte itsLevel, byte itsCause, long first, long last) {
        int position = count++;
        take(slot(dir), position);
        node[position] = dir;
        level[position] = itsLevel;
        cause[position] = itsCause;
        firstEntry[position] = -1;
        entryCount[position] = 0;
        firstNanos[position] = first;
        lastNanos[position] = last;
        if (count == node.length) {
            resize(count * 2);
            for (int i = 0; i < count; i++) {
                take(slot(node[i]), i);
            }
        }
        return position;
    }

    private void take(int slot, int position) {
        slots[slot] = position + 1;
        slotOf[position] = slot;
    }

    /** The slot of a directory, or the empty one where it would be. */
    private int slot(int dir) {
        int slot = spread(dir) & slots.length - 1;
        while (slots[slot] != 0 && node[slots[slot] - 1] != dir) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    void clear() {
        if (node.length > KEPT) {
            resize(KEPT);
        } else {
            for (int i = 0; i < count; i++) {
                slots[slotOf[i]] = 0;
            }
        }
        count = 0;
    }

    private void resize(int capacity) {
        node = Arrays.copyOf(node, capacity);
        level = Arrays.copyOf(level, capacity);
        cause = Arrays.copyOf(cause, capacity);
        firstEntry = Arrays.copyOf(firstEntry, capacity);
        lastEntry = Arrays.copyOf(lastEntry, capacity);
        entryCount = Arrays.copyOf(entryCount, capacity);
        firstNanos = Arrays.copyOf(firstNanos, capacity);
        lastNanos = Arrays.copyOf(lastNanos, capacity);
        slots = new int[capacity * 2];
        slotOf = new int[capacity];
    }

    /** Spreads keys that are close to each other over all slots. */
    static int spread(int key) {
        int hash = key * 0x9E3779B9;
        return hash ^ hash >>> 16;
    }
}
