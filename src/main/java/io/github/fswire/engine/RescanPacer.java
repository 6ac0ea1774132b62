package io.github.fswire.engine;

/**
 * Spaces rescans out while the queue overflows again and again: a rescan waits at least as long as the last one was on a
 * processor, so that rescans take at most half of one core, and the wait doubles up to {@value #LONGEST_NANOS} ns as long as
 * they follow closely. On a busy machine a rescan takes longer, but uses no more of the processor, and the wait stays the same.
 * Owned by the engine thread.
 */
final class RescanPacer {
    private static final long SHORTEST_NANOS = 50_000_000;
    private static final long LONGEST_NANOS = 1_000_000_000;

    private long step;
    private long notBefore;
    private boolean any;

    /** How long to wait from {@code now} before the next rescan; 0 or less if it may start. */
    long waitNanos(long now) {
        return any ? notBefore - now : 0;
    }

    /** A rescan has taken from {@code start} to {@code end}, and {@code cpuNanos} of it on a processor. */
    void ended(long start, long end, long cpuNanos) {
        boolean close = any && start - notBefore < LONGEST_NANOS;
        step = close ? Math.min(Math.max(step * 2, SHORTEST_NANOS), LONGEST_NANOS) : SHORTEST_NANOS;
        notBefore = end + Math.max(step, cpuNanos);
        any = true;
    }
}
