package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares what a round of looks finds with the index, and tells at the end of the round what is different.
 *
 * <h2>Finding</h2>
 *
 * During a round the index keeps its shape. What is new gets a node at once, linked in its place but {@link
 * TreeIndex#PENDING}; what is not at its place is {@link TreeIndex#GONE}; if its identity turns up elsewhere it is {@link
 * TreeIndex#MOVING} there. Whoever looks twice at a place finds the pending node, so looks may overlap.
 *
 * <h2>Moves</h2>
 *
 * A new name whose identity (device, inode, birth time) the index knows is a move if the known entry is not at its place any
 * more, which is looked at there and then; otherwise it is a further hard link. Without a birth time an identity proves
 * nothing, because inode numbers are reused at once, and the entry is deleted and created. Where birth times change (overlayfs)
 * it is a move if the kernel reports that something was moved to the new name.
 *
 * <h2>Order</h2>
 *
 * {@link Ordering} brings the finds into an order that can be applied and the index into its new shape. Owned by the engine
 * thread.
 */
public final class Difference {
    /** Tells whether an entry is still where the index has it. */
    @FunctionalInterface
    public interface Places {
        /**
         * Looks.
         *
         * @param node an entry that is not a root
         * @return true if it is there, or if that cannot be found out
         */
        boolean holds(int node);
    }

    private static final int FEW_NAMES = 16;
    private static final int MOST_NAMES_MET = 1024;
    private static final int MOST_NAMES_ASKED = 64;

    private final TreeIndex index;
    private final Places places;
    private final ChildTable children;
    private final Sightings sightings = new Sightings();
    private final IntList gone = new IntList();
    private final IntList goneCauses = new IntList();
    private final Map<Integer, Integer> sightingOf =
            new HashMap<>(); // of what moves, of new directories and of new roots
    private final Map<Long, Long> spread = new HashMap<>(); // identities in relatives -> change time they had

    /** Identities of which a name is gone and no other was looked at since. */
    private final Set<Long> left = new HashSet<>();

    /** Identities of which a name is gone. */
    private final Set<Long> shortened = new HashSet<>();

    /** What the names of an identity look like that were all found alike in this round; of many names only. */
    private final Map<Long, Long> alike = new HashMap<>();

    /** Identities with many names, all of which are in relatives. */
    private final Set<Long> allWaiting = new HashSet<>();

    private final IntList relatives = new IntList();
    private final BitSet waiting = new BitSet(); // nodes in relatives
    private boolean listing;
    private boolean baseline;
    private boolean recorded;
    private boolean placed;
    private boolean exact;
    private boolean removed;
    private long unverified;

    /** Compares with {@code index}; {@code places} is asked whether entries are where the index has them. */
    public Difference(TreeIndex index, Places places) {
        this.index = index;
        this.places = places;
        this.children = new ChildTable(index);
    }

    /** In the baseline everything found is adopted and nothing is a change. */
    public void baseline(boolean on) {
        baseline = on;
    }

    /** Whether this is the baseline. */
    public boolean isBaseline() {
        return baseline;
    }

    /**
     * Whether the time stamps of what is found next show each change after the last look at it. Then what the kernel reports of an
     * entry that looks the same was seen by that look, unless another one may have got its inode and its time stamps.
     *
     * @param known whether they do
     * @param reported whether the kernel reported that what had the name was removed
     */
    public void exact(boolean known, boolean reported) {
        exact = known;
        removed = reported;
    }

    /** How many entries count as modified of which it cannot be told whether they were. */
    public long unverified() {
        return unverified;
    }

    /** Whether the kernel reported that something was moved to the name that is found next. */
    public void placed(boolean moved) {
        placed = moved;
    }

    /** Whether the kernel tells every change of what is looked at from now on after the look. */
    public void recorded(boolean is) {
        recorded = is;
    }

    /** Begins a listing of a directory, to be ended by {@link #end}. */
    public void beginListing(int directory) {
        children.beginAgain(directory);
        listing = true;
    }

    /** What was a root is the entry of this name in the present directory from now on, with everything below it. */
    public void graft(int root, byte[] name, int length) {
        children.graft(root, name, length);
    }

    /** Begins looks at single entries of a directory. */
    public void beginLooks(int directory) {
        children.beginAgain(directory);
        listing = false;
    }

    /** Ends a listing: if it was complete, the known children that did not come are gone. */
    public void end(boolean complete, int cause) {
        listing = false;
        int child = index.firstChild(children.directory());
        while (child != TreeIndex.NONE) {
            if (index.has(child, TreeIndex.SEEN)) {
                index.unset(child, TreeIndex.SEEN);
            } else if (complete) {
                absent(child, cause); // a pending one too: it was found by an earlier look and has gone since
            }
            child = index.next(child);
        }
    }

    /**
     * An entry of the present directory was found.
     *
     * @param name bytes from index 0
     * @param length number of bytes
     * @param stat what was found
     * @param said whether the kernel said that its content or metadata changed, see {@link #exact}
     * @param cause handed on with the change
     * @return the node that it will be when the round has ended
     */
    public int found(byte[] name, int length, EntryStat stat, boolean said, int cause) {
        int known = children.find(name, length);
        if (known == TreeIndex.NONE) {
            return appeared(name, length, TreeIndex.NONE, stat, said, cause);
        }
        if (listing) {
            index.set(known, TreeIndex.SEEN);
        }
        if (index.has(known, TreeIndex.PENDING)) {
            return foundAgain(known, stat, said);
        }
        if (index.has(known, TreeIndex.MOVING) || !isSame(known, stat)) {
            absent(known, cause);
            return appeared(name, length, known, stat, said, cause);
        }
        index.unset(known, TreeIndex.GONE); // it was away for a moment
        boolean unseen = exact && stat.type != EntryStat.DIRECTORY ? removed : said;
        if (stat.complete && (unseen || index.differs(known, stat, !recorded))) {
            unverified += index.mayBeUnchanged(known, stat) ? 1 : 0;
            index.adopt(known, stat);
            sightings.add(Sightings.MODIFIED, known, TreeIndex.NONE, TreeIndex.NONE, stat, cause);
            sightings.modified.set(known);
            spreadTo(known, stat.changedNanos);
        }
        return known;
    }

    /**
     * Whether a file of the present directory has content that was not told yet. It counts as seen, and if it is the known one
     * as still there; a directory that had its name is not there any more. Nothing else is concluded from it.
     *
     * @param name bytes from index 0
     * @param length number of bytes
     * @param stat what was found
     * @param cause handed on with the change
     */
    public boolean hasNewContent(byte[] name, int length, EntryStat stat, int cause) {
        int known = children.find(name, length);
        if (known == TreeIndex.NONE) {
            return !isToldElsewhere(stat);
        }
        if (index.has(known, TreeIndex.PENDING)) {
            return false;
        }
        if (listing) {
            index.set(known, TreeIndex.SEEN);
        }
        if (index.type(known) == EntryStat.DIRECTORY) {
            absent(known, cause);
        }
        if (index.has(known, TreeIndex.MOVING) || !isSame(known, stat)) {
            return !isToldElsewhere(stat);
        }
        index.unset(known, TreeIndex.GONE);
        return index.contentDiffers(known, stat, !recorded);
    }

    /**
     * A file is held back, so the index does not have what was found. Its other names must be inspected now: this one may be gone
     * before it is delivered, and no event reports their change.
     */
    public void heldBack(EntryStat stat) {
        if (stat.links < 2) {
            return;
        }
        IdentityMap identities = index.identities();
        long identity = index.prints().identity(stat);
        int first = identities.first(identity);
        Long before = first < 0 ? null : spread.put(identity, stat.changedNanos);
        if (first < 0 || before != null && before == stat.changedNanos) {
            return;
        }
        int other = first;
        do {
            index.setLinked(other);
            if (index.contentDiffers(other, stat, true)) {
                await(other);
            }
            other = identities.next(other);
        } while (other >= 0 && other != first);
    }

    /** What all names of a file have in common; never 0. */
    public long identity(EntryStat stat) {
        return index.prints().identity(stat);
    }

    /** A file has lost a name that the index does not have: its other names must be inspected, because no event reports their change. */
    public void nameLost(long identity) {
        IdentityMap identities = index.identities();
        int first = identities.first(identity);
        int other = first;
        while (other >= 0) {
            index.setLinked(other);
            await(other);
            other = identities.next(other);
            other = other == first ? TreeIndex.NONE : other;
        }
    }

    /** Whether another entry has this identity and was told with this content: then this one has moved, or is a link. */
    private boolean isToldElsewhere(EntryStat stat) {
        IdentityMap identities = index.identities();
        int first = identities.first(index.prints().identity(stat));
        int other = first;
        while (other >= 0) {
            if (index.type(other) == stat.type && !index.contentDiffers(other, stat, true)) {
                return true;
            }
            other = identities.next(other);
            other = other == first ? TreeIndex.NONE : other;
        }
        return false;
    }

    /** Looked for an entry of the present directory, and it is not there. */
    public void absent(byte[] name, int length, int cause) {
        int known = children.find(name, length);
        if (known != TreeIndex.NONE) {
            absent(known, cause);
        }
    }

    /** A root is not there. */
    public void rootAbsent(int root, int cause) {
        if (index.identity(root) == 0) {
            return; // it has never been there
        }
        for (int child = index.firstChild(root); child != TreeIndex.NONE; child = index.next(child)) {
            absent(child, cause);
        }
        absent(root, cause);
    }

    /** A root that was absent is there again. */
    public void rootCreated(int root, EntryStat stat, int cause) {
        index.adopt(root, stat);
        sightingOf.put(root, sightings.add(Sightings.ROOT_CREATED, root, TreeIndex.NONE, TreeIndex.NONE, stat, cause));
    }

    /** What a look at a root itself has found. */
    public void rootFound(int root, EntryStat stat, boolean said, int cause) {
        boolean different = index.identity(root) != 0 && (said || index.differs(root, stat, false));
        index.adopt(root, stat);
        if (different && !baseline) {
            sightings.add(Sightings.MODIFIED, root, TreeIndex.NONE, TreeIndex.NONE, stat, cause);
        }
    }

    /** Whether a directory is new in this round, so that nothing below it is known. */
    public boolean isNew(int node) {
        return index.has(node, TreeIndex.PENDING);
    }

    /** Whether another name of an entry was found to be gone in this round. */
    public boolean hasLostName(int node) {
        return !shortened.isEmpty() && shortened.contains(index.identity(node));
    }

    /** Whether the entry that was found last is new at its place and known from another one. */
    public boolean hasMoved(int found) {
        int last = sightings.size - 1;
        return last >= 0 && sightings.node[last] == found && sightings.source[last] != TreeIndex.NONE;
    }

    /** Whether a node is at another place now than before this round. */
    public boolean isMoving(int node) {
        return index.has(node, TreeIndex.MOVING);
    }

    /** Whether a node was not found at its place, nor anywhere else so far. */
    public boolean isGone(int node) {
        return index.has(node, TreeIndex.GONE) && !index.has(node, TreeIndex.MOVING);
    }

    /** The node that has the name and parent that a node will have when the round has ended: itself, unless it moves. */
    public int placeOf(int node) {
        return index.has(node, TreeIndex.MOVING) ? sightings.node[sighting(node)] : node;
    }

    /** Another name of an inode that changed, to be looked at in this round, or -1. */
    public int nextRelative() {
        while (!relatives.isEmpty()) {
            int node = relatives.pop();
            waiting.clear(node);
            allWaiting.remove(index.identity(node));
            if (!index.has(node, TreeIndex.GONE)) {
                left.remove(index.identity(node));
                return node;
            }
        }
        return TreeIndex.NONE;
    }

    /** Ends the round: brings the index into its new shape and tells what is different. */
    public void finish(ChangeSink sink) {
        new Ordering(index, sightings, sightingOf, sink).apply(gone, goneCauses);
        sightings.clear();
        gone.clear();
        goneCauses.clear();
        sightingOf.clear();
        spread.clear();
        left.clear();
        shortened.clear();
        alike.clear();
        allWaiting.clear();
        relatives.clear();
        waiting.clear();
        children.forget();
        index.compact();
    }

    private boolean isSame(int known, EntryStat stat) {
        if (!stat.complete) {
            return true; // all that is known is that there is something; even its type may be a guess
        }
        boolean unknown = index.identity(known) == 0 || stat.inode == 0; // which some listings do not tell
        return index.type(known) == stat.type && (unknown || index.hasIdentity(known, stat));
    }

    private int appeared(byte[] name, int length, int occupant, EntryStat stat, boolean said, int cause) {
        int node = children.create(name, length, stat);
        if (listing) {
            index.set(node, TreeIndex.SEEN);
        }
        if (index.identities().next(node) >= 0) {
            relate(node, stat.racy);
        }
        if (baseline && occupant == TreeIndex.NONE) {
            return node;
        }
        index.set(node, TreeIndex.PENDING);
        boolean proves = stat.complete && stat.birthNanos != EntryStat.NO_BIRTH && (placed || !stat.birthChanges);
        int source = proves ? sourceOf(node) : TreeIndex.NONE;
        int sighting = sightings.add(Sightings.CREATED, node, occupant, source, stat, cause);
        if (stat.type == EntryStat.DIRECTORY) {
            sightingOf.put(node, sighting);
        }
        if (source == TreeIndex.NONE) {
            return node;
        }
        sightings.modified.set(node, said || index.contentDiffers(source, stat, true));
        index.set(source, TreeIndex.MOVING);
        sightingOf.put(source, sighting);
        return stat.type == EntryStat.DIRECTORY ? source : node;
    }

    /**
     * The entry that has moved to the place of a new node, or -1. Of an inode with very many names not all are asked for: then
     * a move is a creation and a deletion.
     */
    private int sourceOf(int node) {
        IdentityMap identities = index.identities();
        int asked = 0;
        int other = identities.next(node);
        for (int met = 0; other >= 0 && other != node && met < MOST_NAMES_MET; met++) {
            boolean known = index.type(other) == index.type(node)
                    && !index.has(other, TreeIndex.PENDING | TreeIndex.MOVING)
                    && !isAbove(other, node);
            if (known && index.has(other, TreeIndex.GONE)) {
                return other;
            }
            if (known && asked++ < MOST_NAMES_ASKED && !places.holds(other)) {
                return other;
            }
            other = identities.next(other);
        }
        return TreeIndex.NONE;
    }

    /** Whether a node would be above another one: seen at different times, two directories can each be in the other. */
    private boolean isAbove(int node, int below) {
        int at = below;
        while (at != TreeIndex.NONE && at != node) {
            at = index.parent(placeOf(at));
        }
        return at == node;
    }

    /** A pending node was looked at again in the same round. */
    private int foundAgain(int pending, EntryStat stat, boolean said) {
        int sighting = sighting(pending);
        int source = sightings.source[sighting];
        if (!index.has(pending, TreeIndex.GONE) && isSame(pending, stat)) {
            if (stat.complete) {
                index.adopt(pending, stat);
                sightings.bytes[sighting] = stat.size;
                sightings.modifiedNanos[sighting] = stat.modifiedNanos;
                spreadTo(pending, stat.changedNanos);
            }
            if (said || source != TreeIndex.NONE && index.contentDiffers(source, stat, true)) {
                sightings.modified.set(pending);
            }
        } else {
            sightings.unstable.add(pending);
        }
        return source != TreeIndex.NONE && stat.type == EntryStat.DIRECTORY ? source : pending;
    }

    private int sighting(int node) {
        Integer mapped = sightingOf.get(node);
        return mapped != null ? mapped : sightings.created(node);
    }

    private void absent(int node, int cause) {
        if (!index.has(node, TreeIndex.GONE)) {
            index.set(node, TreeIndex.GONE);
            gone.add(node);
            goneCauses.add(cause);
            spreadFrom(node);
        }
    }

    /** The inode of a name that is gone may have been changed through it, and so may those below a directory. */
    private void spreadFrom(int node) {
        if (index.has(node, TreeIndex.LINKED)) {
            shortened.add(index.identity(node));
        }
        if (index.has(node, TreeIndex.LINKED) && left.add(index.identity(node))) {
            addRelatives(node, false);
            await(node); // it may turn up elsewhere with its directory
        }
        if (index.hasLinks() && index.type(node) == EntryStat.DIRECTORY) {
            for (int child = index.firstChild(node); child != TreeIndex.NONE; child = index.next(child)) {
                spreadFrom(child);
            }
        }
    }

    /** The other names of a hard-linked inode may have changed with this one. */
    private void spreadTo(int node, long changedNanos) {
        long identity = index.identity(node);
        if (!index.has(node, TreeIndex.LINKED) || identity == 0) {
            return;
        }
        Long before = spread.put(identity, changedNanos);
        if (before == null || before != changedNanos) {
            addRelatives(node, false);
            await(node); // it may change again, and that is not spread twice
        }
    }

    /**
     * A further name of an inode was found. Others are looked at again if they were different, or if that cannot be seen. Of
     * very many they are not visited for each one that is found: all of them wait already, or all were found alike.
     */
    private void relate(int node, boolean racy) {
        long identity = index.identity(node);
        if (!index.has(node, TreeIndex.LINKED)) {
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
            long print = index.visiblePrint(node);
            if ((before == null || before != print) && addRelatives(node, true) > FEW_NAMES) {
                alike.put(identity, print);
            }
        }
    }

    /** Returns how many there are. */
    private int addRelatives(int node, boolean onlyDifferent) {
        IdentityMap identities = index.identities();
        int count = 0;
        for (int other = identities.next(node); other >= 0 && other != node; other = identities.next(other)) {
            index.setLinked(other); // it may have been the only name when it was looked at
            if (!onlyDifferent || index.visiblePrint(node) != index.visiblePrint(other)) {
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
