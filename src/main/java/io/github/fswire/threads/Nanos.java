package io.github.fswire.threads;

import java.time.Duration;

/** Durations as numbers. */
public final class Nanos {
    /**
     * The longest time that is distinguished from for ever, about nine years: so long that nobody waits for its end, and so
     * short that ten of it can be added to any {@link System#nanoTime()}.
     */
    public static final long FOREVER = 1L << 58;

    private Nanos() {}

    /**
     * A duration in nanoseconds.
     *
     * @param duration any
     * @return at most {@link #FOREVER}, at least minus that
     */
    public static long of(Duration duration) {
        long seconds = FOREVER / 1_000_000_000;
        if (duration.toSeconds() >= seconds) {
            return FOREVER;
        }
        return duration.toSeconds() < -seconds ? -FOREVER : duration.toNanos();
    }
}
