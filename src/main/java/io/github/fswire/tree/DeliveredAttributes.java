package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.util.Arrays;

/**
 * The size and modification time of each entry as they were delivered last, 16 bytes an entry. They are kept only if somebody
 * asks for them. Owned by one thread.
 */
final class DeliveredAttributes {
    private static final int SHORTEST = 1 << 10;

    private boolean kept;
    private long[] size = {};
    private long[] modifiedNanos = {};

    /** They are kept from now on; nothing is known so far. */
    void keep() {
        kept = true;
    }

    /** Nothing is known of a new node. */
    void forget(int node) {
        if (kept) {
            set(node, EntryDetails.UNKNOWN, 0);
        }
    }

    /** An entry was found as it was. */
    void learn(int node, EntryStat stat) {
        if (kept && (node >= size.length || size[node] == EntryDetails.UNKNOWN)) {
            set(node, stat.size, stat.modifiedNanos);
        }
    }

    void set(int node, long itsSize, long itsModifiedNanos) {
        if (!kept) {
            return;
        }
        if (node >= size.length) {
            int before = size.length;
            int length = Math.max(SHORTEST, node + node / 4 + 1);
            size = Arrays.copyOf(size, length);
            modifiedNanos = Arrays.copyOf(modifiedNanos, length);
            Arrays.fill(size, before, length, EntryDetails.UNKNOWN);
        }
        size[node] = itsSize;
        modifiedNanos[node] = itsModifiedNanos;
    }

    /** Adds what is known of a node. */
    void get(int node, EntryDetails details) {
        boolean known = node < size.length;
        details.previousSize = known ? size[node] : EntryDetails.UNKNOWN;
        details.previousModifiedNanos = known ? modifiedNanos[node] : 0;
    }

    /** Copies what is known of a node; false if nothing is. */
    boolean copy(int node, EntryStat stat) {
        if (node >= size.length || size[node] == EntryDetails.UNKNOWN) {
            return false;
        }
        stat.size = size[node];
        stat.modifiedNanos = modifiedNanos[node];
        return true;
    }

    long bytes() {
        return 2L * Long.BYTES * size.length;
    }
}
