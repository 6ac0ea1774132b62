package io.github.fswire.engine;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.source.EventSource;
import io.github.fswire.tree.Causes;
import java.util.List;

/** When the next cycle is due. Owned by the engine thread. */
final class Schedule {
    private final Pending pending;
    private final Coalescer coalescer;
    private final EventSource source;
    private final List<RecurringPlaces> recurring;
    private final RescanPacer pacer = new RescanPacer();
    private long inspectedNanos; // when reported places were inspected last
    private long restUntil; // of processor and disk, which others need as well

    /** Begins at {@code now}. */
    Schedule(Pending pending, Coalescer coalescer, EventSource source, List<RecurringPlaces> recurring, long now) {
        this.pending = pending;
        this.coalescer = coalescer;
        this.source = source;
        this.recurring = recurring;
        this.restUntil = now;
        this.inspectedNanos = now - coalescer.maxDelayNanos();
    }

    /** How long until reported places may be inspected; 0 or less if it is time, for ever if there are none. */
    long reportedNanos(long now) {
        if (pending.isAwaited()) {
            return 0;
        }
        long wait = pending.inspect(places -> places.isEmpty() ? Long.MAX_VALUE : waitNanos(places, now));
        return source.isLost() ? Math.min(wait, pacer.waitNanos(now)) : wait;
    }

    private long waitNanos(PendingPlaces places, long now) {
        long wait = Math.max(pending.dueNanos() - now, restUntil - now);
        if (!places.isDivisible()) {
            wait = Math.max(wait, inspectedNanos + coalescer.pauseNanos() - now);
        }
        return isRescan(places) ? Math.max(wait, pacer.waitNanos(now)) : wait;
    }

    /** How long no cycle is due, given {@link #reportedNanos}; 0 or less if one is. */
    long waitNanos(long now, long reported) {
        if (reported < Long.MAX_VALUE) {
            return reported; // else places that are due by the clock would deliver half of a move that is not due yet
        }
        long wait = pending.laterNanos(now);
        for (RecurringPlaces places : recurring) {
            wait = Math.min(wait, places.waitNanos(now));
        }
        return wait;
    }

    /** Whether places recur now, or would because somebody waits for a fence. */
    boolean isRecurringDue(long now, boolean awaited) {
        for (RecurringPlaces places : recurring) {
            if (places.isDue(now, awaited)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lost session may be opened anew; else it may be lost again at once, for ever. */
    boolean isReopenDue(long now) {
        return pacer.waitNanos(now) <= 0;
    }

    /** Whether places are the work of a rescan. */
    static boolean isRescan(PendingPlaces places) {
        return places.hasSubtree(Causes.RESCAN);
    }

    /** Reported places are inspected now. */
    void inspecting(long now) {
        inspectedNanos = now;
    }

    /** A rescan has taken from {@code start} to {@code end}, and {@code cpuNanos} of it on a processor. */
    void rescanned(long start, long end, long cpuNanos) {
        pacer.ended(start, end, cpuNanos);
    }

    /** A cycle has lasted from {@code start} to {@code end}: others may need processor and disk for as long. */
    void rest(long start, long end) {
        restUntil = end + Math.min(end - start, coalescer.quietNanos());
    }
}
