package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.util.Arrays;
import java.util.BitSet;

/** The findings of a cycle: new and changed entries, one line each, in the order of discovery. Owned by one thread. */
final class Findings {
    static final byte CREATED = 0;
    static final byte MODIFIED = 1;
    static final byte ROOT_CREATED = 2;

    static final byte WAITING = 0;
    static final byte IN_PROGRESS = 1;
    static final byte DONE = 2;

    private static final int FEW = 1 << 6;
    private static final int KEPT = 1 << 10;

    int size;
    byte[] kind = new byte[FEW];
    byte[] state = new byte[FEW];
    byte[] cause = new byte[FEW];
    int[] node = new int[FEW];
    /** The node that was known under the same name, or -1. */
    int[] occupant = new int[FEW];
    /** The node that has moved here, or -1. */
    int[] source = new int[FEW];

    long[] bytes = new long[FEW];
    long[] modifiedNanos = new long[FEW];
    int[] contentHash = new int[FEW];
    /**
     * Nodes whose content has changed besides their line. A node with a {@link #MODIFIED} line that moves away before its
     * delivery takes the change along, and a new node may differ from the entry that has moved there.
     */
    private final BitSet content = new BitSet();

    private final BitSet metadata = new BitSet(); // the same of metadata

    private int[] createdAt = {}; // by node: its last CREATED line
    private int indexed; // lines that createdAt knows

    /** Pending nodes at which a second inspection found another entry. */
    final IntList unstable = new IntList();

    int add(byte ofKind, int ofNode, int itsOccupant, int itsSource, EntryStat stat, int why) {
        if (size == kind.length) {
            resize(size * 2);
        }
        kind[size] = ofKind;
        state[size] = WAITING;
        cause[size] = (byte) why;
        node[size] = ofNode;
        occupant[size] = itsOccupant;
        source[size] = itsSource;
        bytes[size] = stat.size;
        modifiedNanos[size] = stat.modifiedNanos;
        contentHash[size] = stat.contentHash;
        return size++;
    }

    /** A node has changed, in the aspects of {@link EntryDetails}. */
    void changed(int ofNode, int aspects) {
        if ((aspects & EntryDetails.CONTENT) != 0) {
            content.set(ofNode);
        }
        if ((aspects & EntryDetails.METADATA) != 0) {
            metadata.set(ofNode);
        }
    }

    /** How a node has changed; 0 if it has not. */
    int changed(int ofNode) {
        return (content.get(ofNode) ? EntryDetails.CONTENT : 0) | (metadata.get(ofNode) ? EntryDetails.METADATA : 0);
    }

    /** The last {@link #CREATED} line of a node that has one. */
    int created(int ofNode) {
        for (; indexed < size; indexed++) {
            if (kind[indexed] == CREATED) {
                if (node[indexed] >= createdAt.length) {
                    createdAt = Arrays.copyOf(createdAt, Math.max(KEPT, node[indexed] + node[indexed] / 2 + 1));
                }
                createdAt[node[indexed]] = indexed;
            }
        }
        return createdAt[ofNode];
    }

    void clear() {
        size = 0;
        indexed = 0;
        createdAt = new int[0];
        content.clear();
        metadata.clear();
        unstable.clear();
        if (kind.length > KEPT) {
            resize(KEPT);
        }
    }

    private void resize(int capacity) {
        kind = Arrays.copyOf(kind, capacity);
        state = Arrays.copyOf(state, capacity);
        cause = Arrays.copyOf(cause, capacity);
        node = Arrays.copyOf(node, capacity);
        occupant = Arrays.copyOf(occupant, capacity);
        source = Arrays.copyOf(source, capacity);
        bytes = Arrays.copyOf(bytes, capacity);
        modifiedNanos = Arrays.copyOf(modifiedNanos, capacity);
        contentHash = Arrays.copyOf(contentHash, capacity);
    }
}
