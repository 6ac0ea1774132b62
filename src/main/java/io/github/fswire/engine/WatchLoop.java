package io.github.fswire.engine;

import io.github.fswire.crawl.Contents;
import io.github.fswire.crawl.Crawler;
import io.github.fswire.crawl.DirectoryHandles;
import io.github.fswire.crawl.HintResolver;
import io.github.fswire.crawl.Mounts;
import io.github.fswire.crawl.RacyEntries;
import io.github.fswire.crawl.Reconciler;
import io.github.fswire.crawl.RootCheck;
import io.github.fswire.crawl.Roots;
import io.github.fswire.crawl.RootsChanged;
import io.github.fswire.crawl.Settling;
import io.github.fswire.crawl.SingleRoots;
import io.github.fswire.crawl.Strays;
import io.github.fswire.crawl.SymlinkFollower;
import io.github.fswire.crawl.SymlinkTargets;
import io.github.fswire.deliver.Callbacks;
import io.github.fswire.deliver.Delivery;
import io.github.fswire.deliver.DeliveryContext;
import io.github.fswire.deliver.IndexChanged;
import io.github.fswire.deliver.ListenerChannel;
import io.github.fswire.filter.EntryFilter;
import io.github.fswire.observe.Counters;
import io.github.fswire.observe.FlightEvents;
import io.github.fswire.platform.Platform;
import io.github.fswire.polling.PollingBackend;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.EventSource;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.source.Writers;
import io.github.fswire.store.Resume;
import io.github.fswire.store.StateFiles;
import io.github.fswire.threads.Nanos;
import io.github.fswire.threads.Time;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher does, one step after the other: waits until marks are ripe, inspects them, delivers the difference. It has no
 * thread and never blocks: the {@link Engine} gives it both, a simulation gives it neither.
 *
 * <h2>Loss</h2>
 *
 * An overflow marks everything. A session that ends by itself is opened anew and everything is marked. What cannot be watched
 * or read is inspected every interval, and so are whole roots for which the kernel's word is not worth much. A batch that the
 * listener does not accept is delivered again before anything else.
 *
 * <h2>Fences</h2>
 *
 * A fence goes into the kernel queue's reader, which moves it behind the marks of everything that was queued. A cycle that has
 * taken it inspects those marks and all degraded directories; if nothing has to be inspected again, it is complete when the
 * cycle's changes have been delivered.
 *
 * <p>{@link #fence}, {@link #statistics}, {@link #abandon}, {@link #closing} and {@link #isCallback} may be called from any
 * thread, everything else belongs to one.
 */
final class WatchLoop implements IndexChanged, RootsChanged {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int LONGEST_POLL = 10; // intervals, while nothing changes

    /** Who runs it. */
    interface Host {
        /** There may be something to do; called by any thread. */
        void wakeUp();

        /** Whether it shall end. */
        boolean isClosed();

        /** Waits for a time; returns false as soon as it shall end. */
        boolean pause(long nanos);
    }

    /** Completed with true when what was before it has been delivered, with false when the watcher has ended. */
    static final class Fence extends CompletableFuture<Boolean> {}

    /** What inspects the disk; belongs to the thread that opened the scanner. */
    record DiskAccess(Crawler crawler, Reconciler reconciler, RootCheck rootCheck, Mounts mounts) {}

    private final int number = COUNT.incrementAndGet();
    private final WatchOptions options;
    private final Time time;
    private final Host host;
    private final Counters counters = new Counters();
    private final DirtySet dirty;
    private final Set<Fence> outstanding = ConcurrentHashMap.newKeySet();
    private final Resume resume;
    private final LastCycle lastCycle;
    private final TreeIndex index;
    private final HintResolver hints;
    private final Strays strays;
    private final WatchRegistry watches;
    private final Roots roots;
    private final @Nullable SymlinkTargets symlinks;
    private final SingleRoots singles;
    private final SymlinkFollower follower;
    private final EventSource source;
    private final RacyEntries racy;
    private final Settling settling;
    private final RescanPacer pacer = new RescanPacer();
    private final Coalescer coalescer;
    private final EntryFilter filter;
    private final String signature;
    private @Nullable String since; // in the kernel's history
    private String opened = ""; // where that was when the queue was opened
    private final Callbacks callbacks;
    private final Delivery delivery;
    private final PollTimer degradedTimer;
    private final PollTimer pollTimer;
    private final List<Object> fences = new ArrayList<>();
    private final Commands commands;
    private final boolean closesReported;
    private boolean closesExpected; // and nobody was told that they are not reported everywhere
    private boolean lookAgain;
    private boolean delivered; // all that the index holds
    private long toldOverflows;
    private long inspectedNanos; // when marks were inspected last
    private long restUntil; // of processor and disk, which others need as well

    WatchLoop(
            WatchOptions options,
            ChangeListener listener,
            RawBackend backend,
            WatchRegistry.Trust trust,
            Time time,
            OverflowThrottle throttle,
            Host host)
            throws IOException {
        RootPlan plan = RootPlan.of(options);
        this.options = options;
        this.time = time;
        this.host = host;
        this.filter = new EntryFilter(options.exclusions(), options.inclusions(), options.filter());
        this.coalescer = new Coalescer(
                Nanos.of(options.quietPeriod()),
                Nanos.of(options.maxDelay()),
                options.debounce() == WatchOptions.Debounce.LEADING);
        this.dirty = new DirtySet(host::wakeUp, time::nanoTime, coalescer.pauseNanos());
        this.resume = Resume.load(options.checkpoint(), plan.roots(), plan.singles());
        this.lastCycle = new LastCycle(host::isClosed, resume.isKept() && options.executor() == null, time);
        this.index = resume.index();
        this.symlinks = options.followLinks() ? new SymlinkTargets(index) : null;
        this.commands = new Commands(host);
        this.racy = new RacyEntries(time);
        Writers writers = options.settle().isZero() ? null : new Writers();
        boolean untilClosed = options.settleUntil() == WatchOptions.SettleUntil.CLOSED;
        this.settling = new Settling(options.settle(), options.settleAtMost(), untilClosed ? writers : null, time);
        this.closesReported = backend.capabilities().writeClosed();
        this.closesExpected = untilClosed;
        this.restUntil = time.nanoTime();
        this.inspectedNanos = time.nanoTime() - Nanos.of(options.maxDelay());
        this.signature = plan.singles().isEmpty() && plan.always().isEmpty() ? ViewSignature.of(options) : "";
        this.since = resume.uncertain().isEmpty() ? ViewSignature.position(signature, index.history()) : null;
        this.callbacks = new Callbacks(options.executor());
        this.delivery = new Delivery(
                listener,
                new DeliveryContext(
                        number,
                        options.maxBatch(),
                        options.retries(),
                        callbacks,
                        counters,
                        host::pause,
                        lastCycle::isOver),
                resume,
                departures(symlinks),
                this);
        this.watches = new WatchRegistry(index, trust);
        this.hints = new HintResolver(index, watches.files());
        EntryFilter reach = new EntryFilter(options.exclusions(), options.inclusions(), options.filter());
        this.roots = new Roots(index, watches, dirty, reach, this);
        this.singles = new SingleRoots(
                index, roots, filter, hiding(delivery), dirty, watches.entries(), options.followLinks());
        this.source = new EventSource(
                backend, "fswire-reader-" + number, dirty, watches, counters, throttle, writers, host::wakeUp);
        this.strays = new Strays(index, dirty, source, host::wakeUp);
        long interval = Nanos.of(options.pollInterval());
        this.follower = new SymlinkFollower(symlinks, roots, dirty, delivery, time, interval);
        this.degradedTimer = new PollTimer(interval, interval, time.nanoTime());
        this.pollTimer = new PollTimer(interval, LONGEST_POLL * interval, time.nanoTime());
        counters.backend = backend.name();
        for (int r = 0; r < plan.roots().size(); r++) {
            NativeName path = plan.roots().get(r);
            int root = resume.isResumed() ? index.root(r) : index.addRoot(path);
            Set<NativeName> single = plan.singles().get(path);
            roots.begin(root, single != null);
            if (single != null) {
                singles.only(root, single);
            }
        }
        plan.always().forEach(filter::always);
        resume.files().forEach(delivery::hide);
        filter.report(StateFiles::isJournalName, delivery::named);
    }

    /** SymlinkTargets that leave their places are not followed any more. */
    private static Consumer<Change> departures(@Nullable SymlinkTargets symlinks) {
        return symlinks == null
                ? change -> {}
                : change -> symlinks.delivered(
                        change.nativePath(), change.nativeFrom(), change.kind() == Change.Kind.DELETED);
    }

    private static SingleRoots.HiddenDirectories hiding(Delivery delivery) {
        return new SingleRoots.HiddenDirectories() {
            @Override
            public void hidden(NativeName directory) {
                delivery.hide(directory);
            }

            @Override
            public void shown(NativeName directory) {
                delivery.unhide(directory);
            }
        };
    }

    /** Distinguishes watchers in names of threads and in events. */
    int number() {
        return number;
    }

    WatchStatistics statistics() {
        return counters.snapshot();
    }

    /** Whether the calling thread is running a callback. */
    boolean isCallback() {
        return delivery.isCallback();
    }

    /** A fence behind everything that has happened; {@link #forget} it when nobody waits for it any more. */
    Fence fence() {
        Fence fence = new Fence();
        outstanding.add(fence);
        if (host.isClosed()) {
            fence.complete(false);
        } else {
            source.fence(fence);
        }
        return fence;
    }

    void forget(Fence fence) {
        outstanding.remove(fence);
    }

    /** It shall end, after the present callback; to be called before the host says that it is closed. */
    void abandon() {
        lastCycle.abandon();
    }

    /** It shall end: nobody waits for its reader any more. */
    void closing() {
        source.closing();
        callbacks.close();
    }

    /** Opens the event source and what inspects the disk. */
    DiskAccess open(Scanner scanner) throws WatchException {
        Contents contents = new Contents(scanner, options.verify() == WatchOptions.Verify.CONTENT, lastCycle::isOver);
        Crawler crawler = new Crawler(
                scanner,
                index,
                watches,
                roots,
                singles,
                filter,
                dirty,
                racy,
                settling,
                contents,
                strays,
                symlinks,
                options.priority(),
                lastCycle::isOver,
                delivery.progress());
        Reconciler reconciler = new Reconciler(
                Nanos.of(options.reconcileEvery()),
                index,
                watches,
                singles,
                filter,
                source,
                dirty,
                host::wakeUp,
                time,
                scanner,
                contents,
                settling,
                new DirectoryHandles(scanner, index, crawler.difference(), false));
        openSource();
        RootCheck rootCheck = new RootCheck(scanner, index, roots, watches, time.nanoTime());
        return new DiskAccess(crawler, reconciler, rootCheck, new Mounts(scanner, index, crawler.mountPoints()));
    }

    /**
     * The first inspection: of a tree that is new to the listener, or of one of which it knows an earlier state. From {@code started}
     * on every change is delivered.
     */
    void begin(DiskAccess access, Runnable started) throws IOException {
        Crawler crawler = access.crawler();
        resume.begin();
        boolean tell = options.initial() || resume.unusable() != null;
        if (tell || resume.isResumed()) {
            tellUncertain(crawler);
        }
        if (resume.isResumed()) {
            if (!resumeByHistory(crawler)) {
                crawler.resume();
                complete(crawler, opened);
            }
        } else {
            crawler.baseline(tell, options.waitForRoots());
            follower.begin(crawler, tell);
            complete(crawler, opened);
        }
        if (resume.unusable() != null) {
            delivery.error(resume.unusable());
        }
        crawler.difference().finish(delivery);
        lookAgain |= singles.update();
        publish();
        if (!tell && !resume.isResumed()) {
            resume.write(index, filter::singles); // from now on no change can be missed by the next start
        }
        started.run();
        delivery.flush();
        delivered = delivery.isComplete();
        tellNotices();
    }

    /** Inspects what has changed since the last watcher's end, of which the kernel's history tells; false if it does not. */
    private boolean resumeByHistory(Crawler crawler) {
        boolean told = since != null && !opened.isEmpty() && crawler.resumeByHistory() && source.drainHistory();
        source.live();
        if (!told) {
            return false;
        }
        Marks marks = dirty.take(fences);
        source.taken();
        hints.resolve(marks);
        crawler.crawl(marks, false, () -> null);
        dirty.giveBack(marks);
        return true;
    }

    /** What an earlier watcher was delivering when it was killed: gone for now, and found again if it is there. */
    private void tellUncertain(Crawler crawler) {
        resume.uncertain().entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().length())) // children first
                .forEach(entry -> {
                    delivery.deleted(entry.getKey(), entry.getValue(), Causes.RESUME);
                    crawler.forget(entry.getKey());
                });
    }

    /** Adds a listener between two cycles; the future is complete when it hears of every later change. */
    CompletableFuture<Registration> subscribe(ListenerOptions listens, ChangeListener listener) {
        ListenerChannel channel = delivery.channel(listener);
        EntryFilter seen = new EntryFilter(listens.exclusions(), listens.inclusions(), listens.filter());
        Registration registration = () -> delivery.remove(channel);
        return commands.submit(crawler -> {
            delivery.add(channel, index, seen, crawler.sizes()::inspect, listens.initial());
            crawler.sizes().close();
            return registration;
        });
    }

    /** Adds a root between two cycles; when the future is complete it is watched, for itself or within another one. */
    CompletableFuture<Boolean> addRoot(NativeName path) {
        return commands.submit(crawler -> {
            int root = roots.add(path);
            if (root >= 0) {
                watch(crawler, root);
            }
            return root >= 0;
        });
    }

    private void watch(Crawler crawler, int root) throws WatchException {
        delivered = false;
        try {
            crawler.baseline(root, options.initial(), options.waitForRoots());
        } catch (WatchException e) {
            roots.failed(root);
            throw e;
        }
        follower.begin(crawler, options.initial());
        deliver(crawler);
        resume.begin();
        publish();
        tellNotices();
    }

    /** Removes a root between two cycles. */
    CompletableFuture<Boolean> removeRoot(NativeName path) {
        return commands.submit(crawler -> {
            roots.remove(path, singles);
            follower.rootsRemoved();
            deliver(crawler);
            resume.begin();
            publish();
            return true;
        });
    }

    /** Does what is to be done next and returns 0, or returns for how long nothing is to be done. */
    long step(DiskAccess access) {
        commands.run(access.crawler());
        tellFailures();
        if (strays.isDue()) {
            strays.work();
        }
        long now = time.nanoTime();
        boolean mounted = source.takeMountsChanged();
        if (mounted) {
            access.mounts().changed((root, path, length) -> dirty.path(root, path, length, (byte) 0, Causes.POLL));
        }
        if (mounted || access.rootCheck().waitNanos(now) <= 0) {
            access.rootCheck().check(now);
        }
        long ripe = ripeNanos(now);
        long wait = Math.min(waitNanos(now, ripe), access.rootCheck().waitNanos(now));
        long free = access.reconciler().waitNanos(now);
        if (wait <= 0) {
            cycle(access, ripe <= 0);
        } else if (free <= 0) {
            access.reconciler().work();
        } else if (resume.waitNanos(now) <= 0) {
            save();
        } else {
            return Math.min(Math.min(wait, free), resume.waitNanos(now));
        }
        return 0;
    }

    /** It has failed and does nothing any more. */
    void failed(Throwable failure) {
        try {
            delivery.error(new IllegalStateException("the watcher has failed and ends: " + failure, failure));
        } finally {
            delivery.end();
        }
    }

    /** The order of shutdown: no more marks, then nobody waits any more. */
    void end() {
        try {
            source.close();
            if (delivered) {
                save();
            }
        } finally {
            try {
                resume.close(); // or nobody could use the checkpoint again
            } catch (IOException e) {
                delivery.error(e);
            } finally {
                outstanding.forEach(fence -> fence.complete(false));
                commands.refuse();
            }
        }
    }

    private void save() {
        try {
            resume.write(index, filter::singles);
        } catch (IOException e) {
            delivery.error(e);
        }
    }

    private void openSource() throws WatchException {
        if (counters.backend.equals(PollingBackend.NAME)) {
            return; // polling watches nothing: it is a way of inspecting, not a source of events
        }
        try {
            source.open(since);
            opened = source.position();
        } catch (WatchException e) {
            if (!options.backend().equals(Platform.AUTO)) {
                throw e;
            }
            watches.pollEverything(e);
        }
    }

    /** How long nothing has to be done; 0 or less if there is something to do. */
    private long waitNanos(long now, long ripe) {
        if (ripe < Long.MAX_VALUE) {
            return ripe; // else what is inspected by the clock would tell parts of what is not ripe
        }
        long wait = Math.min(racy.postponed().waitNanos(now), settling.waitNanos(now));
        if (watches.hasPolled()) {
            wait = Math.min(wait, degradedTimer.waitNanos(now));
        }
        wait = Math.min(wait, follower.waitNanos(now));
        return watches.isPolling() ? Math.min(wait, pollTimer.waitNanos(now)) : wait;
    }

    /** When what is marked may be inspected; 0 or less if it is time, for ever if nothing is marked. */
    private long ripeNanos(long now) {
        if (lookAgain || !fences.isEmpty()) { // fences that are left wait for what the last cycle has left
            return 0;
        }
        long ripe = dirty.inspect((marks, fenced) -> {
            if (fenced) {
                return 0L;
            }
            if (marks.isEmpty()) {
                return Long.MAX_VALUE;
            }
            long due = dirty.dueNanos(coalescer) - now + coalescer.grainNanos(marks.size());
            due = Math.max(due, restUntil - now);
            due = marks.isDivisible() ? due : Math.max(due, inspectedNanos + coalescer.pauseNanos() - now);
            return isRescan(marks) ? Math.max(due, pacer.waitNanos(now)) : due;
        });
        return source.isLost() ? Math.min(ripe, pacer.waitNanos(now)) : ripe;
    }

    /** Everything that was said up to a position in the kernel's history was inspected, if nothing is left for later. */
    private void complete(Crawler crawler, String position) {
        boolean left = lookAgain
                || crawler.isUnfinished()
                || strays.isPending()
                || !racy.postponed().isEmpty()
                || !settling.isEmpty();
        if (left) {
            return; // then the earlier one is still right
        }
        boolean heard = watches.degraded() == 0 && !watches.isPolling();
        String before = index.history();
        index.history(heard ? ViewSignature.join(signature, position) : "");
        if (before.isEmpty() && !index.history().isEmpty()) {
            resume.begin(); // it was not known when the file was written
        }
    }

    private static boolean isRescan(Marks marks) {
        return marks.hasSubtree(Causes.RESCAN);
    }

    /** Inspects what is marked if that is ripe, and at what is due. */
    private void cycle(DiskAccess access, boolean ripe) {
        Crawler crawler = access.crawler();
        long start = time.nanoTime();
        boolean awaited = !fences.isEmpty() || dirty.isFenced();
        if (source.isLost()
                && (awaited || pacer.waitNanos(start) <= 0)) { // else it may be lost again at once, for ever
            source.reopen();
            dirty.everything(Causes.RESCAN);
            outstanding.forEach(dirty::fence); // the lost session will not hand them on
        }
        boolean degraded = watches.hasPolled() && (awaited || degradedTimer.waitNanos(start) <= 0);
        boolean everyPlace = awaited || lookAgain || degraded || watches.isPolling();
        lookAgain = false;
        int waiting = fences.size(); // since the last cycle
        if (ripe) {
            source.drainIfResting();
        }
        String position = resume.isKept() ? source.position() : "";
        Marks marks = !ripe ? dirty.none() : everyPlace ? dirty.take(fences) : dirty.takeDue(fences, start, coalescer);
        boolean whole = ripe && dirty.isEmpty();
        inspectedNanos = marks.isEmpty() ? inspectedNanos : start;
        if (whole) {
            source.taken();
        }
        if (racy.postponed().waitNanos(time.nanoTime()) <= 0) {
            inspect(racy.postponed().marks(), crawler, whole, marks);
            racy.clear();
        }
        if (settling.waitNanos(time.nanoTime()) <= 0) {
            inspect(settling.take(), crawler, whole, marks);
        }
        boolean left = !whole && !dirty.isEmpty(); // by that, or it was marked just now
        if (degraded) {
            source.retry();
            watches.markDegraded(marks);
        }
        boolean poll = watches.isPolling() && (awaited || pollTimer.waitNanos(start) <= 0);
        if (poll) {
            watches.polled().forEach(root -> marks.directory(root, Marks.SUBTREE, Causes.POLL));
        }
        if (!fences.isEmpty()) {
            checkPaths(access, marks);
        }
        hints.resolve(marks);
        access.reconciler().inspecting(marks);
        delivered = false;
        boolean rescan = isRescan(marks);
        tellOverflows();
        long cpuStart = rescan ? time.cpuNanos() : 0;
        crawler.crawl(marks, !awaited, whole ? () -> null : () -> takeRest(access));
        long end = time.nanoTime(); // what the listener takes is not part of it
        long cpu = rescan ? time.cpuNanos() - cpuStart : 0;
        dirty.giveBack(marks);
        lookAgain |= whole && settling.inspected(); // what was not ripe may have been put off
        long before = delivery.collected();
        deliver(crawler);
        if (delivered && !left && !position.isEmpty()) {
            complete(crawler, position);
        }
        if (delivered && resume.waitNanos(time.nanoTime()) <= 0) {
            save(); // here too, because under load there may be no pause
        }
        if (rescan) {
            pacer.ended(start, end, cpu);
            counters.rescans.incrementAndGet();
            counters.rescanNanos.addAndGet(end - start);
            FlightEvents.rescan(number, end - start, index.entries());
        }
        if (degraded) {
            degradedTimer.polled(start, end, true);
        }
        if (poll) {
            pollTimer.polled(start, end, delivery.collected() > before);
            counters.polls.incrementAndGet();
            counters.pollNanos.addAndGet(end - start);
        }
        counters.looks.incrementAndGet();
        long ended = time.nanoTime();
        restUntil = ended + Math.min(ended - start, coalescer.quietNanos());
        publish();
        tellNotices();
        if (!lookAgain && !crawler.isUnfinished() && !host.isClosed()) {
            List<Object> passed = fences.subList(0, crawler.hasStrays() ? waiting : fences.size());
            passed.forEach(fence -> ((Fence) fence).complete(true));
            passed.clear();
        }
    }

    /** All other places: something has left a due one, and may have arrived there. */
    private @Nullable Marks takeRest(DiskAccess access) {
        Marks rest = dirty.takeRest();
        if (rest != null) {
            hints.resolve(rest);
            access.reconciler().inspecting(rest);
        }
        return rest;
    }

    /**
     * Inspects what was put off in this cycle. If an entry of it is moving, that waits for the events of the move; otherwise only
     * one half of the move would be delivered.
     */
    private void inspect(Marks due, Crawler crawler, boolean ripe, Marks marks) {
        if (!ripe && crawler.isAway(due)) {
            dirty.add(due);
        } else {
            marks.add(due);
        }
    }

    /** Before a fence passes: what no record tells of paths. */
    private void checkPaths(DiskAccess access, Marks marks) {
        if (source.takeMountsChanged()) {
            access.mounts()
                    .changed((root, path, length) -> marks.path(root, path, length, (byte) 0, (byte) Causes.POLL));
        }
        access.rootCheck().check(marks);
    }

    private void deliver(Crawler crawler) {
        delivered = false;
        crawler.difference().finish(delivery);
        counters.unverified = crawler.difference().unverified();
        crawler.sizes().close();
        roots.dropAbsent();
        lookAgain |= singles.update();
        lookAgain |= follower.update(crawler);
        delivery.flush();
        delivered = delivery.isComplete();
    }

    private void publish() {
        counters.entries = index.entries();
        counters.directories = index.directories();
        counters.degraded = watches.degraded();
        watches.files().prune(index);
        counters.watches = Math.max(0, source.watchCount() - watches.files().count());
        counters.indexBytes = index.bytes();
        counters.coalesced = dirty.coalesced();
        counters.marksHighWater = dirty.highWater();
    }

    private void tellOverflows() {
        long overflows = counters.overflows.get();
        if (overflows != toldOverflows) {
            toldOverflows = overflows;
            FlightEvents.overflow(number, overflows);
            delivery.overflow(overflows);
        }
    }

    private void tellFailures() {
        for (Exception failure = source.nextFailure(); failure != null; failure = source.nextFailure()) {
            delivery.error(failure);
        }
    }

    /** Says so, once, if files are to be held back until they are closed and that is not reported. */
    private void tellUnreportedCloses() {
        int root = !closesReported
                ? index.root(0)
                : watches.polled().stream().findFirst().orElse(-1);
        if (closesExpected && root >= 0) {
            closesExpected = false;
            String advice = "Closes are not reported here: files are complete when they have rested for "
                    + options.settle().toMillis() + " ms.";
            delivery.error(new WatchException(
                    index.rootPath(root).toString(), "settleUntil", 0, "CLOSES_NOT_REPORTED", advice));
        }
    }

    private void tellNotices() {
        tellUnreportedCloses();
        for (DegradedNotice notice = watches.nextNotice(); notice != null; notice = watches.nextNotice()) {
            delivery.degraded(notice);
        }
    }

    @Override
    public void directoryRemoved(int directory) {
        dirty.removed(directory);
        watches.forget(directory);
    }

    @Override
    public void rootLeft(int root) {
        watches.forget(root);
        roots.absent(root, true);
        lookAgain = true;
        dirty.directory(root, Marks.SUBTREE, Causes.EVENT);
    }

    @Override
    public void whole(int root) {
        singles.whole(root);
    }

    @Override
    public void changed() {
        delivery.rootsChanged();
    }

    @Override
    public void rerooted(int directory, NativeName before, NativeName after) {
        delivery.rerooted(directory, before, after);
    }

    @Override
    public void lookAgain(int directory, NativeName name) {
        lookAgain = true;
        dirty.entry(directory, name.toBytes(), name.length(), (byte) 0, Causes.EVENT);
    }
}
