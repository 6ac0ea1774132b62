package io.github.fswire.tree;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.scan.EntryStat;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a {@link TreeIndex}: what each entry has, spread over tables that agree with one another after every method here.
 *
 * <p>Owned by one thread.
 */
final class TreeNodes {
    private static final int NONE = TreeIndex.NONE;

    /** Identity of a root that is there but could not be inspected; 0 would mean that it is not there. */
    private static final long UNKNOWN = 1;

    private final NodeTable table = new NodeTable();
    private final IdentityMap identities = new IdentityMap(table);
    private final NodeNames names = new NodeNames(table);
    private final DirectorySlots slots = new DirectorySlots();
    private final EntryPrints prints;
    private final ChildLists children;
    private final Lineage lineage;
    private final LargeDirectories large = new LargeDirectories(table);
    private final DeliveredAttributes attributes = new DeliveredAttributes();
    private int departures;

    TreeNodes(Fingerprint fingerprint, RootList roots) {
        this.prints = new EntryPrints(table, fingerprint);
        this.children = new ChildLists(table, prints, slots);
        this.lineage = new Lineage(table, names, roots);
    }

    NodeTable table() {
        return table;
    }

    /** The results of the last inspections, and how new ones compare with them. */
    EntryPrints prints() {
        return prints;
    }

    IdentityMap identities() {
        return identities;
    }

    NodeNames names() {
        return names;
    }

    /** The ways from the roots to the nodes. */
    Lineage lineage() {
        return lineage;
    }

    LargeDirectories large() {
        return large;
    }

    DeliveredAttributes attributes() {
        return attributes;
    }

    int living() {
        return table.living();
    }

    int directories() {
        return slots.living();
    }

    int limit() {
        return table.limit();
    }

    long bytes() {
        return table.bytes() + names.bytes() + identities.bytes() + slots.bytes() + large.bytes() + attributes.bytes();
    }

    int firstChild(int directory) {
        return children.first(directory);
    }

    @Nullable
    RawWatch watch(int directory) {
        return slots.watch(children.slot(directory));
    }

    void watch(int directory, @Nullable RawWatch watch) {
        slots.watch(children.slot(directory), watch);
    }

    /** Changes whenever a name has left the tree. */
    int departures() {
        return departures;
    }

    /** Makes a directory that has no parent and is not there, as far as is known. */
    int createRoot() {
        int node = table.allocate();
        table.identity(node, 0);
        table.parent(node, NONE);
        table.next(node, NONE);
        prints.begin(node, slots.allocate());
        return node;
    }

    /** Makes what has no parent a child. */
    void graft(int root, int directory, byte[] name, int length) {
        lineage.forget(root);
        names.set(root, name, length);
        children.insert(root, directory, NONE);
        large.added(directory, root);
        if (table.identity(root) == UNKNOWN) {
            table.identity(root, 0);
        } else if (table.identity(root) != 0) {
            identities.add(root);
        }
    }

    /** Makes a child a directory without a parent. */
    void cut(int directory) {
        lineage.forget(directory);
        large.removed(table.parent(directory), directory);
        children.remove(directory);
        if (table.identity(directory) == 0) {
            table.identity(directory, UNKNOWN);
        } else {
            identities.remove(directory);
        }
        names.remove(directory);
        table.parent(directory, NONE);
        table.next(directory, NONE);
    }

    /** Makes a child behind {@code previous} in its directory's list, or at the front if that is -1. */
    int create(int directory, int previous, byte[] name, int length, EntryStat stat) {
        int node = create(directory, previous, name, length);
        adopt(node, stat);
        return node;
    }

    /** The same of which nothing is known but its name. */
    int create(int directory, int previous, byte[] name, int length) {
        int node = table.allocate();
        attributes.forget(node);
        names.set(node, name, length);
        children.insert(node, directory, previous);
        large.added(directory, node);
        table.print(node, 0);
        table.identity(node, 0);
        return node;
    }

    /** Records the result of an inspection; the flags of the cycle stay. */
    void adopt(int node, EntryStat stat) {
        boolean numbered =
                stat.inode != 0 || table.parent(node) == NONE; // file systems in user space may give no numbers
        long identity = stat.complete && numbered ? prints.fingerprint().identity(stat) : 0;
        if (table.identity(node) != identity) {
            forgetIdentity(node);
            setIdentity(node, identity);
        }
        boolean was = prints.type(node) == EntryStat.DIRECTORY;
        boolean is = stat.type == EntryStat.DIRECTORY;
        if (was && !is) {
            throw Checks.broken("directory " + node + " is to become something of type " + stat.type);
        }
        prints.adopt(node, stat, is && !was ? slots.allocate() : prints.detail(node));
    }

    /** Makes a new node what another one was, by what {@link EntryPrints} has saved of it. */
    void restore(int node, long identity, int content, int detail) {
        boolean directory = (detail & EntryPrints.TYPE_MASK) == EntryStat.DIRECTORY;
        boolean root = table.parent(node) == NONE;
        if (root && !directory) {
            throw new IllegalStateException("a root that is no directory");
        }
        setIdentity(node, identity);
        prints.restore(node, content, detail, directory && !root ? slots.allocate() : prints.detail(node));
    }

    /** Gives an identity to a node that has none. */
    void setIdentity(int node, long identity) {
        table.identity(node, identity);
        if (identity != 0 && table.parent(node) != NONE) {
            identities.add(node);
        }
    }

    /** From now on a root is not there, as far as is known. */
    void forgetRoot(int root) {
        table.identity(root, 0);
    }

    /** Takes a node out of the identity map, because it is not there any more. */
    private void forgetIdentity(int node) {
        if (table.identity(node) != 0 && table.parent(node) != NONE) {
            departures++;
            identities.remove(node);
            table.identity(node, 0);
        }
    }

    /** Moves a directory to the place of {@code target}, taking that node's name and content. */
    void relocate(int directory, int target) {
        lineage.forget(directory);
        lineage.forget(target);
        int parent = table.parent(target);
        large.removed(table.parent(directory), directory);
        large.removed(parent, target);
        children.remove(directory);
        children.insert(directory, parent, NONE);
        names.exchange(directory, target);
        large.added(parent, directory);
        large.added(parent, target);
        prints.takeContent(directory, target);
    }

    /** Unlinks and frees the children of a directory that are {@link CycleFlags#REMOVED}. */
    void sweep(int directory) {
        children.sweep(directory, this::free);
    }

    /** Frees a node, which no list may contain any more, with everything below it. */
    void free(int top) {
        if (table.isFree(top)) {
            throw Checks.broken("node " + top + " is freed twice");
        }
        int node = top;
        while (true) { // no recursion: somebody else decides how deep a tree is
            int parent = table.parent(node);
            int child = prints.type(node) == EntryStat.DIRECTORY ? takeFirst(node) : NONE;
            if (child != NONE) {
                node = child;
                continue;
            }
            freeOne(node);
            if (node == top) {
                return;
            }
            node = parent;
        }
    }

    private int takeFirst(int directory) {
        large.drop(directory);
        return children.takeFirst(directory);
    }

    private void freeOne(int node) {
        lineage.forget(node);
        if (prints.type(node) == EntryStat.DIRECTORY) {
            slots.free(children.slot(node));
        }
        prints.forget(node);
        forgetIdentity(node);
        if (table.parent(node) != NONE) {
            large.removed(table.parent(node), node);
            names.remove(node);
        }
        table.free(node);
    }

    /** Gives memory of removed names back when there is much of it. */
    void compact() {
        names.compact();
    }
}
