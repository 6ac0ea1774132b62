package io.github.fswire.engine;

import io.github.fswire.pending.Pending;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.store.Resume;
import io.github.fswire.tree.TreeIndex;
import org.jspecify.annotations.Nullable;

/** The position in the kernel's history up to which the index is right. Owned by the engine thread. */
final class HistoryPosition {
    private final String signature; // of what the watcher sees; empty if it cannot be described
    private final Resume resume;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final Pending pending;
    private final @Nullable String since;
    private String opened = ""; // the kernel's position when the queue was opened

    HistoryPosition(String signature, Resume resume, TreeIndex index, WatchRegistry watches, Pending pending) {
        this.signature = signature;
        this.resume = resume;
        this.index = index;
        this.watches = watches;
        this.pending = pending;
        this.since = resume.uncertain().isEmpty() ? ViewSignature.position(signature, index.history()) : null;
    }

    /** Where the last watcher has ended; null if that is not known. */
    @Nullable
    String since() {
        return since;
    }

    /** The queue was opened at this position. */
    void opened(String position) {
        opened = position;
    }

    /** Whether the kernel's history reports what has changed since the last watcher's end. */
    boolean isKept() {
        return since != null && !opened.isEmpty();
    }

    /** The first inspection is complete. */
    void begun() {
        reached(opened);
    }

    /** Everything that was reported up to a position was inspected, if nothing is left for later. */
    void reached(String position) {
        if (pending.isOwing()) {
            return; // then the earlier one is still right
        }
        boolean reported = watches.degraded() == 0 && !watches.isPolling();
        String before = index.history();
        index.history(reported ? ViewSignature.join(signature, position) : "");
        if (before.isEmpty() && !index.history().isEmpty()) {
            resume.begin(); // it was not known when the file was written
        }
    }
}
