package io.github.fswire.engine;

import io.github.fswire.crawl.RacyEntries;
import io.github.fswire.crawl.Settling;
import io.github.fswire.crawl.SymlinkFollower;
import io.github.fswire.source.EventSource;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;

/** When the next cycle is due, and which parts of it. Owned by the engine thread. */
final class Schedule {
    private static final int LONGEST_POLL = 10; // intervals, while nothing changes

    private final DirtySet dirty;
    private final Coalescer coalescer;
    private final Fences fences;
    private final EventSource source;
    private final WatchRegistry watches;
    private final RacyEntries racy;
    private final Settling settling;
    private final SymlinkFollower follower;
    private final RescanPacer pacer = new RescanPacer();
    private final PollTimer degradedTimer;
    private final PollTimer pollTimer;
    private boolean atOnce;
    private long inspectedNanos; // when marks were inspected last
    private long restUntil; // of processor and disk, which others need as well

    /** Begins at {@code now}; what is not watched is inspected every {@code intervalNanos}. */
    Schedule(
            DirtySet dirty,
            Coalescer coalescer,
            Fences fences,
            EventSource source,
            WatchRegistry watches,
            RacyEntries racy,
            Settling settling,
            SymlinkFollower follower,
            long intervalNanos,
            long now) {
        this.dirty = dirty;
        this.coalescer = coalescer;
        this.fences = fences;
        this.source = source;
        this.watches = watches;
        this.racy = racy;
        this.settling = settling;
        this.follower = follower;
        this.degradedTimer = new PollTimer(intervalNanos, intervalNanos, now);
        this.pollTimer = new PollTimer(intervalNanos, LONGEST_POLL * intervalNanos, now);
        this.restUntil = now;
        this.inspectedNanos = now - coalescer.maxDelayNanos();
    }

    /** If {@code needed}, another cycle is due at once, for every place. */
    void atOnce(boolean needed) {
        atOnce |= needed;
    }

    /** Whether another cycle is due at once. */
    boolean isAtOnce() {
        return atOnce;
    }

    /** The same, and it begins now. */
    boolean takeAtOnce() {
        boolean was = atOnce;
        atOnce = false;
        return was;
    }

    /** When what is marked may be inspected; 0 or less if it is time, for ever if nothing is marked. */
    long ripeNanos(long now) {
        if (atOnce || !fences.taken().isEmpty()) { // fences that are left wait for what the last cycle has left
            return 0;
        }
        long ripe = dirty.inspect((marks, fenced) -> {
            if (fenced) {
                return 0L;
            }
            if (marks.isEmpty()) {
                return Long.MAX_VALUE;
            }
            long due = dirty.dueNanos(coalescer.together(marks.size())) - now;
            due = Math.max(due, restUntil - now);
            due = marks.isDivisible() ? due : Math.max(due, inspectedNanos + coalescer.pauseNanos() - now);
            return isRescan(marks) ? Math.max(due, pacer.waitNanos(now)) : due;
        });
        return source.isLost() ? Math.min(ripe, pacer.waitNanos(now)) : ripe;
    }

    /** How long no cycle is due, given {@link #ripeNanos}; 0 or less if one is. */
    long waitNanos(long now, long ripe) {
        if (ripe < Long.MAX_VALUE) {
            return ripe; // else what is inspected by the clock would deliver parts of what is not ripe
        }
        long wait = Math.min(racy.postponed().waitNanos(now), settling.waitNanos(now));
        if (watches.hasPolled()) {
            wait = Math.min(wait, degradedTimer.waitNanos(now));
        }
        wait = Math.min(wait, follower.waitNanos(now));
        return watches.isPolling() ? Math.min(wait, pollTimer.waitNanos(now)) : wait;
    }

    /** Whether a lost session may be opened anew; else it may be lost again at once, for ever. */
    boolean isReopenDue(long now) {
        return pacer.waitNanos(now) <= 0;
    }

    /** Whether degraded places are due. */
    boolean isDegradedDue(long now) {
        return degradedTimer.waitNanos(now) <= 0;
    }

    /** Whether polled roots are due. */
    boolean isPollDue(long now) {
        return pollTimer.waitNanos(now) <= 0;
    }

    /** Whether marks are the work of a rescan. */
    static boolean isRescan(Marks marks) {
        return marks.hasSubtree(Causes.RESCAN);
    }

    /** Marks are inspected now. */
    void inspecting(long now) {
        inspectedNanos = now;
    }

    /** A rescan has taken from {@code start} to {@code end}, and {@code cpuNanos} of it on a processor. */
    void rescanned(long start, long end, long cpuNanos) {
        pacer.ended(start, end, cpuNanos);
    }

    /** Degraded places were inspected from {@code start} to {@code end}. */
    void degradedInspected(long start, long end) {
        degradedTimer.polled(start, end, true);
    }

    /** Polled roots were inspected from {@code start} to {@code end}, and changes were {@code found}. */
    void polled(long start, long end, boolean found) {
        pollTimer.polled(start, end, found);
    }

    /** A cycle has lasted from {@code start} to {@code end}: others may need processor and disk for as long. */
    void rest(long start, long end) {
        restUntil = end + Math.min(end - start, coalescer.quietNanos());
    }
}
