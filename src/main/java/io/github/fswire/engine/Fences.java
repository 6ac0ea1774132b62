package io.github.fswire.engine;

import io.github.fswire.deliver.Delivery;
import io.github.fswire.pending.Pending;
import io.github.fswire.source.EventSource;
import io.github.fswire.watch.UndeliveredException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fences for which somebody waits.
 *
 * <p>{@link #add} and {@link #forget} may be called by any thread, everything else belongs to the engine's.
 */
final class Fences {
    private final Lifecycle lifecycle;
    private final EventSource source;
    private final Delivery delivery;
    private final Set<WatchLoop.Fence> outstanding = ConcurrentHashMap.newKeySet();

    Fences(Lifecycle lifecycle, EventSource source, Delivery delivery) {
        this.lifecycle = lifecycle;
        this.source = source;
        this.delivery = delivery;
    }

    /** A fence behind everything that has happened; {@link #forget} it when nobody waits for it any more. */
    WatchLoop.Fence add() {
        WatchLoop.Fence fence = open();
        if (!fence.isDone()) {
            source.fence(fence);
        }
        return fence;
    }

    /** A fence that somebody else puts behind what is pending. */
    WatchLoop.Fence open() {
        WatchLoop.Fence fence = new WatchLoop.Fence();
        outstanding.add(fence);
        if (lifecycle.refuses()) {
            fence.complete(false);
        }
        return fence;
    }

    void forget(WatchLoop.Fence fence) {
        outstanding.remove(fence);
    }

    /** The session is lost and will not hand its fences on: each of them now waits for all places that are pending. */
    void renew(Pending pending) {
        outstanding.forEach(pending::fence);
    }

    /** A cycle has ended: those that nothing pending holds up are passed. */
    void pass(Pending pending) {
        pending.pass(fence -> delivery.whenDelivered(() -> ((WatchLoop.Fence) fence).complete(true)));
    }

    /** Changes made before some of them are lost. */
    void fail(UndeliveredException undelivered) {
        List.copyOf(outstanding) // whoever is woken up may add another one at once
                .forEach(fence -> fence.completeExceptionally(undelivered));
    }

    /** The watcher has ended: nobody waits any more. */
    void end() {
        outstanding.forEach(fence -> fence.complete(false));
    }
}
