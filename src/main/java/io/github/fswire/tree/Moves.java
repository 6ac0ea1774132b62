package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.util.HashMap;
import java.util.Map;

/**
 * The entries that have moved in a cycle, and their new places.
 *
 * <p>A new name whose identity (device, inode, birth time) the index knows is a move if the known entry is not at its place any
 * more, which is inspected there and then; otherwise it is a further hard link. Without a birth time an identity proves nothing,
 * because inode numbers are reused at once, and the entry is deleted and created. Belongs to one {@link Difference}.
 */
final class Moves {
    private static final int MOST_NAMES_MET = 1024;
    private static final int MOST_NAMES_ASKED = 64;

    private final TreeIndex index;
    private final Difference.Places places;
    private final Findings findings;
    private final Map<Integer, Integer> findingOf = new HashMap<>(); // of what moves, of new directories and new roots

    private final Way way; // as it will be when the cycle has ended

    Moves(TreeIndex index, Difference.Places places, Findings findings) {
        this.index = index;
        this.places = places;
        this.findings = findings;
        this.way = new Way(node -> index.parent(placeOf(node)));
    }

    /** Remembers where a node was found: of what moves, of new directories and of new roots. */
    void found(int node, int finding) {
        findingOf.put(node, finding);
    }

    /** By node. */
    Map<Integer, Integer> findings() {
        return findingOf;
    }

    /** Where a node was found that was. */
    int finding(int node) {
        Integer mapped = findingOf.get(node);
        return mapped != null ? mapped : findings.created(node);
    }

    /** Whether the inspection of a new name proves that its entry is the known one of that identity. */
    static boolean proves(EntryStat stat, boolean placed) {
        return stat.complete && stat.birthNanos != EntryStat.NO_BIRTH && (placed || !stat.birthChanges);
    }

    /**
     * The entry that has moved to the place of a new node, or -1. Of an inode with very many names not all are asked for: then
     * a move is a creation and a deletion.
     */
    int sourceOf(int node) {
        IdentityMap identities = index.identities();
        int asked = 0;
        int other = identities.next(node);
        for (int met = 0; other >= 0 && other != node && met < MOST_NAMES_MET; met++) {
            boolean known = index.type(other) == index.type(node)
                    && !index.has(other, CycleFlags.PENDING | CycleFlags.MOVING)
                    && !isAbove(other, node);
            if (known && index.has(other, CycleFlags.GONE)) {
                return other;
            }
            if (known && asked++ < MOST_NAMES_ASKED && !places.holds(other)) {
                return other;
            }
            other = identities.next(other);
        }
        return TreeIndex.NONE;
    }

    /** The node that has the name and parent that a node will have when the cycle has ended: itself, unless it moves. */
    int placeOf(int node) {
        return index.has(node, CycleFlags.MOVING) ? findings.node[finding(node)] : node;
    }

    /** Whether a node would be above another one: seen at different times, two directories can each be in the other. */
    private boolean isAbove(int node, int below) {
        if (index.type(node) != EntryStat.DIRECTORY) {
            return false;
        }
        way.leadTo(below);
        return way.contains(node);
    }

    /** From now on an entry is at the place of a new node, where it was found. */
    void moving(int source, int finding) {
        way.forget(source);
        index.set(source, CycleFlags.MOVING);
        found(source, finding);
    }

    /** A root is an entry of another one's tree from now on. */
    void grafted() {
        way.clear();
    }

    void clear() {
        way.clear();
        findingOf.clear();
    }
}
