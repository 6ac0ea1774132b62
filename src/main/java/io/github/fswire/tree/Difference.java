package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;

/**
 * Compares what a round of looks finds with the index, and tells at the end of the round what is different.
 *
 * <h2>Finding</h2>
 *
 * During a round the index keeps its shape. What is new gets a node at once, linked in its place but {@link
 * RoundFlags#PENDING}; what is not at its place is {@link RoundFlags#GONE}; if its identity turns up elsewhere it is {@link
 * RoundFlags#MOVING} there. Whoever looks twice at a place finds the pending node, so looks may overlap.
 *
 * <h2>Moves</h2>
 *
 * {@link Moves} finds what has moved. Where birth times change (overlayfs) it is a move if the kernel reports that something was
 * moved to the new name.
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

    private final TreeIndex index;
    private final EntryPrints prints;
    private final NodeTable table;
    private final ChildTable children;
    private final Sightings sightings = new Sightings();
    private final IntList gone = new IntList();
    private final IntList goneCauses = new IntList();
    private final Moves moves;
    private final OtherNames others;
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
        this.prints = index.prints();
        this.table = index.nodes().table();
        this.moves = new Moves(index, places, sightings);
        this.others = new OtherNames(index);
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
        moves.grafted();
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
            if (prints.has(child, RoundFlags.SEEN)) {
                prints.unset(child, RoundFlags.SEEN);
            } else if (complete) {
                absent(child, cause); // a pending one too: it was found by an earlier look and has gone since
            }
            child = table.next(child);
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
            prints.set(known, RoundFlags.SEEN);
        }
        if (prints.has(known, RoundFlags.PENDING)) {
            return foundAgain(known, stat, said);
        }
        if (prints.has(known, RoundFlags.MOVING) || !isSame(known, stat)) {
            absent(known, cause);
            return appeared(name, length, known, stat, said, cause);
        }
        prints.unset(known, RoundFlags.GONE); // it was away for a moment
        boolean unseen = exact && stat.type != EntryStat.DIRECTORY ? removed : said;
        if (stat.complete && (unseen || prints.differs(known, stat, !recorded))) {
            unverified += prints.mayBeUnchanged(known, stat) ? 1 : 0;
            index.nodes().adopt(known, stat);
            sightings.add(Sightings.MODIFIED, known, TreeIndex.NONE, TreeIndex.NONE, stat, cause);
            sightings.modified.set(known);
            others.changed(known, stat.changedNanos);
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
            return !others.isKnownElsewhere(stat);
        }
        if (prints.has(known, RoundFlags.PENDING)) {
            return false;
        }
        if (listing) {
            prints.set(known, RoundFlags.SEEN);
        }
        if (prints.type(known) == EntryStat.DIRECTORY) {
            absent(known, cause);
        }
        if (prints.has(known, RoundFlags.MOVING) || !isSame(known, stat)) {
            return !others.isKnownElsewhere(stat);
        }
        prints.unset(known, RoundFlags.GONE);
        return prints.contentDiffers(known, stat, !recorded);
    }

    /**
     * A file is held back, so the index does not have what was found. Its other names must be inspected now: this one may be gone
     * before it is delivered, and no event reports their change.
     */
    public void heldBack(EntryStat stat) {
        others.heldBack(stat);
    }

    /** What all names of a file have in common; never 0. */
    public long identity(EntryStat stat) {
        return index.fingerprint().identity(stat);
    }

    /** A file has lost a name that the index does not have: its other names must be inspected, because no event reports their change. */
    public void nameLost(long identity) {
        others.lost(identity);
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
        if (table.identity(root) == 0) {
            return; // it has never been there
        }
        for (int child = index.firstChild(root); child != TreeIndex.NONE; child = table.next(child)) {
            absent(child, cause);
        }
        absent(root, cause);
    }

    /** A root that was absent is there again. */
    public void rootCreated(int root, EntryStat stat, int cause) {
        index.nodes().adopt(root, stat);
        moves.found(root, sightings.add(Sightings.ROOT_CREATED, root, TreeIndex.NONE, TreeIndex.NONE, stat, cause));
    }

    /** What a look at a root itself has found. */
    public void rootFound(int root, EntryStat stat, boolean said, int cause) {
        boolean different = table.identity(root) != 0 && (said || prints.differs(root, stat, false));
        index.nodes().adopt(root, stat);
        if (different && !baseline) {
            sightings.add(Sightings.MODIFIED, root, TreeIndex.NONE, TreeIndex.NONE, stat, cause);
        }
    }

    /** Whether a directory is new in this round, so that nothing below it is known. */
    public boolean isNew(int node) {
        return prints.has(node, RoundFlags.PENDING);
    }

    /** Whether another name of an entry was found to be gone in this round. */
    public boolean hasLostName(int node) {
        return others.isShortened(node);
    }

    /** Whether the entry that was found last is new at its place and known from another one. */
    public boolean hasMoved(int found) {
        int last = sightings.size - 1;
        return last >= 0 && sightings.node[last] == found && sightings.source[last] != TreeIndex.NONE;
    }

    /** Whether a node is at another place now than before this round. */
    public boolean isMoving(int node) {
        return prints.has(node, RoundFlags.MOVING);
    }

    /** Whether a node was not found at its place, nor anywhere else so far. */
    public boolean isGone(int node) {
        return prints.has(node, RoundFlags.GONE) && !prints.has(node, RoundFlags.MOVING);
    }

    /** The node that has the name and parent that a node will have when the round has ended: itself, unless it moves. */
    public int placeOf(int node) {
        return moves.placeOf(node);
    }

    /** Another name of an inode that changed, to be looked at in this round, or -1. */
    public int nextRelative() {
        return others.next();
    }

    /** Ends the round: brings the index into its new shape and tells what is different. */
    public void finish(ChangeSink sink) {
        if (!baseline && IndexCheck.coversPaths(index)) {
            AppliedChanges checked = new AppliedChanges(index, moves.sightings().keySet(), sink);
            order(checked);
            checked.finish();
        } else {
            order(sink);
        }
        sightings.clear();
        gone.clear();
        goneCauses.clear();
        moves.clear();
        others.clear();
        children.forget();
        index.nodes().compact();
        IndexCheck.betweenRounds(index);
    }

    private void order(ChangeSink sink) {
        new Ordering(index, sightings, moves.sightings(), sink).apply(gone, goneCauses);
    }

    private boolean isSame(int known, EntryStat stat) {
        if (!stat.complete) {
            return true; // all that is known is that there is something; even its type may be a guess
        }
        boolean unknown = table.identity(known) == 0 || stat.inode == 0; // which some listings do not tell
        return prints.type(known) == stat.type
                && (unknown || table.identity(known) == prints.fingerprint().identity(stat));
    }

    private int appeared(byte[] name, int length, int occupant, EntryStat stat, boolean said, int cause) {
        int node = children.create(name, length, stat);
        if (listing) {
            prints.set(node, RoundFlags.SEEN);
        }
        others.created(node, stat.racy);
        if (baseline && occupant == TreeIndex.NONE) {
            return node;
        }
        prints.set(node, RoundFlags.PENDING);
        int source = Moves.proves(stat, placed) ? moves.sourceOf(node) : TreeIndex.NONE;
        int sighting = sightings.add(Sightings.CREATED, node, occupant, source, stat, cause);
        if (stat.type == EntryStat.DIRECTORY) {
            moves.found(node, sighting);
        }
        if (source == TreeIndex.NONE) {
            return node;
        }
        sightings.modified.set(node, said || prints.contentDiffers(source, stat, true));
        moves.moving(source, sighting);
        return stat.type == EntryStat.DIRECTORY ? source : node;
    }

    /** A pending node was looked at again in the same round. */
    private int foundAgain(int pending, EntryStat stat, boolean said) {
        int sighting = moves.sighting(pending);
        int source = sightings.source[sighting];
        if (!prints.has(pending, RoundFlags.GONE) && isSame(pending, stat)) {
            if (stat.complete) {
                index.nodes().adopt(pending, stat);
                sightings.bytes[sighting] = stat.size;
                sightings.modifiedNanos[sighting] = stat.modifiedNanos;
                others.changed(pending, stat.changedNanos);
            }
            if (said || source != TreeIndex.NONE && prints.contentDiffers(source, stat, true)) {
                sightings.modified.set(pending);
            }
        } else {
            sightings.unstable.add(pending);
        }
        return source != TreeIndex.NONE && stat.type == EntryStat.DIRECTORY ? source : pending;
    }

    private void absent(int node, int cause) {
        if (!prints.has(node, RoundFlags.GONE)) {
            prints.set(node, RoundFlags.GONE);
            gone.add(node);
            goneCauses.add(cause);
            others.gone(node);
        }
    }
}
