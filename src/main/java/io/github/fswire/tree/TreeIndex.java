package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.scan.EntryStat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The compact record of what was last delivered: a tree of numbered nodes, at most 50 bytes of heap for an entry.
 *
 * <p>A node's number stays the same for as long as its entry exists, also when its directory moves; a directory's number stays
 * the same when it is moved itself. Numbers are given out again later, so a number kept elsewhere is only a hint.
 *
 * <p><b>Memory.</b> 28 bytes in {@link NodeTable}, the name and one byte in {@link NameArena}, about 5.5 bytes in {@link
 * IdentityMap}, 9 bytes for a directory. There is no table of names: children of one directory are found by walking their
 * list, or through a {@link ChildTable} made for one listing.
 *
 * <p>Single writer: owned by the engine thread.
 */
public final class TreeIndex {
    /** Instead of a node. */
    public static final int NONE = -1;

    // Flags of a node, in the low byte of its print; the lowest two bits are its type.
    /** Of the type in {@link #savedDetail}. */
    public static final int TYPE_MASK = 3;
    /** Met in the listing that is going on. */
    static final int SEEN = 1 << 2;
    /** Found in this round and not delivered yet. */
    static final int PENDING = 1 << 3;
    /** Not found at its place in this round. */
    static final int GONE = 1 << 4;
    /** Found at another place in this round; goes there when the round ends. */
    static final int MOVING = 1 << 5;
    /** Had more than one name when it was looked at. */
    static final int LINKED = 1 << 6;
    /** No longer part of the tree; its number is free when the round ends. */
    static final int REMOVED = 1 << 7;

    /** Identity of a root that is there but could not be looked at; 0 would mean that it is not there. */
    private static final long UNKNOWN = 1;

    private static final int FLAG_BITS = 8;
    private static final int CONTENT_SHIFT = 32;
    private static final long DETAIL_MASK = 0xFFFFFF; // 24 bits: hash of the change time, or a directory's slot

    private final Fingerprint prints;
    private final NodeTable nodes = new NodeTable();
    private final IdentityMap identities = new IdentityMap(nodes);
    private int departures;
    private NameArena names = new NameArena();
    private final IntList roots = new IntList();
    private final List<NativeName> pathsOfRoots = new ArrayList<>(); // in the order of roots
    private final Map<Integer, NativeName> rootPaths = new HashMap<>(); // by node

    // By directory slot.
    private int[] firstChild = new int[16];
    private @Nullable RawWatch[] watches = new RawWatch[16];
    private int slotLimit;
    private final IntList freeSlots = new IntList();

    private int linkedNodes;
    private String history = "";
    private byte[] pathScratch = new byte[4096];

    /** An empty index, whose fingerprints nobody can predict. */
    public TreeIndex() {
        this(Fingerprint.random());
    }

    /** An empty index with the fingerprints of one that was stored. */
    public TreeIndex(Fingerprint prints) {
        this.prints = prints;
    }

    /** Where the kernel's history was when this was the tree's state, for whoever can go on from there; empty: not known. */
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
        int node = nodes.allocate();
        nodes.identity(node, 0);
        nodes.parent(node, NONE);
        nodes.next(node, NONE);
        nodes.print(node, EntryStat.DIRECTORY | (long) allocateSlot() << FLAG_BITS);
        addRoot(node, path);
        return node;
    }

    /**
     * Takes a root out of the tree, with everything below it; not while a round goes on.
     *
     * @param root its node
     */
    public void removeRoot(int root) {
        endRoot(root);
        free(root);
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
        endRoot(root);
        nodes.name(root, names.add(name, length));
        link(root, directory);
        if (nodes.identity(root) == UNKNOWN) {
            nodes.identity(root, 0);
        } else if (nodes.identity(root) != 0) {
            identities.add(root);
        }
    }

    /**
     * Makes a directory a root, with everything below it; not while a round goes on.
     *
     * @param directory its node, which stays the same
     */
    public void cut(int directory) {
        NativeName path = path(directory);
        unlink(directory);
        if (nodes.identity(directory) == 0) {
            nodes.identity(directory, UNKNOWN);
        } else {
            identities.remove(directory);
        }
        names.remove(nodes.name(directory));
        nodes.parent(directory, NONE);
        nodes.next(directory, NONE);
        addRoot(directory, path);
    }

    private void addRoot(int node, NativeName path) {
        roots.add(node);
        pathsOfRoots.add(path);
        rootPaths.put(node, path);
    }

    private void endRoot(int node) {
        int position = 0;
        while (roots.get(position) != node) {
            position++;
        }
        roots.remove(node);
        pathsOfRoots.remove(position);
        rootPaths.remove(node);
    }

    /** Whether a root was there when it was looked at last. */
    public boolean isThere(int root) {
        return nodes.identity(root) != 0;
    }

    /** Bytes of heap that it takes. */
    public long bytes() {
        return nodes.bytes() + names.bytes() + identities.bytes() + 8L * firstChild.length;
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
        return pathsOfRoots.get(index);
    }

    /** Number of entries, roots included. */
    public int entries() {
        return nodes.living();
    }

    /** Number of directories, roots included. */
    public int directories() {
        return slotLimit - freeSlots.size();
    }

    /** Node numbers are below it. */
    public int limit() {
        return nodes.limit();
    }

    /** Whether a number belongs to a directory now; any number may be asked. */
    public boolean isDirectory(int node) {
        return node >= 0 && !nodes.isFree(node) && type(node) == EntryStat.DIRECTORY && !has(node, REMOVED);
    }

    /** Whether an entry is not, or not any more, part of what was told; while a round's changes are told. */
    public boolean isUntold(int node) {
        return has(node, PENDING | REMOVED);
    }

    /** One of the types of {@link EntryStat}. */
    public int type(int node) {
        return (int) nodes.print(node) & TYPE_MASK;
    }

    /** The parent of a node, -1 of a root. */
    public int parent(int node) {
        return nodes.parent(node);
    }

    /** First child of a directory, or -1. */
    public int firstChild(int directory) {
        return firstChild[slot(directory)];
    }

    /** Next child of the same directory, or -1. */
    public int next(int node) {
        return nodes.next(node);
    }

    /** The kernel's watch of a directory, or null. */
    public @Nullable RawWatch watch(int directory) {
        return watches[slot(directory)];
    }

    /** Sets the kernel's watch of a directory. */
    public void watch(int directory, @Nullable RawWatch watch) {
        watches[slot(directory)] = watch;
    }

    /** Copies the name of an entry that is not a root; returns its length. */
    public int copyName(int node, byte[] target) {
        return names.copy(nodes.name(node), target, 0);
    }

    /** Whether an entry's identity is that of {@code stat}. */
    public boolean hasIdentity(int node, EntryStat stat) {
        return nodes.identity(node) == prints.identity(stat);
    }

    /** Whether an entry may be what {@code stat} tells of: it has that identity, or none is known; a root without one is not there. */
    public boolean mayBe(int node, EntryStat stat) {
        return nodes.identity(node) == 0 && nodes.parent(node) != NONE || hasIdentity(node, stat);
    }

    /** An entry of which no identity is known was opened, and {@code stat} tells of it: it is that one from now on. */
    public void identify(int node, EntryStat stat) {
        if (nodes.identity(node) == 0 && nodes.parent(node) != NONE && stat.complete && stat.inode != 0) {
            nodes.identity(node, prints.identity(stat));
            identities.add(node);
        }
    }

    /** The absolute path of a node. */
    public NativeName path(int node) {
        int start = pathScratch.length;
        int at = node;
        while (nodes.parent(at) != NONE) {
            int length = names.length(nodes.name(at));
            start = reserve(start, length + 1);
            pathScratch[start] = '/';
            names.copy(nodes.name(at), pathScratch, start + 1);
            at = nodes.parent(at);
        }
        NativeName root = rootPath(at);
        boolean shared = start < pathScratch.length && endsWithSlash(root); // with the first name
        start = reserve(start, root.length() - (shared ? 1 : 0));
        root.copyTo(pathScratch, start);
        return NativeName.of(pathScratch, start, pathScratch.length - start);
    }

    private int reserve(int start, int length) {
        int at = start;
        if (at < length) {
            byte[] larger = new byte[pathScratch.length * 2 + length];
            at += larger.length - pathScratch.length;
            System.arraycopy(pathScratch, start, larger, at, pathScratch.length - start);
            pathScratch = larger;
        }
        return at - length;
    }

    /** The path that was given for a root. */
    public NativeName rootPath(int root) {
        return Objects.requireNonNull(rootPaths.get(root));
    }

    /** The root that a node belongs to. */
    public int rootOf(int node) {
        int at = node;
        while (nodes.parent(at) != NONE) {
            at = nodes.parent(at);
        }
        return at;
    }

    /**
     * Takes what is under a path out of the tree, with everything below it; not while a round goes on.
     *
     * @return the root if the path is that of a root, which stays, alone; else -1
     */
    public int forget(NativeName path) {
        for (int r = 0; r < roots.size(); r++) {
            int root = roots.get(r);
            if (path.equals(rootPath(root))) {
                for (int child = firstChild(root); child != NONE; child = next(child)) {
                    set(child, REMOVED);
                }
                sweep(root);
                return root;
            }
            int node = find(root, path);
            if (node != NONE) {
                set(node, REMOVED);
                sweep(parent(node));
            }
        }
        return NONE;
    }

    /** The node under a path below a root, or -1. */
    public int find(int root, NativeName path) {
        byte[] bytes = path.toBytes();
        NativeName above = rootPath(root);
        int start = endsWithSlash(above) ? above.length() : above.length() + 1;
        int node = path.isWithin(above) ? root : NONE;
        while (node != NONE && start < bytes.length) {
            int end = start;
            while (end < bytes.length && bytes[end] != '/') {
                end++;
            }
            byte[] name = Arrays.copyOfRange(bytes, start, end);
            node = child(node, name, name.length);
            start = end + 1;
        }
        return node;
    }

    /** As the root directory does, or a drive. */
    private static boolean endsWithSlash(NativeName root) {
        return root.byteAt(root.length() - 1) == '/';
    }

    /** The child of that name of a directory, or -1. */
    public int child(int directory, byte[] name, int length) {
        return named(type(directory) == EntryStat.DIRECTORY ? firstChild(directory) : NONE, name, length);
    }

    /** The first of that name from a child on, or -1: during a round several may have it. */
    int named(int first, byte[] name, int length) {
        int child = first;
        while (child != NONE && !nameIs(child, name, length)) {
            child = next(child);
        }
        return child;
    }

    /** Whatever is found there next counts as modified. */
    public void doubt(int node) {
        nodes.print(node, nodes.print(node) + (1L << CONTENT_SHIFT));
    }

    // What follows is for the Difference.

    /** Makes a child behind {@code previous} in its directory's list, or at the front if that is -1. */
    int create(int directory, int previous, byte[] name, int length, EntryStat stat) {
        int node = create(directory, previous, name, length);
        adopt(node, stat);
        return node;
    }

    /** The same of which nothing is known but its name. */
    public int create(int directory, int previous, byte[] name, int length) {
        int node = nodes.allocate();
        nodes.parent(node, directory);
        nodes.name(node, names.add(name, length));
        if (previous == NONE) {
            int slot = slot(directory);
            nodes.next(node, firstChild[slot]);
            firstChild[slot] = node;
        } else {
            nodes.next(node, nodes.next(previous));
            nodes.next(previous, node);
        }
        nodes.print(node, 0);
        nodes.identity(node, 0);
        return node;
    }

    /** Records what a look has found; flags other than the type stay. */
    void adopt(int node, EntryStat stat) {
        boolean numbered =
                stat.inode != 0 || nodes.parent(node) == NONE; // file systems in user space may give no numbers
        long identity = stat.complete && numbered ? prints.identity(stat) : 0;
        if (nodes.identity(node) != identity) {
            forgetIdentity(node);
            nodes.identity(node, identity);
            if (identity != 0 && nodes.parent(node) != NONE) {
                identities.add(node);
            }
        }
        long flags = nodes.print(node) & (1 << FLAG_BITS) - 1 & ~(TYPE_MASK | LINKED);
        boolean directory = stat.type == EntryStat.DIRECTORY;
        long detail;
        if (!directory) {
            detail = prints.changed(stat);
        } else if (type(node) == EntryStat.DIRECTORY) {
            detail = slot(node);
        } else {
            detail = allocateSlot();
        }
        boolean wasLinked = has(node, LINKED);
        boolean linked = !directory && stat.complete && stat.links > 1;
        linkedNodes += (linked ? 1 : 0) - (wasLinked ? 1 : 0);
        flags |= linked ? LINKED : 0;
        long content = stat.complete ? prints.content(stat) : 0;
        nodes.print(node, content << CONTENT_SHIFT | detail << FLAG_BITS | flags | stat.type);
    }

    /** For {@link #restore}. */
    public int savedContent(int node) {
        return (int) (nodes.print(node) >>> CONTENT_SHIFT);
    }

    /** For {@link #restore}: the hash of the change time, in the low byte type and link flag. */
    public int savedDetail(int node) {
        int flags = (int) nodes.print(node) & (TYPE_MASK | LINKED);
        return type(node) == EntryStat.DIRECTORY ? flags : slot(node) << FLAG_BITS | flags;
    }

    /** Makes a new node what another one was. */
    public void restore(int node, long identity, int content, int detail) {
        int type = detail & TYPE_MASK;
        boolean root = nodes.parent(node) == NONE;
        if (root && type != EntryStat.DIRECTORY) {
            throw new IllegalStateException("a root that is no directory");
        }
        nodes.identity(node, identity);
        if (identity != 0 && !root) {
            identities.add(node);
        }
        long upper = type != EntryStat.DIRECTORY ? detail >>> FLAG_BITS : root ? slot(node) : allocateSlot();
        linkedNodes += (detail & LINKED) == 0 ? 0 : 1;
        nodes.print(node, (long) content << CONTENT_SHIFT | upper << FLAG_BITS | detail & (TYPE_MASK | LINKED));
    }

    /**
     * Whether a look at an entry of the same type and identity found something new. If the look before was racy and so is this
     * one, there may be something new that cannot be seen: if {@code strict} it counts as different, else a later look decides.
     */
    boolean differs(int node, EntryStat stat, boolean strict) {
        return contentDiffers(node, stat, strict)
                || stat.type != EntryStat.DIRECTORY && slot(node) != prints.changed(stat);
    }

    /** The same but for the change time, which a rename alters as well. */
    boolean contentDiffers(int node, EntryStat stat, boolean strict) {
        int before = (int) (nodes.print(node) >>> CONTENT_SHIFT);
        int now = prints.content(stat);
        boolean bothRacy = stat.racy && before == now;
        boolean onlyNowRacy = stat.racy && before == ~now;
        return bothRacy ? strict : before != now && !onlyNowRacy;
    }

    /** Whether a look at an entry of the same type and identity found all that is compared as it was, racy or not. */
    boolean mayBeUnchanged(int node, EntryStat stat) {
        int before = (int) (nodes.print(node) >>> CONTENT_SHIFT);
        int now = prints.content(stat);
        return (before == now || before == ~now)
                && (stat.type == EntryStat.DIRECTORY || slot(node) == prints.changed(stat));
    }

    /** What distinguishes an entry from another one with its name; 0 if that is not known. */
    public long identity(int node) {
        return nodes.identity(node);
    }

    /** Changes whenever a name has left the index. */
    public int departures() {
        return departures;
    }

    /** An entry of that identity, the first of several if it has more names; or -1. */
    public int firstName(long identity) {
        return identities.first(identity);
    }

    /** Another entry of the same identity, all of them in turn until the first one comes again; -1 if there is no other. */
    public int nextName(int node) {
        return identities.next(node);
    }

    /** The fingerprints, with their key. */
    public Fingerprint prints() {
        return prints;
    }

    IdentityMap identities() {
        return identities;
    }

    boolean has(int node, int flag) {
        return (nodes.print(node) & flag) != 0;
    }

    void set(int node, int flag) {
        nodes.print(node, nodes.print(node) | flag);
    }

    void unset(int node, int flag) {
        nodes.print(node, nodes.print(node) & ~(long) flag);
    }

    /** Equal for two names of a file if the last looks at them have found the same, as far as that is known. */
    long visiblePrint(int file) {
        return nodes.print(file) >>> FLAG_BITS;
    }

    /** Another name of the same inode was found. */
    void setLinked(int node) {
        linkedNodes += has(node, LINKED) ? 0 : 1;
        set(node, LINKED);
    }

    /** Whether any entry has more than one name. */
    public boolean hasLinks() {
        return linkedNodes > 0;
    }

    boolean nameIs(int node, byte[] name, int length) {
        return names.matches(nodes.name(node), name, length);
    }

    int nameHash(int node) {
        return names.hash(nodes.name(node));
    }

    /** Moves a directory to the place of {@code target}, taking that node's name and content. */
    void relocate(int directory, int target) {
        unlink(directory);
        link(directory, nodes.parent(target));
        int oldName = nodes.name(directory);
        nodes.name(directory, nodes.name(target));
        nodes.name(target, oldName);
        long low = (1L << CONTENT_SHIFT) - 1;
        nodes.print(directory, nodes.print(target) & ~low | nodes.print(directory) & low);
    }

    private void unlink(int node) {
        int slot = slot(nodes.parent(node));
        if (firstChild[slot] == node) {
            firstChild[slot] = nodes.next(node);
        } else {
            int before = firstChild[slot];
            while (nodes.next(before) != node) {
                before = nodes.next(before);
            }
            nodes.next(before, nodes.next(node));
        }
    }

    private void link(int node, int parent) {
        nodes.parent(node, parent);
        nodes.next(node, firstChild[slot(parent)]);
        firstChild[slot(parent)] = node;
    }

    /** From now on a root is not there, as far as is known. */
    void forgetRoot(int root) {
        nodes.identity(root, 0);
    }

    /** Takes a node out of the identity map, because it is not there any more. */
    void forgetIdentity(int node) {
        if (nodes.identity(node) != 0 && nodes.parent(node) != NONE) {
            departures++;
            identities.remove(node);
            nodes.identity(node, 0);
        }
    }

    /** Unlinks and frees the children of a directory that are {@link #REMOVED}. */
    void sweep(int directory) {
        int slot = slot(directory);
        int kept = NONE;
        int node = firstChild[slot];
        while (node != NONE) {
            int next = nodes.next(node);
            if (!has(node, REMOVED)) {
                kept = node;
            } else {
                if (kept == NONE) {
                    firstChild[slot] = next;
                } else {
                    nodes.next(kept, next);
                }
                free(node);
            }
            node = next;
        }
    }

    /** Frees a node, which no list may contain any more, with everything below it. */
    private void free(int node) {
        if (type(node) == EntryStat.DIRECTORY) {
            int slot = slot(node);
            int child = firstChild[slot];
            while (child != NONE) {
                int next = nodes.next(child);
                free(child);
                child = next;
            }
            watches[slot] = null;
            freeSlots.add(slot);
        }
        linkedNodes -= has(node, LINKED) ? 1 : 0;
        forgetIdentity(node);
        if (nodes.parent(node) != NONE) {
            names.remove(nodes.name(node));
        }
        nodes.free(node);
    }

    /** Gives memory of removed names back when there is much of it. */
    void compact() {
        if (names.wasteful()) {
            NameArena compact = new NameArena();
            byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
            for (int node = 0; node < nodes.limit(); node++) {
                if (!nodes.isFree(node) && nodes.parent(node) != NONE) {
                    int length = names.copy(nodes.name(node), name, 0);
                    nodes.name(node, compact.add(name, length));
                }
            }
            names = compact;
        }
    }

    private int slot(int directory) {
        return (int) (nodes.print(directory) >>> FLAG_BITS & DETAIL_MASK);
    }

    private int allocateSlot() {
        int slot = freeSlots.isEmpty() ? slotLimit++ : freeSlots.pop();
        if (slot > DETAIL_MASK) {
            throw new IllegalStateException("more than " + DETAIL_MASK + " directories");
        }
        if (slot >= firstChild.length) {
            int larger = slot + slot / 4 + 1;
            firstChild = Arrays.copyOf(firstChild, larger);
            watches = Arrays.copyOf(watches, larger);
        }
        firstChild[slot] = NONE;
        watches[slot] = null;
        return slot;
    }
}
