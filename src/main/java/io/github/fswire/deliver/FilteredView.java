package io.github.fswire.deliver;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.EntryDetails;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.Change;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    private final Supplier<Instant> clock;
    private final Consumer<Change> seen;
    private final ShownPaths paths;
    private final MovedSubtree subtree;

    FilteredView(TreeIndex index, EntryFilter filter, Sizes sizes, Supplier<Instant> clock, Consumer<Change> seen) {
        this.index = index;
        this.filter = filter;
        this.clock = clock;
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
                seen.accept(itself(Change.Kind.CREATED, root, root, Change.Cause.INITIAL)); // inside another one
            }
            NativeName above = rootOf(root);
            MovedSubtree.Place place = new MovedSubtree.Place(root, above, root);
            subtree.show(
                    index.root(r),
                    new MovedSubtree.Move(place, place, root, false, shown, Change.Cause.INITIAL, clock.get()));
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
            seen.accept(itself(Change.Kind.CREATED, path, after, Change.Cause.EVENT));
        }
        MovedSubtree.Place from = new MovedSubtree.Place(path, before, before);
        MovedSubtree.Place to = new MovedSubtree.Place(path, after, after);
        subtree.show(
                directory,
                new MovedSubtree.Move(from, to, path, seenBefore, seenAfter, Change.Cause.EVENT, clock.get()));
        if (seenBefore && !seenAfter) {
            seen.accept(itself(Change.Kind.DELETED, path, before, Change.Cause.EVENT));
        }
    }

    private Change itself(Change.Kind kind, NativeName path, NativeName root, Change.Cause cause) {
        return Change.builder(kind, path)
                .root(root)
                .type(Change.Type.DIRECTORY)
                .cause(cause)
                .time(clock.get())
                .build();
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
                subtree.show(node, move(change, path, true, true));
            }
        } else if (before) {
            if (directory) {
                subtree.show(node, move(change, from, true, false));
            }
            seen.accept(left(change));
        } else if (after) {
            arrived(change, replaced, seen);
            if (directory) {
                subtree.show(node, move(change, path, false, true));
            }
        }
    }

    /** Shows an entry that has come from a place that the listener does not see. */
    static void arrived(Change change, int replaced, Consumer<Change> seen) {
        Change.Type type = replaced < 0 ? null : Delivery.type(replaced);
        if (type == change.type()) {
            seen.accept(now(change, Change.Kind.MODIFIED));
            return;
        }
        if (type != null) {
            seen.accept(like(change, Change.Kind.DELETED).type(type).build());
        }
        seen.accept(now(change, Change.Kind.CREATED));
    }

    /** Of a move: the entry is not at its old place any more. */
    static Change left(Change change) {
        NativeName from = Objects.requireNonNull(change.nativeFrom(), "from");
        return Change.builder(Change.Kind.DELETED, from)
                .root(change.nativeFromRoot())
                .type(change.type())
                .cause(change.cause())
                .time(change.time())
                .previous(change.previousSize().orElse(EntryDetails.UNKNOWN), change.previousModifiedNanos())
                .build();
    }

    /** Of a move: the entry is at its new place. */
    private static Change now(Change change, Change.Kind kind) {
        return like(change, kind)
                .now(change.size(), change.modifiedNanos())
                .contentHash(change.contentHash().orElse(0))
                .build();
    }

    private static Change.Builder like(Change change, Change.Kind kind) {
        return Change.builder(kind, change.nativePath())
                .root(change.nativeRoot())
                .type(change.type())
                .cause(change.cause())
                .time(change.time());
    }

    private MovedSubtree.Move move(Change change, NativeName known, boolean before, boolean after) {
        NativeName from = Objects.requireNonNull(change.nativeFrom(), "from");
        NativeName to = change.nativePath();
        return new MovedSubtree.Move(
                new MovedSubtree.Place(from, rootOf(from), change.nativeFromRoot()),
                new MovedSubtree.Place(to, rootOf(to), change.nativeRoot()),
                known,
                before,
                after,
                change.cause(),
                change.time());
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
