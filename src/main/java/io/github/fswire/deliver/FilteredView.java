package io.github.fswire.deliver;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.Change;
import java.util.function.Consumer;

/**
 * The changes that one listener sees: those of a tree that contains only the entries that count for it. An entry that moves
 * into the view is created, and an entry that moves out of it is deleted, with everything below it. Owned by the engine
 * thread.
 */
final class FilteredView {
    /** Knows what the index does not keep. */
    @FunctionalInterface
    public interface Sizes {
        /** Inspects an entry where it is by now; if it cannot be found, {@code stat} has a size and a time of 0. */
        void inspect(int node, EntryStat stat);
    }

    private final TreeIndex index;
    private final EntryFilter filter;
    private final Consumer<Change> seen;
    private final ShownPaths paths;
    private final MovedSubtree subtree;

    FilteredView(TreeIndex index, EntryFilter filter, Sizes sizes, Consumer<Change> seen) {
        this.index = index;
        this.filter = filter;
        this.seen = seen;
        this.paths = new ShownPaths(filter);
        this.subtree = new MovedSubtree(index, filter, sizes, seen);
    }

    /** Shows everything that is there below the roots. */
    void everything() {
        for (int r = 0; r < index.rootCount(); r++) {
            NativeName root = index.rootPath(index.root(r));
            boolean shown = shows(root, Change.Type.DIRECTORY);
            if (shown && !rootOf(root).equals(root)) {
                seen.accept(itself(Change.Kind.CREATED, root, Change.Cause.INITIAL)); // inside another one
            }
            subtree.show(index.root(r), move(root, root, root, false, shown, Change.Cause.INITIAL));
        }
    }

    /** There are other roots from now on. */
    void rootsChanged() {
        paths.forget();
    }

    /** The entries below a directory belong to another root now. Shows the changes that follow from that. */
    void rerooted(int directory, NativeName before, NativeName after) {
        NativeName path = index.path(directory);
        rootsChanged();
        boolean seenBefore = path.equals(before) || shows(path, Change.Type.DIRECTORY);
        boolean seenAfter = path.equals(after) || shows(path, Change.Type.DIRECTORY);
        rootsChanged();
        if (seenAfter && !seenBefore) {
            seen.accept(itself(Change.Kind.CREATED, path, Change.Cause.EVENT));
        }
        subtree.show(
                directory,
                new MovedSubtree.Move(path, before, path, after, path, seenBefore, seenAfter, Change.Cause.EVENT));
        if (seenBefore && !seenAfter) {
            seen.accept(itself(Change.Kind.DELETED, path, Change.Cause.EVENT));
        }
    }

    private static Change itself(Change.Kind kind, NativeName path, Change.Cause cause) {
        return new Change(kind, path, null, Change.Type.DIRECTORY, cause, 0, 0);
    }

    /**
     * Shows a change.
     *
     * @param node of the entry that moved
     * @param replaced the type of the file that it replaced, or -1
     */
    void change(Change change, int node, int replaced) {
        NativeName from = change.nativeFrom();
        NativeName path = change.nativePath();
        boolean after = shows(path, change.type());
        if (from == null) {
            if (after) {
                seen.accept(change);
            }
            return;
        }
        boolean before = shows(from, change.type());
        boolean directory = change.type() == Change.Type.DIRECTORY;
        if (before && after) {
            seen.accept(change);
            if (directory && filter.dependsOnPath()) {
                subtree.show(node, move(from, path, path, true, true, change.cause()));
            }
        } else if (before) {
            if (directory) {
                subtree.show(node, move(from, path, from, true, false, change.cause()));
            }
            seen.accept(like(change, Change.Kind.DELETED, from));
        } else if (after) {
            arrived(change, replaced, seen);
            if (directory) {
                subtree.show(node, move(from, path, path, false, true, change.cause()));
            }
        }
    }

    /** Shows an entry that has come from a place that the listener does not see. */
    static void arrived(Change change, int replaced, Consumer<Change> seen) {
        NativeName path = change.nativePath();
        Change.Type type = replaced < 0 ? null : Delivery.type(replaced);
        if (type == change.type()) {
            seen.accept(like(change, Change.Kind.MODIFIED, path));
            return;
        }
        if (type != null) {
            seen.accept(new Change(Change.Kind.DELETED, path, null, type, change.cause(), 0, 0));
        }
        seen.accept(like(change, Change.Kind.CREATED, path));
    }

    /** The same thing that happened to one path. */
    static Change like(Change change, Change.Kind kind, NativeName path) {
        boolean deleted = kind == Change.Kind.DELETED;
        return new Change(
                kind,
                path,
                null,
                change.type(),
                change.cause(),
                deleted ? 0 : change.size(),
                deleted ? 0 : change.modifiedNanos());
    }

    private MovedSubtree.Move move(
            NativeName from, NativeName to, NativeName known, boolean before, boolean after, Change.Cause cause) {
        return new MovedSubtree.Move(from, rootOf(from), to, rootOf(to), known, before, after, cause);
    }

    private boolean shows(NativeName path, Change.Type type) {
        NativeName root = rootOf(path);
        return root.equals(path) || paths.shows(root, path, Delivery.number(type));
    }

    /** The outermost root above a path, or the path itself if there is none any more. */
    private NativeName rootOf(NativeName path) {
        NativeName outermost = path;
        for (int r = 0; r < index.rootCount(); r++) {
            NativeName root = index.rootPath(index.root(r));
            if (path.isWithin(root) && root.length() < outermost.length()) {
                outermost = root;
            }
        }
        return outermost;
    }
}
