package io.github.fswire.crawl;

import io.github.fswire.tree.TreeIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A comparison of the whole tree for which somebody waits: all directories are listed, and then whoever differed before the
 * end of that is judged. Owned by the engine thread.
 */
final class ReconcilePass {
    private final TreeIndex index;
    private List<Object> fences = new ArrayList<>(); // of this pass
    private List<Object> others = new ArrayList<>(); // that were asked for meanwhile
    private int next; // node to be listed
    private long listedNanos; // when all were

    ReconcilePass(TreeIndex index) {
        this.index = index;
    }

    /** Begins a pass, or another one after this. */
    void begin(Object fence) {
        if (fences.isEmpty()) {
            next = 0;
            fences.add(fence);
        } else {
            others.add(fence);
        }
    }

    /** Whether somebody waits. */
    boolean isAwaited() {
        return !fences.isEmpty();
    }

    /** Whether directories are left to be listed. */
    boolean isListing() {
        return isAwaited() && next < index.limit();
    }

    /** The next node, perhaps no directory, to be listed at {@code now}. */
    int next(long now) {
        listedNanos = now;
        return next++;
    }

    /** Whether it is at its end, if {@code oldestNanos} is when the oldest suspect differed, or there is none after all. */
    boolean isOver(boolean suspects, long oldestNanos) {
        return isAwaited() && next >= index.limit() && (!suspects || oldestNanos - listedNanos > 0);
    }

    /** Ends it, and begins the next one if there is one. */
    void end(Consumer<Object> passed) {
        List<Object> done = fences;
        fences = others;
        others = new ArrayList<>();
        next = 0;
        done.forEach(passed);
    }
}
