package io.github.fswire.tree;

import java.util.Arrays;

/** A growing list of ints, also a stack. Owned by one thread. */
public final class IntList {
    private static final int KEPT = 1 << 12;

    private int[] items = new int[16];
    private int size;

    /** Appends a number. */
    public void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    /** The number at an index. */
    public int get(int index) {
        assert index < size : index + " of " + size;
        return items[index];
    }

    /** Replaces the number at an index. */
    public void set(int index, int item) {
        assert index < size : index + " of " + size;
        items[index] = item;
    }

    /** Removes and returns the last number. */
    public int pop() {
        return items[--size];
    }

    /** Removes the first occurrence of a number. */
    public void remove(int item) {
        int at = 0;
        while (at < size && items[at] != item) {
            at++;
        }
        if (at < size) {
            size--;
            System.arraycopy(items, at + 1, items, at, size - at);
        }
    }

    /** Number of numbers. */
    public int size() {
        return size;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Forgets everything, and the memory too if it is large. */
    public void clear() {
        size = 0;
        if (items.length > KEPT) {
            items = new int[16];
        }
    }
}
