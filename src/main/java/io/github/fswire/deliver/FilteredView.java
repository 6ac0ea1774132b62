package io.github.fswire.deliver;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ListenerOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The changes that one listener sees: those of a tree that contains only the entries that count for it. An entry that moves
 * into the view is created, and an entry that moves out of it is deleted, with everything below it.
 *
 * <p>What the filter excludes hides everything below it: there no entry is reached. Of the entries that are reached, a
 * selection decides about each by itself. Owned by the engine thread.
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
    private final EntrySelection selection;
    private final ShownPaths paths;
    private final MovedSubtree subtree;
    private final boolean expands; // moves of directories
    private final boolean movesWanted;
    private boolean halves; // of a move are shown, because changes are merged
    private final BooleanSupplier split; // moves into deletions and creations

    FilteredView(
            TreeIndex index,
            ListenerOptions options,
            BooleanSupplier split,
            Sizes sizes,
            Supplier<Instant> clock,
            Consumer<Change> seen) {
        Predicate<Path> excluded = options.excluded();
        this.index = index;
        this.filter = new EntryFilter(
                options.exclusions(), options.inclusions(), excluded == null ? null : excluded.negate());
        this.clock = clock;
        this.seen = change -> {
            if (halves || isWanted(change, options)) {
                seen.accept(change);
            }
        };
        this.selection = new EntrySelection(options);
        this.paths = new ShownPaths(filter);
        this.subtree = new MovedSubtree(index, filter, selection, sizes, this.seen);
        this.expands = options.movesExpanded();
        this.movesWanted = options.kinds().contains(Change.Kind.MOVED);
        this.split = movesWanted ? split : () -> true;
    }

    /** Whether a listener with these options sees each change as it is. */
    static boolean isEverything(ListenerOptions options) {
        return options.exclusions().isEmpty()
                && options.excluded() == null
                && options.inclusions().isEmpty()
                && options.kinds().size() == Change.Kind.values().length
                && options.aspects().size() == Change.Aspect.values().length
                && !options.movesExpanded()
                && new EntrySelection(options).isEverything();
    }

    private static boolean isWanted(Change change, ListenerOptions options) {
        return options.kinds().contains(change.kind())
                && (change.kind() != Change.Kind.MODIFIED
                        || !Collections.disjoint(change.aspects(), options.aspects()));
    }

    /** Shows everything that is there below the roots. */
    void everything() {
        for (int r = 0; r < index.rootCount(); r++) {
            NativeName root = index.rootPath(index.root(r));
            boolean reached = reaches(root, Change.Type.DIRECTORY);
            if (reached && !rootOf(root).equals(root) && selection.contains(root, Change.Type.DIRECTORY)) {
                seen.accept(itself(Change.Kind.CREATED, root, root, Change.Cause.INITIAL)); // inside another one
            }
            NativeName above = rootOf(root);
            MovedSubtree.Place place = new MovedSubtree.Place(root, above, root);
            subtree.show(
                    index.root(r),
                    new MovedSubtree.Move(
                            place, place, false, reached, true, false, Change.Cause.INITIAL, clock.get()));
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
        boolean reachedBefore = path.equals(before) || reaches(path, Change.Type.DIRECTORY);
        boolean reachedAfter = path.equals(after) || reaches(path, Change.Type.DIRECTORY);
        boolean selected = selection.contains(path, Change.Type.DIRECTORY);
        rootsChanged();
        if (selected && reachedAfter && !reachedBefore) {
            seen.accept(itself(Change.Kind.CREATED, path, after, Change.Cause.EVENT));
        }
        MovedSubtree.Place from = new MovedSubtree.Place(path, before, before);
        MovedSubtree.Place to = new MovedSubtree.Place(path, after, after);
        subtree.show(
                directory,
                new MovedSubtree.Move(
                        from, to, reachedBefore, reachedAfter, true, false, Change.Cause.EVENT, clock.get()));
        if (selected && reachedBefore && !reachedAfter) {
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
        if (from != null) {
            moved(change, from, node, replaced);
        } else if (shows(change.nativePath(), change.type())) {
            seen.accept(change);
        }
    }

    private void moved(Change change, NativeName from, int node, int replaced) {
        boolean splits = split.getAsBoolean();
        halves = splits && movesWanted;
        try {
            moved(change, from, node, replaced, splits);
        } finally {
            halves = false;
        }
    }

    private void moved(Change change, NativeName from, int node, int replaced, boolean splits) {
        NativeName path = change.nativePath();
        Change.Type type = change.type();
        boolean directory = type == Change.Type.DIRECTORY;
        boolean reachedBefore = reaches(from, type);
        boolean reachedAfter = reaches(path, type);
        boolean before = reachedBefore && selection.contains(from, type);
        boolean after = reachedAfter && selection.contains(path, type);
        if (before && after && !splits) {
            seen.accept(change);
            if (directory && (expands || filter.dependsOnPath() || !selection.isEverything())) {
                subtree.show(node, move(change, true, true, true));
            }
            return;
        }
        if (directory && splits) {
            subtree.show(node, move(change, reachedBefore, false, false));
        }
        if (before && (splits || !directory)) {
            seen.accept(DerivedChanges.left(change));
        }
        int seenReplaced = replaced >= 0 && shows(path, Delivery.type(replaced)) ? replaced : -1;
        if (after) {
            arrived(change, seenReplaced, seen);
        } else if (seenReplaced >= 0) {
            seen.accept(DerivedChanges.like(change, Change.Kind.DELETED)
                    .type(Delivery.type(seenReplaced))
                    .build());
        }
        if (directory) {
            subtree.show(node, move(change, reachedBefore && !splits, reachedAfter, false));
        }
        if (before && !splits && directory) {
            seen.accept(DerivedChanges.left(change));
        }
    }

    /** Shows an entry that has come from a place that the listener does not see. */
    static void arrived(Change change, int replaced, Consumer<Change> seen) {
        Change.Type type = replaced < 0 ? null : Delivery.type(replaced);
        if (type == change.type()) {
            seen.accept(DerivedChanges.now(change, Change.Kind.MODIFIED).build());
            return;
        }
        if (type != null) {
            seen.accept(
                    DerivedChanges.like(change, Change.Kind.DELETED).type(type).build());
        }
        seen.accept(DerivedChanges.now(change, Change.Kind.CREATED).build());
    }

    private MovedSubtree.Move move(Change change, boolean before, boolean after, boolean carried) {
        NativeName from = Objects.requireNonNull(change.nativeFrom(), "from");
        NativeName to = change.nativePath();
        return new MovedSubtree.Move(
                new MovedSubtree.Place(from, rootOf(from), change.nativeFromRoot()),
                new MovedSubtree.Place(to, rootOf(to), change.nativeRoot()),
                before,
                after,
                carried,
                expands,
                change.cause(),
                change.time());
    }

    private boolean shows(NativeName path, Change.Type type) {
        return reaches(path, type) && selection.contains(path, type);
    }

    private boolean reaches(NativeName path, Change.Type type) {
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
