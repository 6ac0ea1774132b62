package io.github.fswire.tree;

/**
 * What a round notes at the nodes that it visits. Between two rounds no node has one of these flags.
 *
 * <p>They stand in the low byte of a node's print, beside {@link EntryPrints#TYPE_MASK} and {@link EntryPrints#LINKED}, so that a
 * round needs no memory for each node.
 */
final class RoundFlags {
    /** Met in the listing that is going on. */
    static final int SEEN = 1 << 2;

    /** Found in this round and not delivered yet. */
    static final int PENDING = 1 << 3;

    /** Not found at its place in this round. */
    static final int GONE = 1 << 4;

    /** Found at another place in this round; goes there when the round ends. */
    static final int MOVING = 1 << 5;

    /** No longer part of the tree; its number is free when the round ends. */
    static final int REMOVED = 1 << 7;

    /** All of them. */
    static final int ALL = SEEN | PENDING | GONE | MOVING | REMOVED;

    private RoundFlags() {}
}
