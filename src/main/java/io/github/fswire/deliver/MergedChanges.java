package io.github.fswire.deliver;

import io.github.fswire.checks.Checks;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Merges the changes of each path into one or two: from what was there before the first of them to what is there after the
 * last. So they need no more memory than the entries that they are about. There are no moves among them. Not thread-safe.
 *
 * <p>The tree before and the tree after are both whole. So the order is simple: deletions from below, creations from above,
 * modifications.
 */
final class MergedChanges {
    private static final class Place {
        private @Nullable Change before; // the deletion of what was there at first
        private @Nullable Change after; // the creation or modification of what is there now

        Place(@Nullable Change before, @Nullable Change after) {
            this.before = before;
            this.after = after;
        }
    }

    private final Map<NativeName, Place> places = new TreeMap<>(); // parents first
    private final Set<Change.Kind> wanted;
    private final boolean modifies;

    /** Of these kinds; with moves also of those that stand for them. */
    MergedChanges(Set<Change.Kind> kinds) {
        this.wanted = kinds.contains(Change.Kind.MOVED) ? EnumSet.allOf(Change.Kind.class) : kinds;
        this.modifies = wanted.contains(Change.Kind.MODIFIED);
    }

    /** Adds a change that follows the others; no move. */
    void add(Change change) {
        if (change.kind() == Change.Kind.MOVED) {
            throw Checks.broken("a move among merged changes: " + change);
        }
        NativeName path = change.nativePath();
        Place place = places.get(path);
        Change after = change.kind() == Change.Kind.DELETED ? null : change;
        if (place == null) {
            places.put(path, new Place(change.kind() == Change.Kind.CREATED ? null : deletion(change), after));
        } else if (place.before == null && after == null) {
            places.remove(path);
        } else {
            place.before = after == null && place.before != null ? deletion(change, place.before) : place.before;
            place.after = merged(place.after, after);
        }
    }

    private static Change deletion(Change change) {
        return change.kind() == Change.Kind.DELETED ? change : deletion(change, change);
    }

    /** The deletion that a change reports of what was there at first. */
    private static Change deletion(Change change, Change first) {
        Change.Builder deleted =
                DerivedChanges.like(change, Change.Kind.DELETED).type(first.type());
        return DerivedChanges.previous(deleted, first).build();
    }

    private static @Nullable Change merged(@Nullable Change earlier, @Nullable Change later) {
        if (earlier == null || later == null) {
            return later;
        }
        if (earlier.kind() == Change.Kind.CREATED) {
            return DerivedChanges.now(later, Change.Kind.CREATED)
                    .build(); // another entry than the one before, if there was one
        }
        Set<Change.Aspect> aspects = EnumSet.copyOf(earlier.aspects());
        aspects.addAll(later.aspects());
        return DerivedChanges.now(later, Change.Kind.MODIFIED).aspects(aspects).build();
    }

    /** How many paths. */
    int size() {
        return places.size();
    }

    /** The changes in an order in which they can be applied (G2). */
    List<Change> inOrder() {
        List<Change> deleted = new ArrayList<>();
        List<Change> created = new ArrayList<>();
        List<Change> modified = new ArrayList<>();
        for (Place place : places.values()) {
            Change before = place.before;
            Change after = place.after;
            if (before != null && after != null && before.type() == after.type() && modifies) {
                modified.add(modification(before, after));
                continue;
            }
            if (before != null) {
                deleted.add(before);
            }
            if (after != null) {
                created.add(
                        after.kind() == Change.Kind.CREATED
                                ? after
                                : DerivedChanges.now(after, Change.Kind.CREATED).build());
            }
        }
        deleted.sort(Comparator.comparing(Change::nativePath).reversed());
        deleted.addAll(created);
        deleted.addAll(modified);
        deleted.removeIf(change -> !wanted.contains(change.kind()));
        return deleted;
    }

    private static Change modification(Change before, Change after) {
        Change.Builder modified = DerivedChanges.previous(DerivedChanges.now(after, Change.Kind.MODIFIED), before);
        return after.kind() == Change.Kind.MODIFIED
                ? modified.aspects(after.aspects()).build()
                : modified.build();
    }
}
