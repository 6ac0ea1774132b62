package io.github.fswire.watch;

/**
 * Decides when marks are looked at: when nothing has been marked for the quiet period, at the latest when the oldest mark has
 * waited for the longest delay. A pure function.
 *
 * @param quietNanos the quiet period
 * @param maxDelayNanos the longest delay
 */
record Coalescer(long quietNanos, long maxDelayNanos) {
    /** How long to wait from {@code now} until marks made from {@code first} to {@code last} are ripe; 0 or less if they are. */
    long waitNanos(long now, long first, long last) {
        return Math.min(last + quietNanos - now, first + maxDelayNanos - now);
    }
}
