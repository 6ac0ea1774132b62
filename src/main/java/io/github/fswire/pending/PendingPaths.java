package io.github.fswire.pending;

import io.github.fswire.tree.NameArena;
import java.util.Arrays;

/**
 * The paths below roots that the kernel has reported, for kernels whose watches cover everything below: a set of paths, each
 * with its root and flags. The engine thread, which may use the index, turns them into {@link PendingPlaces}. Past a bound a
 * root is remembered as a whole. Guarded by the {@link PendingPlaces} that it belongs to.
 */
public final class PendingPaths {
    private static final int MAX_PATHS = 1 << 14;
    private static final int MAX_BYTES = 1 << 22;
    private static final int FEW = 1 << 5;
    private static final int KEPT = 1 << 8;

    private int count;
    private int[] root = new int[FEW];
    private int[] start = new int[FEW]; // in bytes
    private int[] length = new int[FEW];
    private byte[] flags = new byte[FEW];
    private byte[] cause = new byte[FEW];
    private long[] firstNanos = new long[FEW];
    private long[] lastNanos = new long[FEW];
    private int[] slots = new int[FEW * 2]; // position + 1
    private byte[] bytes = new byte[FEW * 32];
    private int used;

    /**
     * Adds one, reported from {@code first} to {@code last}.
     *
     * @return 1 if it is new, 0 if it was there already, -1 if there is no room
     */
    int add(int ofRoot, byte[] path, int pathLength, byte pathFlags, byte why, long first, long last) {
        int slot = slot(ofRoot, path, pathLength);
        if (slots[slot] != 0) {
            int position = slots[slot] - 1;
            flags[position] = PlaceFlags.merged(flags[position], pathFlags, false);
            cause[position] = why;
            lastNanos[position] = last;
            return 0;
        }
        if (count == MAX_PATHS || used + pathLength > MAX_BYTES) {
            return -1;
        }
        if (used + pathLength > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(used + pathLength, bytes.length * 2));
        }
        System.arraycopy(path, 0, bytes, used, pathLength);
        root[count] = ofRoot;
        start[count] = used;
        length[count] = pathLength;
        flags[count] = pathFlags;
        cause[count] = why;
        firstNanos[count] = first;
        lastNanos[count] = last;
        used += pathLength;
        slots[slot] = ++count;
        if (count == root.length) {
            grow();
        }
        return 1;
    }

    private int slot(int ofRoot, byte[] path, int pathLength) {
        int slot = home(ofRoot, path, 0, pathLength);
        while (slots[slot] != 0 && !is(slots[slot] - 1, ofRoot, path, pathLength)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean is(int position, int ofRoot, byte[] path, int pathLength) {
        int from = start[position];
        return root[position] == ofRoot && Arrays.equals(bytes, from, from + length[position], path, 0, pathLength);
    }

    private int home(int ofRoot, byte[] path, int offset, int pathLength) {
        int hash = (ofRoot ^ NameArena.hash(path, offset, pathLength)) * 0x9E3779B9;
        return (hash ^ hash >>> 16) & slots.length - 1;
    }

    private void grow() {
        int capacity = count * 2;
        root = Arrays.copyOf(root, capacity);
        start = Arrays.copyOf(start, capacity);
        length = Arrays.copyOf(length, capacity);
        flags = Arrays.copyOf(flags, capacity);
        cause = Arrays.copyOf(cause, capacity);
        firstNanos = Arrays.copyOf(firstNanos, capacity);
        lastNanos = Arrays.copyOf(lastNanos, capacity);
        slots = new int[capacity * 2];
        for (int i = 0; i < count; i++) {
            int slot = home(root[i], bytes, start[i], length[i]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
        }
    }

    /** Number of paths. */
    public int size() {
        return count;
    }

    /** The root's node of a path. */
    public int root(int position) {
        return root[position];
    }

    /** The flags that the kernel has reported for it. */
    public byte flags(int position) {
        return flags[position];
    }

    /** The cause of its latest report. */
    public int cause(int position) {
        return cause[position];
    }

    /** When it was reported first. */
    long firstNanos(int position) {
        return firstNanos[position];
    }

    /** When it was reported last. */
    long lastNanos(int position) {
        return lastNanos[position];
    }

    /** Copies a path to another set, with its times. */
    void copy(int position, PendingPaths target) {
        byte[] path = new byte[length[position]];
        copy(position, 0, path.length, path);
        long last = lastNanos[position];
        target.add(root[position], path, path.length, flags[position], cause[position], firstNanos[position], last);
    }

    /** Length of a path in bytes. */
    public int length(int position) {
        return length[position];
    }

    /** One byte of a path. */
    public byte byteAt(int position, int index) {
        return bytes[start[position] + index];
    }

    /** Copies part of a path to the begin of {@code target}. */
    public void copy(int position, int from, int to, byte[] target) {
        System.arraycopy(bytes, start[position] + from, target, 0, to - from);
    }

    /** The number of bytes with which two paths begin alike. */
    public int common(int one, int other) {
        int mismatch = Arrays.mismatch(
                bytes, start[one], start[one] + length[one], bytes, start[other], start[other] + length[other]);
        return mismatch < 0 ? length[one] : mismatch;
    }

    void clear() {
        if (count > 0) {
            count = 0;
            used = 0;
            if (root.length > KEPT) {
                root = new int[KEPT];
                start = new int[KEPT];
                length = new int[KEPT];
                flags = new byte[KEPT];
                cause = new byte[KEPT];
                firstNanos = new long[KEPT];
                lastNanos = new long[KEPT];
                slots = new int[KEPT * 2];
                bytes = new byte[KEPT * 32];
            } else {
                Arrays.fill(slots, 0);
            }
        }
    }
}
