package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks that the tables of an index agree with one another, between two cycles.
 *
 * <p>That takes as long as the index is large, so only small ones are checked.
 */
final class IndexCheck {
    private static final int MOST_ENTRIES = 1 << 11;
    private static final int MOST_PATH_BYTES = 1 << 22; // nested directories have long paths

    private final TreeIndex index;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private int entries;
    private int directories;
    private int linked;
    private int identified;
    private int inRings;

    private IndexCheck(TreeIndex index) {
        this.index = index;
    }

    /** Whether an index is small enough to be checked as a whole; false where such checks are off. */
    static boolean covers(TreeIndex index) {
        return Checks.ON && index.entries() <= MOST_ENTRIES;
    }

    /** Whether the paths of all entries of an index are few and short enough to be compared; false where such checks are off. */
    static boolean coversPaths(TreeIndex index) {
        return covers(index) && pathBytes(index) <= MOST_PATH_BYTES;
    }

    private static long pathBytes(TreeIndex index) {
        long sum = 0;
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        IntList toVisit = new IntList(); // a directory and the length of its path
        for (int r = 0; r < index.rootCount(); r++) {
            toVisit.add(index.root(r));
            toVisit.add(index.rootPathAt(r).length());
        }
        while (!toVisit.isEmpty()) {
            int above = toVisit.pop();
            int directory = toVisit.pop();
            for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = index.next(child)) {
                int length = above + 1 + index.copyName(child, name);
                sum += length;
                if (index.type(child) == EntryStat.DIRECTORY) {
                    toVisit.add(child);
                    toVisit.add(length);
                }
            }
        }
        return sum;
    }

    /** Checks an index if it is small. */
    static void betweenCycles(TreeIndex index) {
        if (covers(index)) {
            new IndexCheck(index).check();
        }
    }

    private void check() {
        for (int r = 0; r < index.rootCount(); r++) {
            require(index.parent(index.root(r)) == TreeIndex.NONE, index.root(r), "is a root and has a parent");
            visitTree(index.root(r));
        }
        requireEqual("entries", entries, index.entries());
        requireEqual("directories", directories, index.directories());
        requireEqual("entries with several names", linked, index.prints().linkedNodes());
        requireEqual("entries with an identity", identified, inRings);
    }

    private void visitTree(int root) {
        IntList toVisit = new IntList();
        toVisit.add(root);
        while (!toVisit.isEmpty()) {
            int node = toVisit.pop();
            visit(node);
            if (index.type(node) == EntryStat.DIRECTORY) {
                visitChildren(node, toVisit);
            }
        }
    }

    private void visit(int node) {
        entries++;
        require(entries <= index.entries(), node, "is reached twice, or is not among the living");
        require(!index.has(node, CycleFlags.ALL), node, "has a flag of the cycle that has ended");
        linked += index.has(node, EntryPrints.LINKED) ? 1 : 0;
        if (index.identity(node) != 0 && index.parent(node) != TreeIndex.NONE) {
            identified++;
            int first = index.firstName(index.identity(node));
            require(first != TreeIndex.NONE, node, "is not found by its identity");
            inRings += first == node ? ringSize(node) : 0;
        }
    }

    private int ringSize(int first) {
        int size = 1;
        for (int other = index.nextName(first); other >= 0 && other != first; other = index.nextName(other)) {
            require(index.identity(other) == index.identity(first), other, "is found by the identity of another node");
            require(++size <= index.entries(), first, "has a ring of names without an end");
        }
        return size;
    }

    private void visitChildren(int directory, IntList toVisit) {
        directories++;
        Set<NativeName> names = new HashSet<>();
        NameTable table = index.nodes().large().peek(directory);
        for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = index.next(child)) {
            require(index.parent(child) == directory, child, "is in the list of another directory than its parent");
            NativeName itsName = NativeName.of(name, 0, index.copyName(child, name));
            require(names.add(itsName), child, "has the name of another child of its directory");
            boolean found = table == null || table.find(name, itsName.length(), false) == child;
            require(found, child, "is not found in its directory by its name");
            toVisit.add(child);
        }
        require(table == null || table.size() == names.size(), directory, "has names that none of its children has");
    }

    private void require(boolean holds, int node, String what) {
        if (!holds) {
            throw Checks.broken("node " + node + " " + what);
        }
    }

    private static void requireEqual(String what, int found, int expected) {
        if (found != expected) {
            throw Checks.broken("the index has " + found + " " + what + " and counts " + expected);
        }
    }
}
