package io.github.fswire.watch;

/**
 * Decides when marks are looked at. A pure function.
 *
 * <p>Trailing: when nothing has been marked for the quiet period, at the latest when the oldest mark has waited for the longest
 * delay. Leading: at once, but not before the longest delay has passed since the last look.
 *
 * @param quietNanos the quiet period
 * @param maxDelayNanos the longest delay
 * @param leading the mode
 */
record Coalescer(long quietNanos, long maxDelayNanos, boolean leading) {
    private static final long GRAIN_NANOS = 10_000; // an inspection of one place takes so long

    /** How long places that are due wait for others, so that a storm is not inspected one place after the other. */
    long grainNanos(int places) {
        return Math.min(quietNanos, (places - 1) * GRAIN_NANOS);
    }

    /**
     * How long to wait from {@code now} until marks made from {@code first} to {@code last} are ripe; 0 or less if they are.
     *
     * @param looked when marks were looked at last
     */
    long waitNanos(long now, long first, long last, long looked) {
        return leading ? looked + maxDelayNanos - now : Math.min(last + quietNanos - now, first + maxDelayNanos - now);
    }
}
