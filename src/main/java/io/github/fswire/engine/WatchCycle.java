package io.github.fswire.engine;

import io.github.fswire.crawl.Crawler;
import io.github.fswire.observe.FlightEvents;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Marks;
import org.jspecify.annotations.Nullable;

/**
 * One cycle: takes the places that are due, has them inspected, has the difference delivered. A new one is made for each cycle.
 * Owned by the engine thread.
 */
final class WatchCycle {
    private final WatcherParts parts;
    private final WatchLoop.DiskAccess access;
    private final Crawler crawler;
    private final Schedule schedule;
    private final boolean ripe;
    private final long start;
    private final boolean awaited; // somebody waits for a fence
    private final int waiting; // fences since the last cycle
    private final boolean degraded; // degraded places are due
    private final boolean everyPlace; // what is not ripe as well
    private final String position; // in the kernel's history, before anything is taken
    private final Marks marks;
    private final boolean whole; // nothing was left
    private final boolean left; // something was left, or was marked just now
    private final boolean poll; // polled roots are due

    /** Takes what is due: marks only if they are {@code ripe}. */
    WatchCycle(WatcherParts parts, WatchLoop.DiskAccess access, boolean ripe) {
        this.parts = parts;
        this.access = access;
        this.crawler = access.crawler();
        this.schedule = parts.schedule;
        this.ripe = ripe;
        this.start = parts.time.nanoTime();
        this.awaited = !parts.fences.taken().isEmpty() || parts.dirty.isFenced();
        reopenIfLost();
        this.degraded = parts.watches.hasPolled() && (awaited || schedule.isDegradedDue(start));
        this.poll = parts.watches.isPolling() && (awaited || schedule.isPollDue(start));
        boolean atOnce = schedule.takeAtOnce();
        this.everyPlace = awaited || atOnce || degraded || poll;
        this.waiting = parts.fences.taken().size();
        if (ripe) {
            parts.source.drainIfResting();
        }
        this.position = parts.resume.isKept() ? parts.source.position() : "";
        this.marks = take();
        this.whole = ripe && parts.dirty.isEmpty();
        if (!marks.isEmpty()) {
            schedule.inspecting(start);
        }
        if (whole) {
            parts.source.taken();
        }
        addPostponed();
        this.left = !whole && !parts.dirty.isEmpty();
        if (degraded) {
            parts.source.retry();
            parts.watches.markDegraded(marks);
        }
        if (poll) {
            parts.watches.polled().forEach(root -> marks.directory(root, Marks.SUBTREE, Causes.POLL));
        }
        if (!parts.fences.taken().isEmpty()) {
            checkPaths();
        }
        resolve(marks);
    }

    private void reopenIfLost() {
        if (parts.source.isLost() && (awaited || schedule.isReopenDue(start))) {
            parts.source.reopen();
            parts.dirty.everything(Causes.RESCAN);
            parts.fences.renew(parts.dirty);
        }
    }

    private Marks take() {
        if (!ripe) {
            return parts.dirty.none();
        }
        return everyPlace
                ? parts.dirty.take(parts.fences.taken())
                : parts.dirty.takeDue(parts.fences.taken(), start, parts.coalescer);
    }

    private void addPostponed() {
        if (parts.racy.postponed().waitNanos(parts.time.nanoTime()) <= 0) {
            addPostponed(parts.racy.postponed().marks());
            parts.racy.clear();
        }
        if (parts.settling.waitNanos(parts.time.nanoTime()) <= 0) {
            addPostponed(parts.settling.take());
        }
    }

    /** If an entry of them is moving, they wait for the events of the move; otherwise only one half of it would be delivered. */
    private void addPostponed(Marks due) {
        if (!whole && crawler.isAway(due)) {
            parts.dirty.add(due);
        } else {
            marks.add(due);
        }
    }

    /** Before a fence passes: what no record reports of paths. */
    private void checkPaths() {
        if (parts.source.takeMountsChanged()) {
            access.mounts()
                    .changed((root, path, length) -> marks.path(root, path, length, (byte) 0, (byte) Causes.POLL));
        }
        access.rootCheck().check(marks);
    }

    private void resolve(Marks taken) {
        parts.hints.resolve(taken);
        access.reconciler().inspecting(taken);
    }

    /** Inspects what was taken and delivers what that finds. */
    void run() {
        parts.results.begin();
        boolean rescan = Schedule.isRescan(marks);
        parts.notices.overflows();
        long cpuStart = rescan ? parts.time.cpuNanos() : 0;
        crawler.crawl(marks, !awaited, whole ? () -> null : this::takeRest);
        long end = parts.time.nanoTime(); // what the listener takes is not part of it
        long cpu = rescan ? parts.time.cpuNanos() - cpuStart : 0;
        parts.dirty.giveBack(marks);
        schedule.atOnce(whole && parts.settling.inspected()); // what was not ripe may have been put off
        long before = parts.delivery.collected();
        parts.results.deliver(crawler);
        save();
        if (rescan) {
            rescanned(end, cpu);
        }
        if (degraded) {
            schedule.degradedInspected(start, end);
        }
        if (poll) {
            polled(end, parts.delivery.collected() > before);
        }
        parts.counters.looks.incrementAndGet();
        schedule.rest(start, parts.time.nanoTime());
        parts.gauges.publish();
        parts.notices.degraded();
        passFences();
    }

    /** All other places: something has left a due one, and may have arrived there. */
    private @Nullable Marks takeRest() {
        Marks rest = parts.dirty.takeRest();
        if (rest != null) {
            resolve(rest);
        }
        return rest;
    }

    private void save() {
        if (parts.results.isComplete() && !left && !position.isEmpty()) {
            parts.history.reached(crawler, position);
        }
        if (parts.results.isComplete() && parts.resume.waitNanos(parts.time.nanoTime()) <= 0) {
            parts.results.save(); // here too, because under load there may be no pause
        }
    }

    private void rescanned(long end, long cpu) {
        schedule.rescanned(start, end, cpu);
        parts.counters.rescans.incrementAndGet();
        parts.counters.rescanNanos.addAndGet(end - start);
        FlightEvents.rescan(parts.number, end - start, parts.index.entries());
    }

    private void polled(long end, boolean found) {
        schedule.polled(start, end, found);
        parts.counters.polls.incrementAndGet();
        parts.counters.pollNanos.addAndGet(end - start);
    }

    /** If nothing was left; behind directories that have moved, only the fences that have waited for them already. */
    private void passFences() {
        if (!schedule.isAtOnce() && !crawler.isUnfinished() && !parts.host.isClosed()) {
            parts.fences.pass(
                    crawler.hasStrays() ? waiting : parts.fences.taken().size());
        }
    }
}
