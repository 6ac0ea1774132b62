package io.github.fswire.deliver;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.Change;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Creates the entries that a listener sees now, and deletes those that it does not see any more, below a directory that has
 * moved.
 *
 * <p>A created directory comes before what is in it, a deleted one after. Owned by the engine thread.
 */
final class MovedSubtree {
    private static final int BEFORE = 1;
    private static final int AFTER = 2;
    private static final int NEITHER = 0;

    /**
     * Where a directory is.
     *
     * @param path its path
     * @param outermost the outermost root above that, from which filters count
     * @param root the root in which it is
     */
    record Place(NativeName path, NativeName outermost, NativeName root) {}

    /**
     * A directory that has moved.
     *
     * @param from where it was before
     * @param to where it is now
     * @param known its path as the listener knows it by now
     * @param before whether the listener saw it
     * @param after whether it sees it now
     * @param cause of the changes
     * @param time of the changes
     */
    record Move(
            Place from, Place to, NativeName known, boolean before, boolean after, Change.Cause cause, Instant time) {}

    private final TreeIndex index;
    private final EntryFilter filter;
    private final FilteredView.Sizes sizes;
    private final Consumer<Change> seen;
    private final EntryStat stat = new EntryStat();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private final GrowingPath from = new GrowingPath();
    private final GrowingPath to = new GrowingPath();
    private final GrowingPath known = new GrowingPath();
    private final IntList above = new IntList(); // when the directories above are seen
    private int entered; // the place of the present directory for which the filter is asked, BEFORE or AFTER

    MovedSubtree(TreeIndex index, EntryFilter filter, FilteredView.Sizes sizes, Consumer<Change> seen) {
        this.index = index;
        this.filter = filter;
        this.sizes = sizes;
        this.seen = seen;
    }

    /** Shows the changes below it. */
    void show(int top, Move move) {
        from.begin(move.from.path);
        to.begin(move.to.path);
        known.begin(move.known);
        above.clear();
        entered = NEITHER;
        int directory = top;
        int when = (move.before ? BEFORE : NEITHER) | (move.after ? AFTER : NEITHER); // the directory is seen
        int node = index.firstChild(top);
        while (node >= 0 || directory != top) {
            if (node < 0) {
                node = index.next(directory);
                directory = index.parent(directory);
                if (when == BEFORE) {
                    seen.accept(deleted(known.path(), Change.Type.DIRECTORY, move));
                }
                when = leave();
                continue;
            }
            int itsWhen = index.isUndelivered(node) ? NEITHER : show(node, when, move);
            if (itsWhen != NEITHER && index.type(node) == EntryStat.DIRECTORY) {
                enter(node, when);
                when = itsWhen;
                directory = node;
                node = index.firstChild(node);
            } else {
                node = index.next(node);
            }
        }
    }

    /** Shows one entry of the present directory, but not that a directory is deleted. Returns when the entry is seen. */
    private int show(int node, int when, Move move) {
        int length = index.copyName(node, name);
        int number = index.type(node);
        Change.Type type = Delivery.type(number);
        boolean before = (when & BEFORE) != 0 && counts(BEFORE, from, move.from.outermost, length, number);
        boolean after = (when & AFTER) != 0 && counts(AFTER, to, move.to.outermost, length, number);
        if (after && !before) {
            sizes.inspect(node, stat);
            seen.accept(Change.builder(Change.Kind.CREATED, to.path(name, length))
                    .root(move.to.root)
                    .type(type)
                    .cause(move.cause)
                    .time(move.time)
                    .now(stat.size, stat.modifiedNanos)
                    .build());
        } else if (before && !after && number != EntryStat.DIRECTORY) {
            seen.accept(deleted(known.path(name, length), type, move));
        }
        return (before ? BEFORE : NEITHER) | (after ? AFTER : NEITHER);
    }

    private static Change deleted(NativeName path, Change.Type type, Move move) {
        return Change.builder(Change.Kind.DELETED, path)
                .root(move.from.root)
                .type(type)
                .cause(move.cause)
                .time(move.time)
                .build();
    }

    private boolean counts(int place, GrowingPath directory, NativeName root, int length, int type) {
        if (entered != place && filter.dependsOnPath()) {
            filter.enter(root, directory.path());
            entered = place;
        }
        return filter.wants(name, length, type) && filter.keeps(name, length, type);
    }

    private void enter(int directory, int when) {
        int length = index.copyName(directory, name);
        from.enter(name, length);
        to.enter(name, length);
        known.enter(name, length);
        above.add(when);
        entered = NEITHER;
    }

    private int leave() {
        from.leave();
        to.leave();
        known.leave();
        entered = NEITHER;
        return above.pop();
    }
}
