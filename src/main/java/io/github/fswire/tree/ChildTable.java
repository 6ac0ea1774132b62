package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import org.jspecify.annotations.Nullable;

/**
 * Finds the children of one directory by name for as long as one listing goes on.
 *
 * <p>Listings mostly come in the order of the last one, so the expected child is compared first; a table of names is made only
 * when that fails, and kept for further inspections of the same directory in the same cycle; that of a large directory is kept by
 * {@link LargeDirectories}. Of two nodes with one name the one found in this cycle counts ({@link CycleFlags#PENDING}). Owned by the
 * engine thread.
 */
final class ChildTable {
    private final TreeIndex index;
    private final EntryPrints prints;
    private final NodeNames names;
    private final NodeTable table;
    private final LargeDirectories large;
    private int directory;
    private int expected;
    private int previous;
    private NameTable own;
    private boolean built; // the own table is that of the directory

    ChildTable(TreeIndex index) {
        this.index = index;
        this.prints = index.prints();
        this.names = index.nodes().names();
        this.table = index.nodes().table();
        this.large = index.nodes().large();
        this.own = new NameTable(names, prints);
    }

    void begin(int dir) {
        forget();
        beginAgain(dir);
    }

    /** The same, if nothing but this table has added to the tree and removed from it since {@link #forget}. */
    void beginAgain(int dir) {
        built &= dir == directory;
        directory = dir;
        expected = index.firstChild(dir);
        previous = TreeIndex.NONE;
    }

    /** From now on the tree may change without this table. */
    void forget() {
        built = false;
    }

    int directory() {
        return directory;
    }

    /** The child of that name that counts, or -1. */
    int find(byte[] name, int length) {
        int node = expected;
        boolean certain =
                node != TreeIndex.NONE && !prints.has(node, CycleFlags.PENDING | CycleFlags.GONE | CycleFlags.REMOVED);
        if (!certain || !names.is(node, name, length)) {
            node = lookUp(name, length);
        }
        if (node != TreeIndex.NONE) {
            previous = node;
            expected = table.next(node);
        }
        return node;
    }

    /** Makes a child where the listing is, so that the next listing finds the same order. */
    int create(byte[] name, int length, EntryStat stat) {
        int node = index.nodes().create(directory, previous, name, length, stat);
        previous = node;
        if (built) {
            own.add(node);
        }
        return node;
    }

    /** Makes a root a child. */
    void graft(int root, byte[] name, int length) {
        index.graft(root, directory, name, length);
        if (built) {
            own.add(root);
        }
    }

    private int lookUp(byte[] name, int length) {
        NameTable kept = built ? null : large.of(directory);
        if (!built && kept == null) {
            kept = build();
        }
        return (kept == null ? own : kept).find(name, length, true);
    }

    /** Makes a table, and returns it if it is kept. */
    private @Nullable NameTable build() {
        own.clear();
        for (int child = index.firstChild(directory); child != TreeIndex.NONE; child = table.next(child)) {
            own.add(child);
        }
        if (own.size() <= LargeDirectories.LARGE) {
            built = true;
            return null;
        }
        NameTable kept = own;
        own = new NameTable(names, prints);
        large.keep(directory, kept);
        return kept;
    }
}
