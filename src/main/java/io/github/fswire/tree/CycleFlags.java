package io.github.fswire.tree;

/**
 * The flags that a cycle sets at the nodes that it visits. Between two cycles no node has one of these flags.
 *
 * <p>They are in the low byte of a node's print, beside {@link EntryPrints#TYPE_MASK} and {@link EntryPrints#LINKED}, so that
 * a cycle needs no memory for each node.
 */
final class CycleFlags {
    /** Found by the listing that is under way. */
    static final int SEEN = 1 << 2;

    /** Found in this cycle and not delivered yet. */
    static final int PENDING = 1 << 3;

    /** Not found at its place in this cycle. */
    static final int GONE = 1 << 4;

    /** Found at another place in this cycle; goes there when the cycle ends. */
    static final int MOVING = 1 << 5;

    /** No longer part of the tree; its number is free when the cycle ends. */
    static final int REMOVED = 1 << 7;

    /** All of them. */
    static final int ALL = SEEN | PENDING | GONE | MOVING | REMOVED;

    private CycleFlags() {}
}
