package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The other names of hard-linked files that must be inspected in a cycle, because no event reports that they have changed.
 *
 * <p>A file may have very many names. So they are not all visited for each name that is found: all of them wait already, or
 * all were found alike. Belongs to one {@link Difference}.
 */
final class OtherNames {
    private static final int FEW_NAMES = 16;

    private final TreeIndex index;
    private final IntList relatives = new IntList(); // nodes that wait for their inspection
    private final BitSet waiting = new BitSet(); // the same nodes
    private final Map<Long, Long> spread = new HashMap<>(); // identities in relatives -> change time they had

    /** Identities of which a name is gone and no other was inspected since. */
    private final Set<Long> left = new HashSet<>();

    /** Identities of which a name is gone. */
    private final Set<Long> shortened = new HashSet<>();

    /** The attributes of an identity whose names were all found alike in this cycle; only for files with many names. */
    private final Map<Long, Long> alike = new HashMap<>();

    /** Identities with many names, all of which are in relatives. */
    private final Set<Long> allWaiting = new HashSet<>();

    OtherNames(TreeIndex index) {
        this.index = index;
    }

    /** A name to be inspected in this cycle, or -1. */
    int next() {
        while (!relatives.isEmpty()) {
            int node = relatives.pop();
            waiting.clear(node);
            allWaiting.remove(index.identity(node));
            if (!index.has(node, CycleFlags.GONE)) {
                left.remove(index.identity(node));
                return node;
            }
        }
        return TreeIndex.NONE;
    }

    /** Whether another name of an entry was found to be gone in this cycle. */
    boolean isShortened(int node) {
        return !shortened.isEmpty() && shortened.contains(index.identity(node));
    }

    /** A cycle has ended. */
    void clear() {
        spread.clear();
        left.clear();
        shortened.clear();
        alike.clear();
        allWaiting.clear();
        relatives.clear();
        waiting.clear();
    }

    /** A name is gone: the inode may have been changed through it, and so may those below a directory. */
    void gone(int top) {
        nameGone(top);
        if (index.prints().linkedNodes() == 0 || index.type(top) != EntryStat.DIRECTORY) {
            return;
        }
        int directory = top;
        int node = index.firstChild(top);
        while (node != TreeIndex.NONE || directory != top) {
            if (node == TreeIndex.NONE) {
                node = index.next(directory);
                directory = index.parent(directory);
                continue;
            }
            nameGone(node);
            if (index.type(node) == EntryStat.DIRECTORY) {
                directory = node;
                node = index.firstChild(node);
            } else {
                node = index.next(node);
            }
        }
    }

    private void nameGone(int node) {
        if (!index.has(node, EntryPrints.LINKED)) {
            return;
        }
        shortened.add(index.identity(node));
        if (left.add(index.identity(node))) {
            addRelatives(node, false);
            await(node); // it may turn up elsewhere with its directory
        }
    }

    /** A name was found to have changed: the other names of its inode may have changed with it. */
    void changed(int node, long changedNanos) {
        long identity = index.identity(node);
        if (!index.has(node, EntryPrints.LINKED) || identity == 0) {
            return;
        }
        Long before = spread.put(identity, changedNanos);
        if (before == null || before != changedNanos) {
            addRelatives(node, false);
            await(node); // it may change again, and that is not spread twice
        }
    }

    /**
     * A node is new. If it is a further name of an inode, the others are inspected if they were different, or if that cannot be
     * seen.
     *
     * @param racy whether it cannot be seen
     */
    void created(int node, boolean racy) {
        if (index.identities().next(node) < 0) {
            return;
        }
        long identity = index.identity(node);
        if (!index.has(node, EntryPrints.LINKED)) {
            alike.remove(identity);
            allWaiting.remove(identity); // it does not wait, and does not know that it has other names
        } else if (racy && allWaiting.contains(identity)) {
            await(node);
        } else if (racy) {
            if (addRelatives(node, false) > FEW_NAMES) {
                await(node);
                allWaiting.add(identity);
            }
        } else {
            Long before = alike.get(identity);
            long print = index.prints().visible(node);
            if ((before == null || before != print) && addRelatives(node, true) > FEW_NAMES) {
                alike.put(identity, print);
            }
        }
    }

    /** A file is held back: its other names must be inspected now. */
    void heldBack(EntryStat stat) {
        if (stat.links < 2) {
            return;
        }
        IdentityMap identities = index.identities();
        long identity = index.fingerprint().identity(stat);
        int first = identities.first(identity);
        Long before = first < 0 ? null : spread.put(identity, stat.changedNanos);
        if (first < 0 || before != null && before == stat.changedNanos) {
            return;
        }
        int other = first;
        do {
            index.prints().setLinked(other);
            if (index.prints().contentDiffers(other, stat, true)) {
                await(other);
            }
            other = identities.next(other);
        } while (other >= 0 && other != first);
    }

    /** A file has lost a name that the index does not have. */
    void lost(long identity) {
        IdentityMap identities = index.identities();
        int first = identities.first(identity);
        int other = first;
        while (other >= 0) {
            index.prints().setLinked(other);
            await(other);
            other = identities.next(other);
            other = other == first ? TreeIndex.NONE : other;
        }
    }

    /** Whether a name in the index has the identity of a file and its content: then the file has moved, or is a link. */
    boolean isKnownElsewhere(EntryStat stat) {
        IdentityMap identities = index.identities();
        int first = identities.first(index.fingerprint().identity(stat));
        int other = first;
        while (other >= 0) {
            if (index.type(other) == stat.type && !index.prints().contentDiffers(other, stat, true)) {
                return true;
            }
            other = identities.next(other);
            other = other == first ? TreeIndex.NONE : other;
        }
        return false;
    }

    /** Returns how many there are. */
    private int addRelatives(int node, boolean onlyDifferent) {
        IdentityMap identities = index.identities();
        EntryPrints prints = index.prints();
        int count = 0;
        for (int other = identities.next(node); other >= 0 && other != node; other = identities.next(other)) {
            prints.setLinked(other); // it may have been the only name when it was inspected
            if (!onlyDifferent || prints.visible(node) != prints.visible(other)) {
                await(other);
            }
            count++;
        }
        return count;
    }

    private void await(int relative) {
        if (!waiting.get(relative)) {
            waiting.set(relative);
            relatives.add(relative);
        }
    }
}
