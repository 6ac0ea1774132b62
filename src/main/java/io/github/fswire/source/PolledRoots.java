package io.github.fswire.source;

import io.github.fswire.raw.WatchException;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatcherState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roots that are not left to the kernel, but inspected as a whole every interval. Owned by the engine thread. */
final class PolledRoots {
    private final TreeIndex index;
    private final WatchRegistry.Trust trust;
    private final Set<Integer> roots = new LinkedHashSet<>();
    private final Map<Integer, WatchException> reasons = new HashMap<>(); // of those that the options do not want
    private long changes;
    private final Map<Integer, WatchException> unreported = new LinkedHashMap<>(); // why they are polled
    private @Nullable WatchException noBackend;

    PolledRoots(TreeIndex index, WatchRegistry.Trust trust) {
        this.index = index;
        this.trust = trust;
    }

    /** A root is there, for the first time or again: decides whether it is left to the kernel. */
    void judge(int root) throws WatchException {
        roots.remove(root);
        reasons.remove(root);
        WatchRegistry.Verdict verdict =
                noBackend == null ? trust.judge(index.rootPath(root)) : new WatchRegistry.Verdict(false, noBackend);
        changes++;
        if (!verdict.trusted()) {
            roots.add(root);
        }
        if (verdict.reason() != null) {
            reasons.put(root, verdict.reason());
            unreported.put(root, verdict.reason());
        }
    }

    /** A root is polled for a reason that is to be reported. */
    void add(int root, WatchException reason) {
        changes++;
        roots.add(root);
        reasons.put(root, reason);
        unreported.put(root, reason);
    }

    /** A root is none any more. */
    void remove(int root) {
        changes++;
        roots.remove(root);
        reasons.remove(root);
        unreported.remove(root);
    }

    /** There is no backend: every root that is judged is polled for this reason. */
    void pollEverything(WatchException reason) {
        noBackend = reason;
    }

    /** Another number whenever a root is polled or not any more. */
    long changes() {
        return changes;
    }

    /** Adds each of them that is there. */
    void addTo(List<WatcherState.Restriction> restrictions) {
        for (int root : roots) {
            if (index.isThere(root)) {
                restrictions.add(new WatcherState.Restriction(
                        WatcherState.Kind.POLLED, 1, index.rootPath(root).toPath(), reasons.get(root)));
            }
        }
    }

    /** All of them. */
    Set<Integer> all() {
        return roots;
    }

    boolean isEmpty() {
        return roots.isEmpty();
    }

    /** Whether a directory belongs to one of them. */
    boolean contain(int directory) {
        return !roots.isEmpty() && roots.contains(index.rootOf(directory));
    }

    /** The next root for which a reason was not reported yet, or null. */
    @Nullable
    DegradedNotice nextNotice() {
        for (Map.Entry<Integer, WatchException> entry : unreported.entrySet()) {
            int root = entry.getKey();
            unreported.remove(root);
            return new DegradedNotice(directoriesBelow(root), index.rootPath(root), entry.getValue());
        }
        return null;
    }

    private int directoriesBelow(int root) {
        int count = 0;
        for (int node = 0; node < index.limit(); node++) {
            if (index.isDirectory(node) && index.rootOf(node) == root) {
                count++;
            }
        }
        return count;
    }
}
