package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tables of the children's names of a few large directories in which a name was looked for lately, so that one change in such a
 * directory does not cost what the directory has entries. {@link TreeNodes} adds and removes children.
 *
 * <p><b>Memory.</b> At most {@value #MOST_TABLES} tables, with at most as many names together as the index has entries: 4.7 to 5.9
 * bytes for a name.
 *
 * <p>Owned by one thread.
 */
final class LargeDirectories {
    /** Directories with more children are large; where everything is checked, small ones are as well. */
    static final int LARGE = Checks.ON ? 3 : 256;

    private static final int MOST_TABLES = 8;

    private record Kept(int directory, NameTable table) {}

    private final NodeTable nodes;
    private final List<Kept> kept = new ArrayList<>(); // the one used last comes first

    LargeDirectories(NodeTable nodes) {
        this.nodes = nodes;
    }

    /** The table of a directory, or null; it is the one used last. */
    @Nullable
    NameTable of(int directory) {
        int position = find(directory);
        if (position > 0) {
            kept.add(0, kept.remove(position));
        }
        return position < 0 ? null : kept.get(0).table;
    }

    /** Keeps a table, which has all children of the directory; others may have to give way. */
    void keep(int directory, NameTable table) {
        table.tighten();
        kept.add(0, new Kept(directory, table));
        long names = 0;
        for (int i = 0; i < kept.size(); i++) {
            names += kept.get(i).table.size();
            if (i >= MOST_TABLES || i > 0 && names > nodes.living()) {
                kept.subList(i, kept.size()).clear();
            }
        }
    }

    /** A directory has got a child. */
    void added(int directory, int node) {
        NameTable table = peek(directory);
        if (table != null) {
            table.addTight(node);
        }
    }

    /** A child is about to leave its directory, or to get another name. */
    void removed(int directory, int node) {
        NameTable table = peek(directory);
        if (table != null) {
            table.remove(node);
        }
    }

    /** The table of a directory, or null. */
    @Nullable
    NameTable peek(int directory) {
        int position = find(directory);
        return position < 0 ? null : kept.get(position).table;
    }

    private int find(int directory) {
        for (int i = 0; i < kept.size(); i++) {
            if (kept.get(i).directory == directory) {
                return i;
            }
        }
        return -1;
    }

    /** A directory is about to be freed. */
    void drop(int directory) {
        if (!kept.isEmpty()) {
            kept.removeIf(one -> one.directory == directory);
        }
    }

    long bytes() {
        long bytes = 0;
        for (Kept one : kept) {
            bytes += one.table.bytes();
        }
        return bytes;
    }
}
