package io.github.fswire.source;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatcherState;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Single entries of which their directory's records do not report every change, so that they are inspected every interval.
 * Owned by the engine thread.
 */
public final class PolledEntries {
    private final TreeIndex index;
    private final Map<Integer, Map<NativeName, WatchException>> names = new LinkedHashMap<>(); // by directory
    private long changes;
    private final Set<NativeName> reported = new HashSet<>(); // paths
    private final Queue<DegradedNotice> notices = new ArrayDeque<>();

    PolledEntries(TreeIndex index) {
        this.index = index;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** Why an entry is polled. */
    @FunctionalInterface
    public interface Reason {
        /** Describes it for the listener. */
        WatchException of(NativeName path);
    }

    /** From now on an entry is polled, which is reported once a path. */
    public void add(int directory, NativeName name, Reason reason) {
        Map<NativeName, WatchException> here = names.computeIfAbsent(directory, none -> new LinkedHashMap<>());
        if (!here.containsKey(name)) {
            NativeName path = index.path(directory).resolve(name);
            WatchException why = reason.of(path);
            here.put(name, why);
            changes++;
            if (reported.add(path)) {
                notices.add(new DegradedNotice(1, path, why));
            }
        }
    }

    /** An entry needs that no more. */
    public void remove(int directory, byte[] name, int length) {
        Map<NativeName, WatchException> polled = names.isEmpty() ? null : names.get(directory);
        if (polled == null || polled.remove(NativeName.of(name, 0, length)) == null) {
            return;
        }
        changes++;
        if (polled.isEmpty()) {
            names.remove(directory);
        }
    }

    /** A directory has left the index. */
    void forget(int directory) {
        if (!names.isEmpty() && names.remove(directory) != null) {
            changes++;
        }
    }

    /** Adds them to the pending places. */
    void addTo(PendingPlaces places) {
        names.forEach((directory, entries) -> entries.keySet().forEach(name -> {
            byte[] bytes = name.toBytes();
            places.entry(directory, bytes, bytes.length, (byte) 0, (byte) Causes.POLL);
        }));
    }

    /** Another number whenever an entry is polled or not any more. */
    long changes() {
        return changes;
    }

    /** Adds each of them. */
    void addTo(List<WatcherState.Restriction> restrictions) {
        names.forEach(
                (directory, entries) -> entries.forEach((name, why) -> restrictions.add(new WatcherState.Restriction(
                        WatcherState.Kind.NOT_WATCHED,
                        1,
                        index.path(directory).resolve(name).toPath(),
                        why))));
    }

    /** The next notice that the listener has not received, or null. */
    @Nullable
    DegradedNotice nextNotice() {
        return notices.poll();
    }
}
