package io.github.fswire.engine;

import io.github.fswire.observe.Counters;
import io.github.fswire.pending.Pending;
import io.github.fswire.source.EventSource;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.TreeIndex;

/** Copies the present sizes of a watcher's parts into its statistics. Owned by the engine thread. */
final class Gauges {
    private final Counters counters;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final EventSource source;
    private final Pending pending;

    Gauges(Counters counters, TreeIndex index, WatchRegistry watches, EventSource source, Pending pending) {
        this.counters = counters;
        this.index = index;
        this.watches = watches;
        this.source = source;
        this.pending = pending;
    }

    /** Makes the present sizes visible to other threads. */
    void publish() {
        counters.entries = index.entries();
        counters.directories = index.directories();
        counters.degraded = watches.degraded();
        watches.files().prune(index);
        counters.watches = Math.max(0, source.watchCount() - watches.files().count());
        counters.indexBytes = index.bytes();
        counters.coalesced = pending.coalesced();
        counters.pendingHighWater = pending.highWater();
    }
}
