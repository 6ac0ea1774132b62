package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.BitSet;
import java.util.Map;

/**
 * Brings what a round has found into an order that can be applied one change after the other (G2), changing the index with
 * each step, so that every path is the one that a mirror has at that step.
 *
 * <p><b>Order.</b> Sightings come parents first, because a directory is found before its children. A sighting whose name is
 * taken waits for the occupant: one that moves is moved first, one that is gone is deleted first, and of a deleted directory
 * what moves out is moved first. What remains of the gone is deleted at the end.
 *
 * <p><b>Cycles.</b> Two entries that exchange their names wait for each other. Then the one that would have to be in two
 * places is deleted, and its new place is looked at again, where it is created. The same is done to chains of more than
 * {@value #MAX_DEPTH} entries, so that the stack is bounded.
 *
 * <p><b>Roots in one another.</b> Between them something is excluded, so no node leads from one to the other. A root is created
 * when the directories above it are in their places, and deleted before one of them leaves its place.
 *
 * <p>Nodes that leave the tree are only flagged; {@link TreeNodes#sweep} unlinks them directory by directory at the end.
 */
final class Ordering {
    private static final int MAX_DEPTH = 1000;

    private final TreeIndex index;
    private final Sightings sightings;
    private final Map<Integer, Integer> sightingOf;
    private final ChangeSink sink;
    private final BitSet touched = new BitSet();
    private final RootsInside rootsInside;
    private int depth;

    Ordering(TreeIndex index, Sightings sightings, Map<Integer, Integer> sightingOf, ChangeSink sink) {
        this.index = index;
        this.sightings = sightings;
        this.sightingOf = sightingOf;
        this.sink = sink;
        this.rootsInside = new RootsInside(index);
    }

    void apply(IntList gone, IntList goneCauses) {
        for (int i = 0; i < sightings.unstable.size(); i++) {
            lookAgainAt(sightings.unstable.get(i));
        }
        for (int s = 0; s < sightings.size; s++) {
            if (sightings.kind[s] == Sightings.ROOT_CREATED && !index.has(sightings.node[s], RoundFlags.GONE)) {
                place(s); // what moves there may have to be placed before anything else
            }
        }
        for (int s = 0; s < sightings.size; s++) {
            place(s);
        }
        for (int i = 0; i < gone.size(); i++) {
            int node = gone.get(i);
            if (index.has(node, RoundFlags.GONE) && !index.has(node, RoundFlags.REMOVED)) {
                delete(node, goneCauses.get(i));
            }
        }
        for (int dir = touched.nextSetBit(0); dir >= 0; dir = touched.nextSetBit(dir + 1)) {
            if (index.isDirectory(dir)) {
                index.nodes().sweep(dir);
            }
        }
    }

    private void place(int s) {
        if (sightings.state[s] != Sightings.WAITING) {
            return;
        }
        sightings.state[s] = Sightings.IN_PROGRESS;
        depth++;
        int node = sightings.node[s];
        switch (sightings.kind[s]) {
            case Sightings.CREATED -> arrive(s, node);
            case Sightings.MODIFIED -> {
                if (!index.has(node, RoundFlags.REMOVED)) {
                    tellModified(s, node);
                }
            }
            default -> {
                rootsInside.forEachAbove(node, this::placeSightingOf);
                sink.created(
                        index.path(node),
                        EntryStat.DIRECTORY,
                        sightings.cause[s],
                        sightings.bytes[s],
                        sightings.modifiedNanos[s]);
            }
        }
        depth--;
        sightings.state[s] = Sightings.DONE;
    }

    private void arrive(int s, int node) {
        int source = sightings.source[s];
        int parent = index.parent(node);
        if (index.has(parent, RoundFlags.PENDING | RoundFlags.MOVING) || isRootToCome(parent)) {
            placeSightingOf(parent);
        }
        if (!canArrive(node, source)) {
            cut(s, node, source);
            return;
        }
        int replaced = vacate(s, node);
        if (!canArrive(node, source)) { // freeing the name has deleted the parent or what moves here
            cut(s, node, source);
            return;
        }
        index.unset(node, RoundFlags.PENDING);
        if (source != TreeIndex.NONE) {
            move(s, node, source, replaced);
        } else if (replaced >= 0) {
            tellModified(s, node);
        } else {
            sink.created(
                    index.path(node),
                    index.type(node),
                    sightings.cause[s],
                    sightings.bytes[s],
                    sightings.modifiedNanos[s]);
        }
    }

    private boolean canArrive(int node, int source) {
        int parent = index.parent(node);
        return !index.has(node, RoundFlags.GONE | RoundFlags.REMOVED)
                && !index.has(parent, RoundFlags.PENDING | RoundFlags.REMOVED)
                && !isRootToCome(parent)
                && (source == TreeIndex.NONE || !index.has(source, RoundFlags.REMOVED) && !isAbove(source, parent));
    }

    private boolean isRootToCome(int node) {
        Integer s = index.parent(node) == TreeIndex.NONE ? sightingOf.get(node) : null;
        return s != null && sightings.state[s] != Sightings.DONE;
    }

    /** Gives a sighting up: what moves there is deleted, and if it is there after all the next round finds it. */
    private void cut(int s, int node, int source) {
        lookAgainAt(node);
        delete(node, sightings.cause[s]);
        if (source != TreeIndex.NONE && !index.has(source, RoundFlags.REMOVED)) {
            index.unset(source, RoundFlags.MOVING);
            delete(source, sightings.cause[s]);
        }
    }

    private boolean isAbove(int node, int below) {
        int at = below;
        while (at != TreeIndex.NONE && at != node) {
            at = index.parent(at);
        }
        return at == node;
    }

    /** Places what moves, or the new directory, unless that is going on already. */
    private void placeSightingOf(int node) {
        Integer s = sightingOf.get(node);
        if (s != null && depth < MAX_DEPTH) {
            place(s);
        }
    }

    /** Frees the name that a sighting needs; returns the type of the file from which it takes it over, or -1. */
    private int vacate(int s, int node) {
        int occupant = sightings.occupant[s];
        if (occupant == TreeIndex.NONE || index.has(occupant, RoundFlags.REMOVED)) {
            return -1;
        }
        if (index.has(occupant, RoundFlags.MOVING)) {
            placeSightingOf(occupant);
            if (index.has(occupant, RoundFlags.MOVING)) {
                delete(occupant, sightings.cause[s]); // the two wait for each other
            }
            return -1;
        }
        if (!index.has(occupant, RoundFlags.GONE)) {
            return -1; // it has moved out of the way already
        }
        boolean files = index.type(node) != EntryStat.DIRECTORY && index.type(occupant) != EntryStat.DIRECTORY;
        boolean moved = sightings.source[s] != TreeIndex.NONE;
        if (files && (moved || index.type(node) == index.type(occupant))) {
            remove(occupant); // replaced without a change of its own
            return index.type(occupant);
        }
        delete(occupant, sightings.cause[s]);
        return -1;
    }

    private void move(int s, int node, int source, int replaced) {
        int type = index.type(node);
        if (type == EntryStat.DIRECTORY) {
            leaveRoots(source, sightings.cause[s]);
        }
        NativeName from = index.path(source);
        boolean changed = sightings.modified.get(node);
        int result = node;
        index.unset(source, RoundFlags.MOVING | RoundFlags.GONE);
        if (type == EntryStat.DIRECTORY) {
            touched.set(index.parent(source));
            index.nodes().relocate(source, node);
            remove(node);
            result = source;
        } else {
            changed |= sightings.modified.get(source);
            remove(source);
        }
        sink.moved(
                from,
                index.path(result),
                result,
                replaced,
                type,
                sightings.cause[s],
                sightings.bytes[s],
                sightings.modifiedNanos[s]);
        if (changed) {
            tellModified(s, result);
        }
    }

    private void tellModified(int s, int node) {
        sink.modified(
                index.path(node), index.type(node), sightings.cause[s], sightings.bytes[s], sightings.modifiedNanos[s]);
    }

    private void delete(int node, int cause) {
        if (index.has(node, RoundFlags.REMOVED)) {
            return;
        }
        boolean directory = index.type(node) == EntryStat.DIRECTORY;
        if (directory) {
            IntList children = livingChildren(node);
            while (!children.isEmpty()) { // what moves out of the way meanwhile may have come in here
                for (int i = 0; i < children.size(); i++) {
                    deleteChild(node, children.get(i), cause);
                }
                children = livingChildren(node);
            }
            leaveRoots(node, cause);
            if (index.has(node, RoundFlags.REMOVED)) {
                return; // by what had to be moved out first
            }
        }
        if (index.parent(node) == TreeIndex.NONE) {
            index.unset(node, RoundFlags.GONE); // a root keeps its node
            index.nodes().forgetRoot(node);
            sink.deleted(index.path(node), EntryStat.DIRECTORY, cause);
            return;
        }
        if (!index.has(node, RoundFlags.PENDING)) {
            sink.deleted(index.path(node), index.type(node), cause);
        }
        remove(node);
    }

    /** Deletes the roots in a directory that leaves its place. */
    private void leaveRoots(int directory, int cause) {
        IntList roots = rootsInside.of(directory);
        for (int i = 0; i < roots.size(); i++) {
            int root = roots.get(i);
            if (index.isThere(root) && !isRootToCome(root)) {
                delete(root, cause);
                sink.rootLeft(root);
            }
        }
    }

    private IntList livingChildren(int directory) {
        IntList children = new IntList();
        for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = index.next(child)) {
            if (!index.has(child, RoundFlags.REMOVED)) {
                children.add(child);
            }
        }
        return children;
    }

    private void deleteChild(int directory, int child, int cause) {
        if (index.has(child, RoundFlags.MOVING)) {
            placeSightingOf(child);
        }
        if (index.parent(child) == directory) {
            delete(child, cause);
        }
    }

    /** Flags a node as removed; nothing is told. */
    private void remove(int node) {
        if (index.type(node) == EntryStat.DIRECTORY && !index.has(node, RoundFlags.REMOVED)) {
            sink.directoryRemoved(node);
        }
        index.set(node, RoundFlags.REMOVED);
        touched.set(index.parent(node));
    }

    private void lookAgainAt(int node) {
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        sink.lookAgain(index.parent(node), NativeName.of(name, 0, index.copyName(node, name)));
    }
}
