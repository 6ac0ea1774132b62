package io.github.fswire.source;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatcherState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Directories that are known to be unwatched or unreadable, and why: they are inspected every interval. Owned by the engine thread. */
final class DegradedDirectories {
    /**
     * Why a directory is degraded, and how much of it must be inspected: if everything below it should have been inspected when
     * it could not be read, that is still to be done.
     *
     * @param lasting whether it is degraded although it can be watched and read
     */
    private record Degraded(WatchException reason, int level, boolean lasting) {}

    private final TreeIndex index;
    private final Map<Integer, Degraded> degraded = new LinkedHashMap<>(); // by directory
    private final List<WatchException> reasons = new ArrayList<>(); // one of each kind
    private final Set<WatchException> reported = Collections.newSetFromMap(new IdentityHashMap<>()); // of them
    private boolean unreported; // there may be others
    private long changes;

    DegradedDirectories(TreeIndex index) {
        this.index = index;
    }

    boolean isEmpty() {
        return degraded.isEmpty();
    }

    /** Number of directories. */
    int size() {
        return degraded.size();
    }

    /** Whether a directory could not be watched or read when it was inspected last. */
    boolean contains(int directory) {
        return !degraded.isEmpty() && degraded.containsKey(directory);
    }

    /** Whether everything below a directory is still to be inspected, because that was not possible so far. */
    boolean owesSubtree(int directory) {
        Degraded found = degraded.isEmpty() ? null : degraded.get(directory);
        return found != null && found.level == PendingPlaces.SUBTREE;
    }

    /** Adds a directory, and how much of it should have been inspected. */
    void add(int directory, WatchException reason, int level) {
        merge(directory, shared(reason), level);
    }

    /** The same for the scanner's last failure, which is described only if it is the first of its kind. */
    void add(int directory, Scanner scanner, int level) {
        for (WatchException known : reasons) {
            if (scanner.hasFailedAs(known)) {
                merge(directory, known, level);
                return;
            }
        }
        add(directory, scanner.failure(index.path(directory)), level);
    }

    private void merge(int directory, WatchException reason, int level) {
        unreported |= !reported.contains(reason);
        changing(directory, reason);
        degraded.merge(
                directory,
                new Degraded(reason, level, false),
                (old, now) -> new Degraded(reason, Math.max(old.level, level), old.lasting));
    }

    /** One exception for all failures that differ only in the directory, so that thousands do not fill the memory. */
    private WatchException shared(WatchException reason) {
        for (WatchException known : reasons) {
            if (isSame(known, reason)) {
                return known;
            }
        }
        reasons.add(reason);
        return reason;
    }

    /** Adds a directory that stays degraded although it can be watched and read. */
    void addLasting(int directory, WatchException why) {
        WatchException reason = shared(why);
        unreported |= !reported.contains(reason);
        changing(directory, reason);
        degraded.merge(
                directory,
                new Degraded(reason, PendingPlaces.LISTING, true),
                (old, now) -> new Degraded(old.reason, old.level, true));
    }

    /**
     * A directory was read.
     *
     * @param deep whether everything below it was, too, that could be
     * @param watched whether it is watched
     * @param level how much must be inspected every interval from now on if it stays degraded
     */
    void listed(int directory, boolean deep, boolean watched, int level) {
        Degraded before = degraded.isEmpty() ? null : degraded.get(directory);
        if (before == null || before.level == PendingPlaces.SUBTREE && !deep) {
            return;
        }
        if (watched && !before.lasting) {
            remove(directory);
        } else {
            degraded.put(directory, new Degraded(before.reason, level, before.lasting));
        }
    }

    /** The same if an entry of it could not be inspected: it is degraded until all of them could. */
    void listedInPart(int directory, WatchException reason, boolean deep, int level) {
        Degraded before = degraded.get(directory);
        changing(directory, reason);
        boolean deeper = before != null && before.level == PendingPlaces.SUBTREE && !deep;
        degraded.put(
                directory,
                new Degraded(reason, deeper ? PendingPlaces.SUBTREE : level, before != null && before.lasting));
    }

    /** A directory is watched and was read, or has left the index. */
    void remove(int directory) {
        if (degraded.remove(directory) == null) {
            return;
        }
        changes++;
        if (degraded.isEmpty()) {
            reported.clear();
            reasons.clear();
        }
    }

    private void changing(int directory, WatchException reason) {
        Degraded before = degraded.get(directory);
        if (before == null || !isSame(before.reason, reason)) {
            changes++;
        }
    }

    private static boolean isSame(WatchException one, WatchException other) {
        return one.operation().equals(other.operation()) && one.symbol().equals(other.symbol());
    }

    /** Another number whenever a directory is degraded, for another reason, or not any more. */
    long changes() {
        return changes;
    }

    /** Adds what is degraded: each root that is missing, and for each other reason the first directory. */
    void addTo(List<WatcherState.Restriction> restrictions) {
        Map<String, Integer> first = new LinkedHashMap<>(); // by reason
        Map<String, Integer> count = new HashMap<>();
        degraded.forEach((directory, why) -> {
            if (why.reason instanceof RootGoneException && index.parent(directory) < 0) {
                restrictions.add(restriction(WatcherState.Kind.ROOT_MISSING, 1, directory));
            } else {
                String reason = why.reason.operation() + " " + why.reason.symbol();
                first.putIfAbsent(reason, directory);
                count.merge(reason, 1, Integer::sum);
            }
        });
        first.forEach((reason, directory) ->
                restrictions.add(restriction(WatcherState.Kind.NOT_WATCHED, count.getOrDefault(reason, 1), directory)));
    }

    private WatcherState.Restriction restriction(WatcherState.Kind kind, int places, int directory) {
        NativeName path = index.path(directory);
        WatchException reason = Objects.requireNonNull(degraded.get(directory), "degraded").reason;
        return new WatcherState.Restriction(kind, places, path.toPath(), reason.about(path.toString()));
    }

    /** Adds them to the pending places. */
    void addTo(PendingPlaces places) {
        degraded.forEach((directory, why) -> places.directory(directory, why.level, Causes.POLL));
    }

    /** The next reason that was not reported yet, or null. */
    @Nullable
    DegradedNotice nextNotice() {
        if (!unreported) {
            return null;
        }
        for (Map.Entry<Integer, Degraded> entry : degraded.entrySet()) {
            WatchException reason = entry.getValue().reason;
            boolean passing = reason instanceof RootGoneException && index.parent(entry.getKey()) >= 0;
            if (!passing && reported.add(reason)) {
                NativeName path = index.path(entry.getKey());
                return new DegradedNotice(degraded.size(), path, reason.about(path.toString()));
            }
        }
        unreported = false;
        return null;
    }
}
