package io.github.fswire.watch;

/**
 * Decides when a place is inspected. A pure function.
 *
 * <p>Trailing: when nothing was reported of it for the quiet period, at the latest when its first event has waited for the
 * longest delay. Leading: at once, but not before the longest delay has passed since the last inspection of any place.
 *
 * <p>What has left a place without an event that reports where to waits for that event: otherwise one half of a move would be
 * delivered.
 *
 * @param quietNanos the quiet period
 * @param maxDelayNanos the longest delay
 * @param leading the mode
 */
record Coalescer(long quietNanos, long maxDelayNanos, boolean leading) {
    private static final long ARRIVAL_NANOS =
            20_000_000; // the kernel reports both ends at once; the reader may be held up
    private static final long GRAIN_NANOS = 10_000; // an inspection of one place takes so long

    /**
     * When a place is due of which something was reported from {@code first} to {@code last}.
     *
     * @param left whether something has left it whose arrival may be reported yet
     * @param looked when places were inspected last
     */
    long dueNanos(long first, long last, boolean left, long looked) {
        if (leading) {
            long next = later(first, looked + maxDelayNanos);
            return left ? later(next, last + ARRIVAL_NANOS) : next;
        }
        long quiet = last + (left ? Math.max(quietNanos, ARRIVAL_NANOS) : quietNanos);
        long latest = first + maxDelayNanos;
        return quiet - latest < 0 ? quiet : latest;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** How long places that are due wait for others, so that a storm is not inspected one place after the other. */
    long grainNanos(int places) {
        return Math.min(quietNanos, (places - 1) * GRAIN_NANOS);
    }
}
