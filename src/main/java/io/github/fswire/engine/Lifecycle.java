package io.github.fswire.engine;

import io.github.fswire.threads.Time;
import java.util.concurrent.TimeUnit;

/**
 * Whether a watcher was closed. The parts of the engine ask here; nobody can use a watcher that has not started.
 *
 * <h2>The work that is under way at {@code close()}</h2>
 *
 * Without a checkpoint it stops at once. With one it may take a moment to end: the checkpoint contains only what every
 * listener has accepted, so a cycle that is cut off leaves the old checkpoint, and the next watcher would deliver again every
 * change since then.
 *
 * <p>May be used by any thread.
 */
final class Lifecycle {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final boolean kept;
    private final Time time;
    private volatile boolean abandoned;
    private volatile boolean closing;
    private volatile boolean failed;
    private boolean ending;
    private long closedNanos;

    /** With {@code kept} there is a checkpoint. */
    Lifecycle(boolean kept, Time time) {
        this.kept = kept;
        this.time = time;
    }

    /** It shall end, or has ended; {@code inside} one of its callbacks, which must be the last one. */
    void close(boolean inside) {
        if (inside) {
            abandoned = true;
        }
        closing = true;
    }

    /** Whether it shall end or has ended. */
    boolean isClosing() {
        return closing;
    }

    /** It has failed: nothing new is accepted, but the listeners are still notified. */
    void fail() {
        failed = true;
    }

    /** Whether nothing new is accepted. */
    boolean refuses() {
        return closing || failed;
    }

    /** Whether nothing more is inspected or delivered. */
    synchronized boolean isOver() {
        if (!isClosing()) {
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
