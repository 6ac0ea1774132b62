package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import java.util.Arrays;

/**
 * The fixed part of every node, 28 bytes, in pages so that growing wastes at most one page.
 *
 * <pre>
 *  identity  8  hash of device, inode and birth time; 0 if unknown
 *  print     8  fingerprint, 56 bits, above the flags, 8 bits
 *  parent    4  node number, -1 for a root
 *  next      4  next sibling, -1 at the end; next free node of a free one
 *  name      4  position in the NameArena
 * </pre>
 *
 * <p>Owned by one thread.
 */
final class NodeTable {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;
    private static final int FREE = -2; // instead of the parent

    private long[][] identity = new long[4][];
    private long[][] print = new long[4][];
    private int[][] parent = new int[4][];
    private int[][] next = new int[4][];
    private int[][] name = new int[4][];
    private int limit; // numbers below it have been given out
    private int free = -1;
    private int living;

    int allocate() {
        living++;
        int node = free;
        if (node >= 0) {
            free = next(node);
            return node;
        }
        if ((limit & PAGE_MASK) == 0) {
            addPage(limit >>> PAGE_BITS);
        }
        return limit++;
    }

    /** Takes a number back; it may be given out again at once. */
    void free(int node) {
        if (parent(node) == FREE) {
            throw Checks.broken("node " + node + " is freed twice");
        }
        living--;
        parent(node, FREE);
        next(node, free);
        free = node;
    }

    boolean isFree(int node) {
        return node >= limit || parent(node) == FREE;
    }

    int living() {
        return living;
    }

    long bytes() {
        return 28L * (limit + PAGE_MASK & ~PAGE_MASK);
    }

    int limit() {
        return limit;
    }

    private void addPage(int page) {
        if (page == identity.length) {
            identity = Arrays.copyOf(identity, page * 2);
            print = Arrays.copyOf(print, page * 2);
            parent = Arrays.copyOf(parent, page * 2);
            next = Arrays.copyOf(next, page * 2);
            name = Arrays.copyOf(name, page * 2);
        }
        identity[page] = new long[PAGE_SIZE];
        print[page] = new long[PAGE_SIZE];
        parent[page] = new int[PAGE_SIZE];
        next[page] = new int[PAGE_SIZE];
        name[page] = new int[PAGE_SIZE];
    }

    long identity(int node) {
        return identity[node >>> PAGE_BITS][node & PAGE_MASK];
    }

    void identity(int node, long value) {
        identity[node >>> PAGE_BITS][node & PAGE_MASK] = value;
    }

    long print(int node) {
        return print[node >>> PAGE_BITS][node & PAGE_MASK];
    }

    void print(int node, long value) {
        print[node >>> PAGE_BITS][node & PAGE_MASK] = value;
    }

    int parent(int node) {
        return parent[node >>> PAGE_BITS][node & PAGE_MASK];
    }

    void parent(int node, int value) {
        parent[node >>> PAGE_BITS][node & PAGE_MASK] = value;
    }

    int next(int node) {
        return next[node >>> PAGE_BITS][node & PAGE_MASK];
    }

    void next(int node, int value) {
        next[node >>> PAGE_BITS][node & PAGE_MASK] = value;
    }

    int name(int node) {
        return name[node >>> PAGE_BITS][node & PAGE_MASK];
    }

    void name(int node, int value) {
        name[node >>> PAGE_BITS][node & PAGE_MASK] = value;
    }
}
