package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;

/**
 * Compares a directory's listing with the index, changes nothing, and answers only whether there is a difference. For use
 * between cycles, by the engine thread.
 */
public final class DriftCheck {
    private final TreeIndex index;
    private final ChildTable children;
    private int known;
    private boolean different;
    private boolean differentInLinks;

    /** Compares with this index. */
    public DriftCheck(TreeIndex index) {
        this.index = index;
        this.children = new ChildTable(index);
    }

    /** Begins a directory. */
    public void begin(int directory) {
        children.begin(directory);
        known = 0;
        different = false;
        differentInLinks = false;
    }

    /** An entry of the directory; its name in bytes from index 0. */
    public void entry(byte[] name, int length, EntryStat stat) {
        int node = children.find(name, length);
        stat.racy = stat.type == EntryStat.FILE; // a racy entry is inspected again anyway
        known++;
        if (node == TreeIndex.NONE) {
            different = true;
        } else if (stat.complete && isOther(node, stat)) {
            boolean linked = stat.type == EntryStat.FILE && (stat.links > 1 || index.has(node, EntryPrints.LINKED));
            differentInLinks |= linked;
            different |= !linked;
        }
    }

    /** An entry of the directory that may differ, because its state is not delivered yet. */
    public void undelivered(byte[] name, int length) {
        known += children.find(name, length) == TreeIndex.NONE ? 0 : 1;
    }

    private boolean isOther(int node, EntryStat stat) {
        return index.type(node) != stat.type
                || index.identity(node) != 0 && !index.hasIdentity(node, stat)
                || index.prints().differs(node, stat, false);
    }

    /** Whether the directory, now listed completely, differs from the index. */
    public boolean isDifferent() {
        return differentInLinks || isDifferentBesidesLinks();
    }

    /** The same without files that have several names: the kernel may report their changes in other directories only. */
    public boolean isDifferentBesidesLinks() {
        int count = 0;
        for (int child = index.firstChild(children.directory()); child >= 0; child = index.next(child)) {
            count++;
        }
        return different || count != known;
    }
}
