package io.github.fswire.engine;

/**
 * When what the kernel does not watch is inspected again: after the interval, which grows up to a bound while nothing is found
 * and is the short one again at once when something is; and never so often that it takes more than a fifth of one core. Owned
 * by the engine thread.
 */
final class PollTimer {
    private static final int REST = 4; // times as long as an inspection took

    private final long shortestNanos;
    private final long longestNanos;
    private long stepNanos;
    private long nextNanos;

    /** The interval is between these; the first time is after the shortest from {@code now}. */
    PollTimer(long shortestNanos, long longestNanos, long now) {
        this.shortestNanos = shortestNanos;
        this.longestNanos = longestNanos;
        this.stepNanos = shortestNanos;
        this.nextNanos = now + shortestNanos;
    }

    /** How long to wait from {@code now}; 0 or less if it is time. */
    long waitNanos(long now) {
        return nextNanos - now;
    }

    /** An inspection has taken from {@code start} to {@code end}. */
    void polled(long start, long end, boolean found) {
        stepNanos = found ? shortestNanos : Math.min(stepNanos + stepNanos / 2, longestNanos);
        nextNanos = end + Math.max(stepNanos, REST * (end - start));
    }
}
