package io.github.fswire.nio;

import io.github.fswire.threads.Time;

/**
 * Up to when every change has been handed out, so that one that was missed is younger. Owned by the reader's thread.
 *
 * <p>A batch that has ended contains every change from before the end of the batch before it.
 */
final class HandedOut {
    private static final long LAG_NANOS = 20_000_000; // of the clock that stamps files, which ticks every 10 ms at most

    private final Time time;
    private long wall;
    private long steady;
    private long nextWall;
    private long nextSteady;

    HandedOut(Time time) {
        this.time = time;
        all();
        all();
    }

    /** The queue was read to its end, or everything is going to be compared. */
    void all() {
        wall = nextWall;
        steady = nextSteady;
        nextWall = time.currentNanos();
        nextSteady = time.nanoTime();
    }

    /**
     * The oldest time stamp that a change can have which was not handed out.
     *
     * @return nanoseconds since 1970; {@link Long#MIN_VALUE} if the clock was set back since
     */
    long since() {
        long passed = time.currentNanos() - wall;
        return passed < time.nanoTime() - steady - LAG_NANOS ? Long.MIN_VALUE : wall - LAG_NANOS;
    }
}
