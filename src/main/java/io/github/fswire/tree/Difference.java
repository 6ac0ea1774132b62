package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;

/**
 * Compares the entries that a cycle finds with the index, and hands on the differences at the end of the cycle.
 *
 * <h2>Finding</h2>
 *
 * During a cycle the index keeps its shape. A new entry gets a node at once, linked in its place but {@link
 * CycleFlags#PENDING}. An entry that is not at its place is {@link CycleFlags#GONE}; if its identity turns up elsewhere it is
 * {@link CycleFlags#MOVING} there. A second inspection of a place finds the pending node, so inspections may overlap.
 *
 * <h2>Moves</h2>
 *
 * {@link Moves} finds entries that have moved. Where birth times change (overlayfs), an entry has moved if the kernel reports
 * a move to the new name.
 *
 * <h2>Order</h2>
 *
 * {@link Ordering} brings the findings into an order that can be applied and the index into its new shape. Owned by the
 * engine thread.
 */
public final class Difference {
    /** Checks whether an entry is still where the index has it. */
    @FunctionalInterface
    public interface Places {
        /**
         * Inspects the place of an entry.
         *
         * @param node an entry that is not a root
         * @return true if it is there, or if that cannot be found out
         */
        boolean holds(int node);
    }

    private static final int BOTH = EntryDetails.CONTENT | EntryDetails.METADATA;

    private final TreeIndex index;
    private final EntryPrints prints;
    private final NodeTable table;
    private final ChildTable children;
    private final Findings findings = new Findings();
    private final IntList gone = new IntList();
    private final IntList goneCauses = new IntList();
    private final Moves moves;
    private final OtherNames others;
    private boolean listing;
    private boolean baseline;
    private boolean recorded;
    private boolean placed;
    private boolean mayBeMetadata;
    private boolean exact;
    private boolean removed;
    private long unverified;

    /** Compares with {@code index}; {@code places} is asked whether entries are where the index has them. */
    public Difference(TreeIndex index, Places places) {
        this.index = index;
        this.prints = index.prints();
        this.table = index.nodes().table();
        this.moves = new Moves(index, places, findings);
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
     * Whether the time stamps of the entry that is found next show each change after its last inspection. Then that
     * inspection has seen the changes that the kernel reports of an unchanged entry, unless another entry may have got its
     * inode and its time stamps.
     *
     * @param known whether they do
     * @param reported whether the kernel reported that the entry of that name was removed
     */
    public void exact(boolean known, boolean reported) {
        exact = known;
        removed = reported;
    }

    /** How many entries count as modified although nothing shows whether they were. */
    public long unverified() {
        return unverified;
    }

    /** Whether the kernel reported that something was moved to the name that is found next. */
    public void placed(boolean moved) {
        placed = moved;
    }

    /** Whether only the metadata of the file that is found next have changed if its time stamps show no more. */
    public void mayBeMetadata(boolean may) {
        mayBeMetadata = may;
    }

    /** Whether the kernel reports every change that is made after an inspection, for the entries inspected from now on. */
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

    /** Begins inspections of single entries of a directory. */
    public void beginInspections(int directory) {
        children.beginAgain(directory);
        listing = false;
    }

    /** Ends a listing: if it was complete, the known children that did not come are gone. */
    public void end(boolean complete, int cause) {
        listing = false;
        int child = index.firstChild(children.directory());
        while (child != TreeIndex.NONE) {
            if (prints.has(child, CycleFlags.SEEN)) {
                prints.unset(child, CycleFlags.SEEN);
            } else if (complete) {
                absent(child, cause); // a pending one too: it was found by an earlier inspection and has gone since
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
     * @param changed whether the kernel reported that its content or metadata changed, see {@link #exact}
     * @param cause handed on with the change
     * @return the node that it will be when the cycle has ended
     */
    public int found(byte[] name, int length, EntryStat stat, boolean changed, int cause) {
        int known = children.find(name, length);
        if (known == TreeIndex.NONE) {
            return appeared(name, length, TreeIndex.NONE, stat, changed, cause);
        }
        if (listing) {
            prints.set(known, CycleFlags.SEEN);
        }
        if (prints.has(known, CycleFlags.PENDING)) {
            return foundAgain(known, stat, changed);
        }
        if (prints.has(known, CycleFlags.MOVING) || !isSame(known, stat)) {
            absent(known, cause);
            return appeared(name, length, known, stat, changed, cause);
        }
        prints.unset(known, CycleFlags.GONE); // it was away for a moment
        boolean unseen = exact && stat.type != EntryStat.DIRECTORY ? removed : changed;
        if (stat.complete && (unseen || prints.differs(known, stat, !recorded))) {
            boolean visible = !prints.mayBeUnchanged(known, stat);
            unverified += visible ? 0 : 1;
            findings.changed(known, visible ? aspects(known, stat) : BOTH);
            index.nodes().adopt(known, stat);
            findings.add(Findings.MODIFIED, known, TreeIndex.NONE, TreeIndex.NONE, stat, cause);
            others.changed(known, stat.changedNanos);
        } else if (stat.complete) {
            index.nodes().attributes().learn(known, stat);
        }
        return known;
    }

    /** What has changed of a known entry that differs: after a write, its two times are equal. */
    private int aspects(int known, EntryStat stat) {
        if (stat.type == EntryStat.DIRECTORY || mayBeMetadata && prints.hasSameData(known, stat)) {
            return EntryDetails.METADATA;
        }
        return stat.changedNanos == stat.modifiedNanos ? EntryDetails.CONTENT : BOTH;
    }

    /**
     * Whether a file of the present directory has content that was not delivered yet. The file counts as seen, and if it is
     * the known one as still there; a directory that had its name is not there any more. Nothing else is concluded from it.
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
        if (prints.has(known, CycleFlags.PENDING)) {
            return false;
        }
        if (listing) {
            prints.set(known, CycleFlags.SEEN);
        }
        if (prints.type(known) == EntryStat.DIRECTORY) {
            absent(known, cause);
        }
        if (prints.has(known, CycleFlags.MOVING) || !isSame(known, stat)) {
            return !others.isKnownElsewhere(stat);
        }
        prints.unset(known, CycleFlags.GONE);
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

    /** An entry of the present directory was inspected, and it is not there. */
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
        moves.found(root, findings.add(Findings.ROOT_CREATED, root, TreeIndex.NONE, TreeIndex.NONE, stat, cause));
    }

    /** A root itself was inspected. */
    public void rootFound(int root, EntryStat stat, boolean changed, int cause) {
        boolean different = table.identity(root) != 0 && (changed || prints.differs(root, stat, false));
        index.nodes().adopt(root, stat);
        if (different && !baseline) {
            findings.add(Findings.MODIFIED, root, TreeIndex.NONE, TreeIndex.NONE, stat, cause);
            findings.changed(root, EntryDetails.METADATA);
        }
    }

    /** Whether a directory is new in this cycle, so that nothing below it is known. */
    public boolean isNew(int node) {
        return prints.has(node, CycleFlags.PENDING);
    }

    /** Whether another name of an entry was found to be gone in this cycle. */
    public boolean hasLostName(int node) {
        return others.isShortened(node);
    }

    /** Whether the entry that was found last is new at its place and known from another one. */
    public boolean hasMoved(int found) {
        int last = findings.size - 1;
        return last >= 0 && findings.node[last] == found && findings.source[last] != TreeIndex.NONE;
    }

    /** Whether a node is at another place now than before this cycle. */
    public boolean isMoving(int node) {
        return prints.has(node, CycleFlags.MOVING);
    }

    /** Whether a node was not found at its place, nor anywhere else so far. */
    public boolean isGone(int node) {
        return prints.has(node, CycleFlags.GONE) && !prints.has(node, CycleFlags.MOVING);
    }

    /** The node that has the name and parent that a node will have when the cycle has ended: itself, unless it moves. */
    public int placeOf(int node) {
        return moves.placeOf(node);
    }

    /** Another name of an inode that changed, to be inspected in this cycle, or -1. */
    public int nextRelative() {
        return others.next();
    }

    /** Ends the cycle: brings the index into its new shape and hands on the differences. */
    public void finish(ChangeSink sink) {
        if (!baseline && IndexCheck.coversPaths(index)) {
            AppliedChanges checked = new AppliedChanges(index, moves.findings().keySet(), sink);
            order(checked);
            checked.finish();
        } else {
            order(sink);
        }
        findings.clear();
        gone.clear();
        goneCauses.clear();
        moves.clear();
        others.clear();
        children.forget();
        index.nodes().compact();
        IndexCheck.betweenCycles(index);
    }

    private void order(ChangeSink sink) {
        new Ordering(index, findings, moves.findings(), sink).apply(gone, goneCauses);
    }

    private boolean isSame(int known, EntryStat stat) {
        if (!stat.complete) {
            return true; // all that is known is that there is something; even its type may be a guess
        }
        boolean unknown = table.identity(known) == 0 || stat.inode == 0; // which some listings do not contain
        return prints.type(known) == stat.type
                && (unknown || table.identity(known) == prints.fingerprint().identity(stat));
    }

    private int appeared(byte[] name, int length, int occupant, EntryStat stat, boolean changed, int cause) {
        int node = children.create(name, length, stat);
        if (listing) {
            prints.set(node, CycleFlags.SEEN);
        }
        others.created(node, stat.racy);
        if (baseline && occupant == TreeIndex.NONE) {
            index.nodes().attributes().learn(node, stat);
            return node;
        }
        prints.set(node, CycleFlags.PENDING);
        int source = Moves.proves(stat, placed) ? moves.sourceOf(node) : TreeIndex.NONE;
        int finding = findings.add(Findings.CREATED, node, occupant, source, stat, cause);
        if (stat.type == EntryStat.DIRECTORY) {
            moves.found(node, finding);
        }
        if (source == TreeIndex.NONE) {
            return node;
        }
        if (changed || prints.contentDiffers(source, stat, true)) {
            findings.changed(node, aspects(source, stat));
        }
        moves.moving(source, finding);
        return stat.type == EntryStat.DIRECTORY ? source : node;
    }

    /** A pending node was inspected again in the same cycle. */
    private int foundAgain(int pending, EntryStat stat, boolean changed) {
        int finding = moves.finding(pending);
        int source = findings.source[finding];
        if (!prints.has(pending, CycleFlags.GONE) && isSame(pending, stat)) {
            if (stat.complete) {
                index.nodes().adopt(pending, stat);
                findings.bytes[finding] = stat.size;
                findings.modifiedNanos[finding] = stat.modifiedNanos;
                findings.contentHash[finding] = stat.contentHash;
                others.changed(pending, stat.changedNanos);
            }
            if (changed || source != TreeIndex.NONE && prints.contentDiffers(source, stat, true)) {
                findings.changed(pending, source == TreeIndex.NONE ? BOTH : aspects(source, stat));
            }
        } else {
            findings.unstable.add(pending);
        }
        return source != TreeIndex.NONE && stat.type == EntryStat.DIRECTORY ? source : pending;
    }

    private void absent(int node, int cause) {
        if (!prints.has(node, CycleFlags.GONE)) {
            prints.set(node, CycleFlags.GONE);
            gone.add(node);
            goneCauses.add(cause);
            others.gone(node);
        }
    }
}
