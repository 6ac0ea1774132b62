package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.filter.GivenRoots;
import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The roots, of which some may be added and removed while the watcher runs. What lies inside another root is watched with that
 * one, and for itself again when that one is removed.
 *
 * <h2>A root around others</h2>
 *
 * When something is found in it at the place of a root inside it, that one becomes a directory of its tree, node and watches and
 * all; so nothing that happens there meanwhile is lost. Until then it is on its own, or it is gone.
 *
 * <p>Owned by the engine thread.
 */
public final class Roots {
    private final TreeIndex index;
    private final RootsChanged listener;
    private final WatchRegistry watches;
    private final Pending pending;
    private final EntryFilter filter; // of its own: it is asked while a directory is entered in another one
    private final GivenRoots given;
    private final InnerRoots inner;
    private final Set<NativeName> wanted = new LinkedHashSet<>(); // by the user
    private final Set<NativeName> followed = new LinkedHashSet<>(); // because links lead there
    private final Set<Integer> partial = new LinkedHashSet<>(); // of these only single entries count
    private final BitSet absent = new BitSet();

    /** What {@code filter} excludes in a root is no part of it; {@code given} contains what the user watches. */
    public Roots(
            TreeIndex index,
            WatchRegistry watches,
            Pending pending,
            EntryFilter filter,
            GivenRoots given,
            RootsChanged listener) {
        this.index = index;
        this.listener = listener;
        this.watches = watches;
        this.pending = pending;
        this.filter = filter;
        this.given = given;
        this.inner = new InnerRoots(index, pending, filter, partial);
    }

    /** A root that is there from the start; of a {@code part} of them only single entries count. */
    public void begin(int root, boolean part) {
        if (part) {
            partial.add(root);
        } else {
            wanted.add(index.rootPath(root));
        }
    }

    /** A root that is watched with another one from the start. */
    public void beginInside(NativeName path) {
        wanted.add(path);
    }

    /** Whether the user has asked for a root that lies inside no other one. */
    boolean isOnItsOwn(int root) {
        return wanted.contains(index.rootPath(root)) && !inner.contains(root);
    }

    /** The node of the root that has this path, or -1. */
    int find(NativeName path) {
        return node(path);
    }

    /** Drops the root that has this path if it is missing; it goes on to be wanted. */
    boolean dropAbsent(NativeName path) {
        int root = node(path);
        boolean missing = root >= 0 && absent.get(root);
        if (missing) {
            drop(root);
        }
        return missing;
    }

    /** The node of a directory in a root of which everything counts, or -1. */
    int inWhole(NativeName path) {
        for (int r = 0; r < index.rootCount(); r++) {
            int root = index.root(r);
            if (!partial.contains(root) && inner.covers(root, path)) {
                return index.find(root, path);
            }
        }
        return -1;
    }

    /** The root of a directory of which only single entries count; it is made if there is none. */
    int partial(NativeName path) {
        int root = node(path);
        if (root < 0) {
            root = index.addRoot(path);
            partial.add(root);
            findInside(root);
            absent.set(root);
            pending.putBack(root, PendingPlaces.SUBTREE, Causes.EVENT);
        }
        return root;
    }

    /** What was a single entry is a root of its own, to be delivered as created in the next cycle. */
    void create(NativeName path) {
        wanted.remove(path);
        int root = add(path, true);
        if (root >= 0) {
            absent.set(root);
            pending.putBack(root, PendingPlaces.SUBTREE, Causes.EVENT);
        }
    }

    /** Whether a directory is watched without a link that leads there. */
    boolean isGiven(NativeName directory) {
        return wanted.stream()
                .anyMatch(root -> directory.isWithin(root) && filter.reaches(root, directory, EntryStat.DIRECTORY));
    }

    /** Whether a root was not there when it was inspected last. */
    boolean isAbsent(int root) {
        return absent.get(root);
    }

    /** Whether a root is there has been found out. */
    public void absent(int root, boolean is) {
        absent.set(root, is);
    }

    /** The path of a root leads to another directory; no record reports that. */
    void isElsewhere(int root) {
        pending.entry(root, new byte[0], 0, (byte) 0, Causes.POLL);
    }

    /** Adds a root; returns its node, or -1 if it is watched already. */
    public int add(NativeName path) {
        return add(path, true);
    }

    /** Adds a root to which a link leads; returns its node, or -1 if it is watched already. */
    int followSilently(NativeName path) {
        return add(path, false);
    }

    /** The same, to be delivered as created in the next cycle. */
    void follow(NativeName path) {
        int root = add(path, false);
        if (root >= 0) {
            absent.set(root);
            pending.putBack(root, PendingPlaces.SUBTREE, Causes.EVENT);
        }
    }

    private int add(NativeName path, boolean byUser) {
        boolean known = isWanted(path);
        (byUser ? wanted : followed).add(path);
        if (byUser) {
            given.add(path);
        }
        if (known) {
            return -1;
        }
        for (int r = 0; r < index.rootCount(); r++) {
            int other = index.root(r);
            boolean covered = byUser ? inner.covers(other, path) : path.isWithin(index.rootPath(other));
            if (covered && !partial.contains(other)) {
                changedInside(path);
                return -1;
            }
        }
        int same = node(path);
        if (same >= 0) {
            whole(same);
            pending.putBack(same, PendingPlaces.SUBTREE, Causes.EVENT);
            return -1;
        }
        int root = index.addRoot(path);
        findInside(root);
        rerootInside(path, true);
        return root;
    }

    private void rerootInside(NativeName path, boolean added) {
        for (int i = 0; i < inner.size(); i++) {
            NativeName other = index.rootPath(inner.get(i));
            if (other.isWithin(path) && index.isThere(inner.get(i))) {
                listener.rerooted(inner.get(i), added ? other : path, added ? path : other);
            }
        }
    }

    /** Takes back a root that could not be watched. */
    public void failed(int root) {
        wanted.remove(index.rootPath(root));
        given.remove(index.rootPath(root));
        rerootInside(index.rootPath(root), false);
        drop(root);
    }

    /**
     * Removes a root.
     *
     * @throws IllegalArgumentException if there is no such root
     */
    public void remove(NativeName path, SingleRoots singles) {
        if (!wanted.remove(path)) {
            throw new IllegalArgumentException("not a root that can be removed: " + path);
        }
        given.remove(path);
        int root = singles.remove(path) ? -1 : end(path);
        if (root >= 0) {
            drop(root);
        } else {
            leaveInside(path);
            changedInside(path);
        }
    }

    /** A root inside another one is none any more: those that were reached through it are on their own from now on. */
    private void leaveInside(NativeName path) {
        if (!filter.dependsOnRoots()) {
            return;
        }
        for (NativeName other : List.copyOf(wanted)) {
            int around = other.isWithin(path) && node(other) < 0 ? inner.around(other) : -1;
            if (around >= 0 && !inner.covers(around, other)) {
                cutOut(around, other);
            }
        }
    }

    /** A root inside another one has come or gone: what counts in it is another part of the tree now. */
    private void changedInside(NativeName path) {
        int around = filter.dependsOnRoots() ? inner.around(path) : -1;
        if (around < 0) {
            return;
        }
        findInside();
        inner.inspect(around, path);
    }

    /**
     * No link leads to a root any more; returns its node, which the caller delivers as deleted and drops, or -1 if it stays.
     */
    int unfollow(NativeName path) {
        followed.remove(path);
        return end(path);
    }

    private boolean isWanted(NativeName path) {
        return wanted.contains(path) || followed.contains(path);
    }

    /** Makes the directories that stay watched independent of a root; returns its node, or -1 if it is to stay. */
    private int end(NativeName path) {
        int root = node(path);
        if (root < 0 || isWanted(path)) {
            return -1; // it, or another one around it, is watched further on
        }
        List<NativeName> left = new ArrayList<>(wanted);
        left.addAll(followed);
        left.removeIf(other -> !other.isWithin(path));
        for (NativeName other : left) {
            if (left.stream().noneMatch(above -> !above.equals(other) && other.isWithin(above))) {
                cutOut(root, other);
            }
        }
        return root;
    }

    private void cutOut(int root, NativeName path) {
        int node = node(path);
        if (node >= 0) {
            if (index.isThere(node)) {
                listener.rerooted(node, index.rootPath(root), path);
            }
            return; // it was never found in the other one
        }
        node = index.find(root, path);
        if (index.isDirectory(node)) {
            listener.rerooted(node, index.rootPath(root), path);
            index.cut(node);
            watches.judge(node);
        } else {
            node = index.addRoot(path);
            absent.set(node); // so it is delivered as created when it is there
        }
        pending.putBack(node, PendingPlaces.SUBTREE, Causes.EVENT);
    }

    /** Something is there in the directory that is being inspected; returns whether there is a root of that path until now. */
    boolean graft(Difference difference, int directory, byte[] name, int length) {
        for (int i = 0; i < inner.size(); i++) {
            int root = inner.get(i);
            NativeName path = index.rootPath(root);
            if (index.isThere(root)
                    && endsWith(path, name, length)
                    && path.equals(index.path(directory).resolve(NativeName.of(name, 0, length)))) {
                difference.graft(root, name, length);
                watches.noRoot(root);
                whole(root);
                absent.clear(root);
                inner.remove(root);
                return true;
            }
        }
        return false;
    }

    /** Spares most entries the making of a path. */
    private static boolean endsWith(NativeName path, byte[] name, int length) {
        int start = path.length() - length;
        int i = 0;
        while (start > 0 && i < length && path.byteAt(start + i) == name[i]) {
            i++;
        }
        return start > 0 && i == length;
    }

    /** Whether a root is inside another one and has not been found there. */
    boolean isInside(int root) {
        return inner.contains(root);
    }

    /** Drops roots that are inside another root and gone, after their deletion was delivered. */
    public void dropAbsent() {
        for (int i = inner.size() - 1; i >= 0; i--) {
            if (absent.get(inner.get(i))) {
                drop(inner.get(i));
            }
        }
    }

    /** Takes a root out of the index; delivers nothing. */
    void drop(int root) {
        NativeName path = index.rootPath(root);
        whole(root);
        watches.dropBelow(root);
        index.removeRoot(root);
        absent.clear(root);
        if (!inner.isEmpty() || inner.isAnyWithin(path)) {
            findInside();
        } else {
            listener.changed();
        }
    }

    private void whole(int root) {
        if (partial.remove(root)) {
            listener.whole(root);
        }
    }

    private void findInside() {
        listener.changed();
        inner.find();
    }

    private void findInside(int added) {
        listener.changed();
        inner.find(added);
    }

    private int node(NativeName path) {
        for (int r = 0; r < index.rootCount(); r++) {
            if (index.rootPath(index.root(r)).equals(path)) {
                return index.root(r);
            }
        }
        return -1;
    }
}
