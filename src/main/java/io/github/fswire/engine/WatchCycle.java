package io.github.fswire.engine;

import io.github.fswire.crawl.Crawler;
import io.github.fswire.observe.FlightEvents;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.tree.Causes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cycle: takes the places that are due, has them inspected, has the difference delivered. There is a new object for each
 * cycle. Owned by the engine thread.
 */
final class WatchCycle {
    private final WatcherParts parts;
    private final WatchLoop.DiskAccess access;
    private final Crawler crawler;
    private final Schedule schedule;
    private final long start;
    private final boolean awaited; // somebody waits for a fence
    private final List<RecurringPlaces> recurring; // that are due
    private final String position; // in the kernel's history, before anything is taken
    private final PendingPlaces places;
    private final boolean whole; // nothing that was reported was left
    private final boolean left; // something was left, or was reported just now

    /** Takes the places that are due; reported places only if they are {@code ripe}. */
    WatchCycle(WatcherParts parts, WatchLoop.DiskAccess access, boolean ripe) {
        this.parts = parts;
        this.access = access;
        this.crawler = access.crawler();
        this.schedule = parts.schedule;
        this.start = parts.time.nanoTime();
        reopenIfLost();
        if (ripe) {
            parts.source.drainIfResting();
        }
        this.position = parts.resume.isKept() ? parts.source.position() : "";
        this.places = take(ripe);
        this.awaited = parts.pending.isAwaited();
        this.recurring = recurring(awaited);
        this.whole = ripe && parts.pending.isEmpty();
        if (!places.isEmpty()) {
            schedule.inspecting(start);
        }
        if (whole) {
            parts.source.taken();
        }
        addLater();
        this.left = !whole && !parts.pending.isEmpty();
        recurring.forEach(each -> each.addTo(places));
        if (awaited) {
            checkPaths();
        }
        resolve(places);
    }

    private List<RecurringPlaces> recurring(boolean all) {
        if (!schedule.isRecurringDue(start, all)) {
            return List.of();
        }
        return parts.recurring.stream().filter(each -> each.isDue(start, all)).toList();
    }

    private void reopenIfLost() {
        if (parts.source.isLost() && (parts.pending.isAwaited() || schedule.isReopenDue(start))) {
            parts.source.reopen();
            parts.pending.everything(Causes.RESCAN);
            parts.fences.renew(parts.pending);
        }
    }

    /**
     * If places are due by the clock, all are taken: otherwise only one half of a move might be delivered. Also if the kernel keeps a
     * history for the next start, in which only a cycle that leaves nothing comes further.
     */
    private PendingPlaces take(boolean ripe) {
        if (!ripe) {
            return parts.pending.takeNothing();
        }
        boolean all = !position.isEmpty() || schedule.isRecurringDue(start, false);
        return all ? parts.pending.take() : parts.pending.takeDue(start);
    }

    /** If an entry of them is moving, they wait for the events of the move; otherwise only one half of it would be delivered. */
    private void addLater() {
        if (parts.pending.laterNanos(start) <= 0) {
            PendingPlaces due = parts.pending.takeLater(start);
            parts.racy.inspecting(start);
            if (!whole && crawler.isAway(due)) {
                parts.pending.add(due);
            } else {
                places.add(due);
            }
            parts.pending.giveBack(due);
        }
    }

    /** Checks, before a fence passes, the changes of paths that no record reports. */
    private void checkPaths() {
        if (parts.source.takeMountsChanged()) {
            access.mounts()
                    .changed((root, path, length) -> places.path(root, path, length, (byte) 0, (byte) Causes.POLL));
        }
        access.rootCheck().check(places);
    }

    private void resolve(PendingPlaces taken) {
        parts.hints.resolve(taken);
        access.reconciler().inspecting(taken);
    }

    /** Inspects the taken places and delivers the differences. */
    void run() {
        parts.results.begin();
        boolean rescan = Schedule.isRescan(places);
        parts.notices.overflows();
        long cpuStart = rescan ? parts.time.cpuNanos() : 0;
        crawler.crawl(places, !awaited, whole ? () -> null : this::takeRest);
        long end = parts.time.nanoTime(); // the listener's time is not part of it
        long cpu = rescan ? parts.time.cpuNanos() - cpuStart : 0;
        parts.pending.giveBack(places);
        if (whole) {
            parts.settling.inspected(start); // else some may be among what was left
        }
        long before = parts.delivery.collected();
        parts.results.deliver(crawler);
        save();
        if (rescan) {
            rescanned(end, cpu);
        }
        recurred(end, parts.delivery.collected() > before);
        parts.counters.cycles.incrementAndGet();
        schedule.rest(start, parts.time.nanoTime());
        parts.gauges.publish();
        parts.notices.degraded();
        parts.state.update();
        if (!parts.lifecycle.isClosing()) {
            parts.fences.pass(parts.pending);
        }
    }

    /** Takes all other places: an entry has left a due place, and may have arrived at one of them. */
    private @Nullable PendingPlaces takeRest() {
        PendingPlaces rest = parts.pending.takeRest(start);
        if (rest != null) {
            resolve(rest);
        }
        return rest;
    }

    private void save() {
        if (!left && !position.isEmpty()) { // written with an index that every listener knows
            parts.history.reached(position);
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

    private void recurred(long end, boolean found) {
        recurring.forEach(each -> each.inspected(start, end, found));
        if (recurring.contains(parts.polled)) {
            parts.counters.polls.incrementAndGet();
            parts.counters.pollNanos.addAndGet(end - start);
        }
    }
}
