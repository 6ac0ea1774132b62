package io.github.fswire.engine;

import io.github.fswire.deliver.Delivery;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.WatcherState;
import java.util.List;

/** The watcher's state. The listeners are notified when it changes. {@link #state} may be called by any thread. */
final class StateReport {
    private final Lifecycle lifecycle;
    private final WatchRegistry watches;
    private final Delivery delivery;
    private volatile WatcherState state = WatcherState.running(List.of());
    private long changes; // of the restrictions, that are in this state

    StateReport(Lifecycle lifecycle, WatchRegistry watches, Delivery delivery) {
        this.lifecycle = lifecycle;
        this.watches = watches;
        this.delivery = delivery;
    }

    WatcherState state() {
        WatcherState now = state;
        boolean failed = now.status() == WatcherState.Status.FAILED;
        return lifecycle.isClosing() && !failed ? WatcherState.closed() : now;
    }

    /** Notifies the listeners if the state has changed. */
    void update() {
        long now = watches.changes();
        if (now == changes) {
            return;
        }
        changes = now;
        WatcherState next = WatcherState.running(watches.restrictions());
        if (!next.equals(state)) {
            state = next;
            delivery.state(next);
        }
    }

    /** The watcher has failed. */
    void failed(Throwable failure) {
        state = WatcherState.failed(failure);
        delivery.state(state);
    }
}
