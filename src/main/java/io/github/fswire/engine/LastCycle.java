package io.github.fswire.engine;

import io.github.fswire.threads.Time;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Decides when the work that is under way at {@code close()} stops. Without a checkpoint it stops at once. With one it may
 * take a moment to end: the checkpoint contains only what every listener has accepted, so a cycle that is cut off leaves the
 * old checkpoint, and the next watcher would deliver again every change since then.
 *
 * <p>Owned by the engine thread, but for {@link #abandon}.
 */
final class LastCycle {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier closed;
    private final boolean kept;
    private final Time time;
    private volatile boolean abandoned;
    private boolean ending;
    private long closedNanos;

    /** With {@code kept} there is a checkpoint. */
    LastCycle(BooleanSupplier closed, boolean kept, Time time) {
        this.closed = closed;
        this.kept = kept;
        this.time = time;
    }

    /** It was closed by one of its callbacks, which must be the last one; to be called before it counts as closed. */
    void abandon() {
        abandoned = true;
    }

    /** Whether nothing more is inspected or delivered. */
    boolean isOver() {
        if (!closed.getAsBoolean()) {
            return false;
        }
        if (!kept || abandoned) {
            return true;
        }
        long now = time.nanoTime();
        if (!ending) {
            ending = true;
            closedNanos = now;
        }
        return now - closedNanos >= LIMIT_NANOS;
    }
}
