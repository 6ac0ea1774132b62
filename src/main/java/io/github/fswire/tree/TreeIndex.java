package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.scan.EntryStat;
import org.jspecify.annotations.Nullable;

/**
 * The compact record of what was last delivered: a tree of numbered nodes, at most 50 bytes of heap for an entry.
 *
 * <p>A node's number stays the same for as long as its entry exists, also when its directory moves; a directory's number stays
 * the same when it is moved itself. Numbers are given out again later, so a number kept elsewhere is only a hint.
 *
 * <p><b>Memory.</b> 28 bytes in {@link NodeTable}, the name and one byte in {@link NameArena}, about 5.5 bytes in {@link
 * IdentityMap}, 9 bytes for a directory in {@link DirectorySlots}. There is no table of names: children of one directory are
 * found by walking their list, or through a {@link ChildTable} made for one listing.
 *
 * <p>Single writer: owned by the engine thread.
 */
public final class TreeIndex {
    /** Instead of a node. */
    public static final int NONE = -1;

    /** The bits of a type, in {@link #savedDetail} and elsewhere. */
    public static final int TYPE_MASK = EntryPrints.TYPE_MASK;

    private final TreeNodes nodes;
    private final NodeTable table; // of the nodes, as the next two: asked for each entry
    private final EntryPrints prints;
    private final NodeNames names;
    private final RootList roots = new RootList();
    private final TreePaths paths;
    private String history = "";

    /** An empty index, whose fingerprints nobody can predict. */
    public TreeIndex() {
        this(Fingerprint.random());
    }

    /** An empty index with the fingerprints of one that was stored. */
    public TreeIndex(Fingerprint fingerprint) {
        this.nodes = new TreeNodes(fingerprint, roots);
        this.table = nodes.table();
        this.prints = nodes.prints();
        this.names = nodes.names();
        this.paths = new TreePaths(this, names);
    }

    /**
     * The position in the kernel's history that belongs to this state of the tree, from which a session can go on; empty: not
     * known.
     */
    public String history() {
        return history;
    }

    /** Remembers that. */
    public void history(String position) {
        history = position;
    }

    /**
     * Adds a root.
     *
     * @param path its absolute path
     * @return its node
     */
    public int addRoot(NativeName path) {
        int node = nodes.createRoot();
        roots.add(node, path);
        return node;
    }

    /**
     * Takes a root out of the tree, with everything below it; not during a cycle.
     *
     * @param root its node
     */
    public void removeRoot(int root) {
        roots.remove(root);
        nodes.free(root);
    }

    /**
     * Makes a root a directory of another root's tree, with everything below it.
     *
     * @param root its node, which stays the same
     * @param directory its parent
     * @param name bytes from index 0
     * @param length number of bytes
     */
    public void graft(int root, int directory, byte[] name, int length) {
        roots.remove(root);
        nodes.graft(root, directory, name, length);
    }

    /**
     * Makes a directory a root, with everything below it; not during a cycle.
     *
     * @param directory its node, which stays the same
     */
    public void cut(int directory) {
        NativeName path = path(directory);
        nodes.cut(directory);
        roots.add(directory, path);
    }

    /** Whether a root was there at its last inspection. */
    public boolean isThere(int root) {
        return table.identity(root) != 0;
    }

    /** Bytes of heap that it takes. */
    public long bytes() {
        return nodes.bytes();
    }

    /** Number of roots. */
    public int rootCount() {
        return roots.size();
    }

    /** The node of a root. */
    public int root(int index) {
        return roots.get(index);
    }

    /** The path that was given for the root at a position, without a lookup. */
    public NativeName rootPathAt(int index) {
        return roots.pathAt(index);
    }

    /** Number of entries, roots included. */
    public int entries() {
        return nodes.living();
    }

    /** Number of directories, roots included. */
    public int directories() {
        return nodes.directories();
    }

    /** Node numbers are below it. */
    public int limit() {
        return nodes.limit();
    }

    /** Whether a number belongs to a directory now; any number may be asked. */
    public boolean isDirectory(int node) {
        return node >= 0 && !table.isFree(node) && type(node) == EntryStat.DIRECTORY && !has(node, CycleFlags.REMOVED);
    }

    /** Whether an entry is not, or not any more, part of the delivered tree; while the changes of a cycle are delivered. */
    public boolean isUndelivered(int node) {
        return has(node, CycleFlags.PENDING | CycleFlags.REMOVED);
    }

    /** One of the types of {@link EntryStat}. */
    public int type(int node) {
        return prints.type(node);
    }

    /** The parent of a node, -1 of a root. */
    public int parent(int node) {
        return table.parent(node);
    }

    /** First child of a directory, or -1. */
    public int firstChild(int directory) {
        return nodes.firstChild(directory);
    }

    /** Next child of the same directory, or -1. */
    public int next(int node) {
        return table.next(node);
    }

    /** The kernel's watch of a directory, or null. */
    public @Nullable RawWatch watch(int directory) {
        return nodes.watch(directory);
    }

    /** Sets the kernel's watch of a directory. */
    public void watch(int directory, @Nullable RawWatch watch) {
        nodes.watch(directory, watch);
    }

    /** Copies the name of an entry that is not a root; returns its length. */
    public int copyName(int node, byte[] target) {
        return names.copy(node, target, 0);
    }

    /** Whether an entry's identity is that of {@code stat}. */
    public boolean hasIdentity(int node, EntryStat stat) {
        return table.identity(node) == fingerprint().identity(stat);
    }

    /**
     * Whether an entry may be the one in {@code stat}: it has that identity, or none is known; a root without one is not
     * there.
     */
    public boolean mayBe(int node, EntryStat stat) {
        return table.identity(node) == 0 && table.parent(node) != NONE || hasIdentity(node, stat);
    }

    /** An entry without a known identity was opened: it has the identity in {@code stat} from now on. */
    public void identify(int node, EntryStat stat) {
        if (table.identity(node) == 0 && table.parent(node) != NONE && stat.complete && stat.inode != 0) {
            nodes.setIdentity(node, fingerprint().identity(stat));
        }
    }

    /** What distinguishes an entry from another one with its name; 0 if that is not known. */
    public long identity(int node) {
        return table.identity(node);
    }

    /** Changes whenever a name has left the index. */
    public int departures() {
        return nodes.departures();
    }

    /** An entry of that identity, the first of several if it has more names; or -1. */
    public int firstName(long identity) {
        return nodes.identities().first(identity);
    }

    /** Another entry of the same identity, all of them in turn until the first one comes again; -1 if there is no other. */
    public int nextName(int node) {
        return nodes.identities().next(node);
    }

    /** The absolute path of a node. */
    public NativeName path(int node) {
        return nodes.lineage().path(node);
    }

    /** The path that was given for a root. */
    public NativeName rootPath(int root) {
        return roots.path(root);
    }

    /** The path of the innermost root that contains a path; that path itself if there is none. */
    public NativeName rootAbove(NativeName path) {
        NativeName innermost = path;
        for (int r = 0; r < rootCount(); r++) {
            NativeName root = rootPathAt(r);
            if (path.isWithin(root) && (innermost.equals(path) || root.length() > innermost.length())) {
                innermost = root;
            }
        }
        return innermost;
    }

    /** From now on keeps the size and modification time of each entry as they were delivered last. */
    public void keepAttributes() {
        nodes.attributes().keep();
    }

    /** Copies size and modification time as they were delivered last; false if they are not known. */
    public boolean copyAttributes(int node, EntryStat stat) {
        return nodes.attributes().copy(node, stat);
    }

    /** The root that a node belongs to. */
    public int rootOf(int node) {
        return nodes.lineage().root(node);
    }

    /**
     * Takes the entry at a path out of the tree, with everything below it; not during a cycle.
     *
     * @return the root if the path is that of a root, which stays, alone; else -1
     */
    public int forget(NativeName path) {
        for (int r = 0; r < roots.size(); r++) {
            int root = roots.get(r);
            if (path.equals(rootPath(root))) {
                for (int child = firstChild(root); child != NONE; child = next(child)) {
                    set(child, CycleFlags.REMOVED);
                }
                nodes.sweep(root);
                return root;
            }
            int node = find(root, path);
            if (node != NONE) {
                set(node, CycleFlags.REMOVED);
                nodes.sweep(parent(node));
            }
        }
        return NONE;
    }

    /** The node under a path below a root, or -1. */
    public int find(int root, NativeName path) {
        return paths.find(root, path);
    }

    /** The child of that name of a directory, or -1. */
    public int child(int directory, byte[] name, int length) {
        return paths.child(directory, name, length);
    }

    /** Whatever is found there next counts as modified. */
    public void doubt(int node) {
        prints.doubt(node);
    }

    // What follows is for a checkpoint.

    /** Makes a child of which nothing is known but its name, behind {@code previous} in its directory's list, or at the front. */
    public int create(int directory, int previous, byte[] name, int length) {
        return nodes.create(directory, previous, name, length);
    }

    /** What {@link #restore} needs of the content. */
    public int savedContent(int node) {
        return prints.savedContent(node);
    }

    /** What {@link #restore} needs of the rest: the hash of the change time, in the low byte type and link flag. */
    public int savedDetail(int node) {
        return prints.savedDetail(node);
    }

    /** Makes a new node what another one was. */
    public void restore(int node, long identity, int content, int detail) {
        nodes.restore(node, identity, content, detail);
    }

    /** The fingerprints, with their key. */
    public Fingerprint fingerprint() {
        return prints.fingerprint();
    }

    // What follows is for this package.

    TreeNodes nodes() {
        return nodes;
    }

    EntryPrints prints() {
        return prints;
    }

    IdentityMap identities() {
        return nodes.identities();
    }

    boolean has(int node, int flag) {
        return prints.has(node, flag);
    }

    void set(int node, int flag) {
        prints.set(node, flag);
    }

    void unset(int node, int flag) {
        prints.unset(node, flag);
    }

    /** Whether a node is another one, or below it. */
    boolean isWithin(int node, int directory) {
        return nodes.lineage().isWithin(node, directory);
    }

    /** The first of that name from a child on, or -1: during a cycle several may have it. */
    int named(int first, byte[] name, int length) {
        return paths.named(first, name, length);
    }
}
