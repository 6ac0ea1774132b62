package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import io.github.fswire.scan.EntryStat;

/** The children of each directory, in a list through the nodes themselves. Owned by one thread. */
final class ChildLists {
    private final NodeTable nodes;
    private final EntryPrints prints;
    private final DirectorySlots slots;

    ChildLists(NodeTable nodes, EntryPrints prints, DirectorySlots slots) {
        this.nodes = nodes;
        this.prints = prints;
        this.slots = slots;
    }

    /** The slot of a directory. */
    int slot(int directory) {
        if (prints.type(directory) != EntryStat.DIRECTORY) {
            throw Checks.broken("node " + directory + " is used as a directory and is none");
        }
        return prints.detail(directory);
    }

    int first(int directory) {
        return slots.firstChild(slot(directory));
    }

    /** Puts a node behind {@code previous} in a directory's list, or at the front if that is -1. */
    void insert(int node, int directory, int previous) {
        nodes.parent(node, directory);
        if (previous == TreeIndex.NONE) {
            int slot = slot(directory);
            nodes.next(node, slots.firstChild(slot));
            slots.firstChild(slot, node);
        } else {
            if (nodes.parent(previous) != directory) {
                throw Checks.broken("node " + node + " is put into directory " + directory + " behind node " + previous
                        + " of directory " + nodes.parent(previous));
            }
            nodes.next(node, nodes.next(previous));
            nodes.next(previous, node);
        }
    }

    /** Takes a node out of its directory's list. */
    void remove(int node) {
        int slot = slot(nodes.parent(node));
        int before = TreeIndex.NONE;
        int at = slots.firstChild(slot);
        while (at != node) {
            if (at == TreeIndex.NONE) {
                throw Checks.broken("directory " + nodes.parent(node) + " does not know its child " + node);
            }
            before = at;
            at = nodes.next(at);
        }
        cutOut(slot, before, nodes.next(node));
    }

    /** Takes the first node out of a directory's list; -1 if it is empty. */
    int takeFirst(int directory) {
        int slot = slot(directory);
        int first = slots.firstChild(slot);
        if (first != TreeIndex.NONE) {
            slots.firstChild(slot, nodes.next(first));
        }
        return first;
    }

    /** Takes the children that are {@link CycleFlags#REMOVED} out of a directory's list, and hands out each of them. */
    void sweep(int directory, Removed removed) {
        int slot = slot(directory);
        int kept = TreeIndex.NONE;
        int node = slots.firstChild(slot);
        while (node != TreeIndex.NONE) {
            int next = nodes.next(node);
            if (prints.has(node, CycleFlags.REMOVED)) {
                cutOut(slot, kept, next);
                removed.free(node);
            } else {
                kept = node;
            }
            node = next;
        }
    }

    private void cutOut(int slot, int before, int after) {
        if (before == TreeIndex.NONE) {
            slots.firstChild(slot, after);
        } else {
            nodes.next(before, after);
        }
    }

    /** Receives nodes that no list contains any more. */
    @FunctionalInterface
    interface Removed {
        void free(int node);
    }
}
