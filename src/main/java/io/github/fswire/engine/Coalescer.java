package io.github.fswire.engine;

/**
 * Decides when marks are inspected. A pure function.
 *
 * <p>Trailing: when nothing has been marked for the quiet period, at the latest when the oldest mark has waited for the longest
 * delay. Leading: at once, but not before the longest delay has passed since the last inspection.
 *
 * @param quietNanos the quiet period
 * @param maxDelayNanos the longest delay
 * @param leading the mode
 */
record Coalescer(long quietNanos, long maxDelayNanos, boolean leading) {
    /**
     * How long to wait from {@code now} until marks made from {@code first} to {@code last} are ripe; 0 or less if they are.
     *
     * @param inspectedNanos when marks were inspected last
     */
    long waitNanos(long now, long first, long last, long inspectedNanos) {
        return leading
                ? inspectedNanos + maxDelayNanos - now
                : Math.min(last + quietNanos - now, first + maxDelayNanos - now);
    }
}
