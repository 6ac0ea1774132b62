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
 * Creates the entries that a listener sees now, deletes those that it does not see any more, and moves those that it sees
 * still, below a directory that has moved.
 *
 * <p>A created or moved directory comes before what is in it, a deleted one after. Owned by the engine thread.
 */
final class MovedSubtree {
    // What holds for a directory, as bits.
    private static final int BEFORE = 1; // its entries were reached before
    private static final int AFTER = 2; // its entries are reached now
    private static final int CARRIED = 4; // the listener knows it under its new path
    private static final int DELETED = 8; // the listener saw it and does not any more

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
     * @param before whether its entries were reached before
     * @param after whether its entries are reached now
     * @param carried whether the listener knows by now that it has moved
     * @param expand whether the entries that have moved with it are shown one by one all the same
     * @param cause of the changes
     * @param time of the changes
     */
    record Move(
            Place from,
            Place to,
            boolean before,
            boolean after,
            boolean carried,
            boolean expand,
            Change.Cause cause,
            Instant time) {}

    private final TreeIndex index;
    private final EntryFilter filter;
    private final EntrySelection selection;
    private final FilteredView.Sizes sizes;
    private final Consumer<Change> seen;
    private final EntryStat stat = new EntryStat();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private final GrowingPath from = new GrowingPath();
    private final GrowingPath to = new GrowingPath();
    private final IntList above = new IntList(); // the bits of the directories above
    private int entered; // the place of the present directory for which the filter is asked, BEFORE, AFTER or 0

    MovedSubtree(
            TreeIndex index,
            EntryFilter filter,
            EntrySelection selection,
            FilteredView.Sizes sizes,
            Consumer<Change> seen) {
        this.index = index;
        this.filter = filter;
        this.selection = selection;
        this.sizes = sizes;
        this.seen = seen;
    }

    /** Shows the changes below it. */
    void show(int top, Move move) {
        from.begin(move.from.path);
        to.begin(move.to.path);
        above.clear();
        entered = 0;
        int directory = top;
        int bits = (move.before ? BEFORE : 0) | (move.after ? AFTER : 0) | (move.carried ? CARRIED : 0);
        int node = (bits & (BEFORE | AFTER)) == 0 ? TreeIndex.NONE : index.firstChild(top);
        while (node >= 0 || directory != top) {
            if (node < 0) {
                node = index.next(directory);
                directory = index.parent(directory);
                if ((bits & DELETED) != 0) {
                    seen.accept(deleted(known(bits).path(), Change.Type.DIRECTORY, move));
                }
                bits = leave();
                continue;
            }
            int itsBits = index.isUndelivered(node) ? 0 : show(node, bits, move);
            if ((itsBits & (BEFORE | AFTER)) != 0 && index.type(node) == EntryStat.DIRECTORY) {
                enter(node, bits);
                bits = itsBits;
                directory = node;
                node = index.firstChild(node);
            } else {
                node = index.next(node);
            }
        }
    }

    /** Where the listener knows a directory by now. */
    private GrowingPath known(int bits) {
        return (bits & CARRIED) != 0 ? to : from;
    }

    /** Shows one entry of the present directory, but not that a directory is deleted. Returns the bits of the entry. */
    private int show(int node, int bits, Move move) {
        int length = index.copyName(node, name);
        int number = index.type(node);
        Change.Type type = Delivery.type(number);
        boolean reachedBefore = (bits & BEFORE) != 0 && counts(BEFORE, from, move.from.outermost, length, number);
        boolean reachedAfter = (bits & AFTER) != 0 && counts(AFTER, to, move.to.outermost, length, number);
        boolean before = reachedBefore && selects(from, length, type);
        boolean after = reachedAfter && selects(to, length, type);
        boolean carried = (bits & CARRIED) != 0;
        if (after && !before) {
            sizes.inspect(node, stat);
            seen.accept(
                    now(Change.Kind.CREATED, to.path(name, length), type, move).build());
        } else if (before && !after && number != EntryStat.DIRECTORY) {
            seen.accept(deleted(known(bits).path(name, length), type, move));
        } else if (before && after && (move.expand || !carried)) {
            moved(node, length, type, carried, move);
        }
        return (reachedBefore ? BEFORE : 0)
                | (reachedAfter ? AFTER : 0)
                | (carried || before && after ? CARRIED : 0)
                | (before && !after ? DELETED : 0);
    }

    private void moved(int node, int length, Change.Type type, boolean carried, Move move) {
        if (!carried) {
            sizes.inspect(node, stat);
        } else if (!index.copyAttributes(node, stat)) { // no reason to read the disk for each
            stat.size = 0;
            stat.modifiedNanos = 0;
        }
        seen.accept(now(Change.Kind.MOVED, to.path(name, length), type, move)
                .from(from.path(name, length), move.from.root)
                .build());
    }

    private boolean selects(GrowingPath directory, int length, Change.Type type) {
        return selection.isEverything() || selection.contains(directory.path(name, length), type);
    }

    private Change.Builder now(Change.Kind kind, NativeName path, Change.Type type, Move move) {
        return Change.builder(kind, path)
                .root(move.to.root)
                .type(type)
                .cause(move.cause)
                .time(move.time)
                .now(stat.size, stat.modifiedNanos);
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

    private void enter(int directory, int bits) {
        int length = index.copyName(directory, name);
        from.enter(name, length);
        to.enter(name, length);
        above.add(bits);
        entered = 0;
    }

    private int leave() {
        from.leave();
        to.leave();
        entered = 0;
        return above.pop();
    }
}
