package io.github.fswire.engine;

import io.github.fswire.pending.PendingPlaces;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Places that are due again and again, because the kernel does not report everything that happens there: after an interval, which
 * grows up to a bound while nothing is found and is the short one again at once when something is; and never so often that their
 * inspection takes more than a fifth of one core. A fence makes them due. Owned by the engine thread.
 */
final class RecurringPlaces {
    private static final int REST = 4; // times as long as an inspection took

    private final BooleanSupplier isAny;
    private final Consumer<PendingPlaces> addition;
    private final long shortestNanos;
    private final long longestNanos;
    private long stepNanos;
    private long nextNanos;

    /**
     * The first time is after the shortest interval from {@code now}.
     *
     * @param isAny whether there are such places
     * @param addition adds them to those that a cycle inspects
     */
    RecurringPlaces(
            BooleanSupplier isAny, Consumer<PendingPlaces> addition, long shortestNanos, long longestNanos, long now) {
        this.isAny = isAny;
        this.addition = addition;
        this.shortestNanos = shortestNanos;
        this.longestNanos = longestNanos;
        this.stepNanos = shortestNanos;
        this.nextNanos = now + shortestNanos;
    }

    /** How long to wait from {@code now}; 0 or less if they are due, for ever if there are none. */
    long waitNanos(long now) {
        return isAny.getAsBoolean() ? nextNanos - now : Long.MAX_VALUE;
    }

    /** Whether there are any, and they are due or somebody waits for a fence. */
    boolean isDue(long now, boolean awaited) {
        return isAny.getAsBoolean() && (awaited || nextNanos - now <= 0);
    }

    /** Adds them to the places that are inspected now. */
    void addTo(PendingPlaces places) {
        addition.accept(places);
    }

    /** They were inspected from {@code start} to {@code end}, and changes were {@code found}. */
    void inspected(long start, long end, boolean found) {
        stepNanos = found ? shortestNanos : Math.min(stepNanos + stepNanos / 2, longestNanos);
        nextNanos = end + Math.max(stepNanos, REST * (end - start));
    }
}
