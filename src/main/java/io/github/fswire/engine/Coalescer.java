package io.github.fswire.engine;

import io.github.fswire.pending.DueRule;

/**
 * Decides when a place is inspected. A pure function.
 *
 * <p>Trailing: when nothing was reported of it for the quiet period, at the latest when its first event has waited for the
 * longest delay. Leading: at once; but the longest delay passes between two inspections of one place.
 *
 * <p>An entry that has left its place without an event waits for the event of its move: otherwise one half of a move would be
 * delivered.
 *
 * @param quietNanos the quiet period
 * @param maxDelayNanos the longest delay
 * @param leading the mode
 */
record Coalescer(long quietNanos, long maxDelayNanos, boolean leading) implements DueRule {
    private static final long ARRIVAL_NANOS =
            100_000_000; // both ends are reported at once, but whoever moves may be held up in between
    private static final long PUT_BACK_NANOS = 50_000_000;
    private static final long GRAIN_NANOS = 40_000; // 25,000 places a second are inspected as rarely as is allowed

    @Override
    public long pauseNanos() {
        return leading ? maxDelayNanos : 0;
    }

    /** It is due soon, but not at once: what moves faster than it is inspected would be inspected without a pause. */
    @Override
    public long putBackNanos(long now) {
        return leading ? now : now + Math.min(quietNanos, PUT_BACK_NANOS) - maxDelayNanos;
    }

    @Override
    public long dueNanos(long first, long last, boolean left) {
        if (leading) {
            return left ? later(first, last + ARRIVAL_NANOS) : first;
        }
        long quiet = last + (left ? Math.max(quietNanos, ARRIVAL_NANOS) : quietNanos);
        long latest = first + maxDelayNanos;
        return quiet - latest < 0 ? quiet : latest;
    }

    static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** Those that are due wait for others, so that a storm is not inspected one place after the other. */
    @Override
    public DueRule together(int places) {
        long grain = quietNanos == 0 ? 0 : Math.min(maxDelayNanos - quietNanos, (places - 1) * GRAIN_NANOS);
        return new Together(this, grain);
    }

    private record Together(Coalescer rule, long grain) implements DueRule {
        @Override
        public long dueNanos(long first, long last, boolean left) {
            long due = rule.dueNanos(first, last, left);
            long latest = first + rule.maxDelayNanos;
            return rule.leading || due + grain - latest < 0 ? due + grain : later(due, latest);
        }
    }
}
