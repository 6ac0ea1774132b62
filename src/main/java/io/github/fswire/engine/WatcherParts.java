package io.github.fswire.engine;

import io.github.fswire.crawl.HintResolver;
import io.github.fswire.crawl.IgnoreFiles;
import io.github.fswire.crawl.RacyEntries;
import io.github.fswire.crawl.Roots;
import io.github.fswire.crawl.Settling;
import io.github.fswire.crawl.SingleRoots;
import io.github.fswire.crawl.SymlinkFollower;
import io.github.fswire.crawl.SymlinkTargets;
import io.github.fswire.deliver.Delivery;
import io.github.fswire.deliver.DeliveryContext;
import io.github.fswire.filter.EntryFilter;
import io.github.fswire.filter.GivenRoots;
import io.github.fswire.filter.IgnoredEntries;
import io.github.fswire.observe.Counters;
import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.source.EventSource;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.source.Writers;
import io.github.fswire.store.Resume;
import io.github.fswire.store.StateFiles;
import io.github.fswire.threads.Nanos;
import io.github.fswire.threads.Time;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.UndeliveredException;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the parts of one watcher and connects them; it opens no session and inspects nothing. */
final class WatcherParts {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final int number = COUNT.incrementAndGet();
    final WatchOptions options;
    final Time time;
    final WatchLoop.Host host;
    final Counters counters = new Counters();
    final EntryFilter filter;
    final @Nullable IgnoredEntries ignored; // if there are ignore files
    final @Nullable IgnoreFiles ignoreFiles;
    final Coalescer coalescer;
    final Pending pending;
    final Resume resume;
    final Lifecycle lifecycle;
    final TreeIndex index;
    final @Nullable SymlinkTargets symlinks; // if they are followed
    final Commands commands;
    final RacyEntries racy;
    final Settling settling;
    final Delivery delivery;
    final WatchRegistry watches;
    final HintResolver hints;
    final Roots roots;
    final SingleRoots singles;
    final EventSource source;
    final SymlinkFollower follower;
    final Fences fences;
    final RecurringPlaces polled; // roots
    final List<RecurringPlaces> recurring;
    final Schedule schedule;
    final HistoryPosition history;
    final CycleDelivery results;
    final Notices notices;
    final StateReport state;
    final Gauges gauges;

    WatcherParts(
            WatchOptions options,
            ChangeListener listener,
            RawBackend backend,
            WatchRegistry.Trust trust,
            Time time,
            OverflowThrottle throttle,
            WatchLoop.Host host)
            throws IOException {
        RootPlan plan = RootPlan.of(options);
        TreeEvents events = new TreeEvents(this);
        this.options = options;
        this.time = time;
        this.host = host;
        GivenRoots given = RootPlan.given(options);
        this.ignored = options.ignoreFiles().isEmpty() ? null : new IgnoredEntries(given);
        this.filter = filter(options, given, ignored);
        this.coalescer = coalescer(options);
        this.pending = new Pending(host, time::nanoTime, coalescer);
        this.resume = Resume.load(options.checkpoint(), plan.roots(), plan.singles());
        this.lifecycle = new Lifecycle(resume.isKept() && options.executor() == null, time);
        this.index = resume.index();
        if (options.previousAttributes()) {
            index.keepAttributes();
        }
        this.ignoreFiles = ignored == null ? null : new IgnoreFiles(index, ignored, options.ignoreFiles());
        this.symlinks = options.followLinks() ? new SymlinkTargets(index) : null;
        this.commands = new Commands(lifecycle, host::wakeUp);
        this.racy = new RacyEntries(time, pending);
        Writers writers = options.settle().isZero() ? null : new Writers();
        boolean untilClosed = options.settleUntil() == WatchOptions.SettleUntil.CLOSED;
        this.settling =
                new Settling(options.settle(), options.settleAtMost(), untilClosed ? writers : null, pending, time);
        this.delivery = new Delivery(
                listener, options.listener(), context(), resume, departures(symlinks), events, backend.capabilities());
        this.watches = new WatchRegistry(index, trust);
        this.hints = new HintResolver(index, watches.files());
        this.roots = new Roots(index, watches, pending, filter(options, given, ignored), given, events);
        this.singles = new SingleRoots(
                index, roots, filter, hiding(delivery), pending, watches.entries(), options.followLinks());
        this.source = new EventSource(
                backend, "fswire-reader-" + number, pending, watches, counters, throttle, writers, host::wakeUp);
        long interval = Nanos.of(options.pollInterval());
        this.follower = new SymlinkFollower(symlinks, roots, pending, delivery);
        this.fences = new Fences(lifecycle, source, delivery);
        this.polled = new RecurringPlaces(
                watches::isPolling,
                watches::addPolled,
                interval,
                Nanos.of(options.pollIntervalAtMost()),
                time.nanoTime());
        this.recurring = List.of(
                new RecurringPlaces(watches::hasPolled, this::addDegraded, interval, interval, time.nanoTime()),
                new RecurringPlaces(follower::isAnyDangling, places -> {}, interval, interval, time.nanoTime()),
                polled);
        this.schedule = new Schedule(pending, coalescer, source, recurring, time.nanoTime());
        String signature = plan.singles().isEmpty() && plan.always().isEmpty() ? ViewSignature.of(options) : "";
        this.history = new HistoryPosition(signature, resume, index, watches, pending);
        this.results = new CycleDelivery(index, delivery, counters, roots, singles, follower, resume, filter);
        boolean closesReported = backend.capabilities().writeClosed();
        this.notices =
                new Notices(number, options, index, watches, source, ignoreFiles, counters, delivery, closesReported);
        this.state = new StateReport(lifecycle, watches, delivery);
        this.gauges = new Gauges(counters, index, watches, source, pending);
        counters.backend = backend.name();
        begin(plan);
    }

    private void begin(RootPlan plan) {
        for (int r = 0; r < plan.roots().size(); r++) {
            NativeName path = plan.roots().get(r);
            int root = resume.isResumed() ? index.root(r) : index.addRoot(path);
            Set<NativeName> single = plan.singles().get(path);
            roots.begin(root, single != null);
            if (single != null) {
                singles.only(root, single);
            }
        }
        plan.inside().forEach(roots::beginInside);
        plan.always().forEach(filter::always);
        resume.files().forEach(delivery::hide);
        filter.report(StateFiles::isLockName, delivery::locked);
    }

    private void addDegraded(PendingPlaces places) {
        source.retry();
        watches.addDegraded(places);
    }

    private static EntryFilter filter(WatchOptions options, GivenRoots given, @Nullable IgnoredEntries ignored) {
        return new EntryFilter(options.exclusions(), options.inclusions(), options.filter())
                .depth(options.depth(), given)
                .ignore(ignored);
    }

    private static Coalescer coalescer(WatchOptions options) {
        return new Coalescer(
                Nanos.of(options.quietPeriod()),
                Nanos.of(options.maxDelay()),
                options.debounce() == WatchOptions.Debounce.LEADING);
    }

    private DeliveryContext context() {
        return new DeliveryContext(
                number,
                options.maxBatch(),
                options.retries(),
                options.executor(),
                host.listenerThreads(number),
                counters,
                host::pause,
                this::givenUp,
                this::failed,
                resume.isKept() ? host::wakeUp : () -> {}, // else nothing waits for it
                time::currentNanos,
                lifecycle::isOver,
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet());
    }

    /** Ends the watcher, in whatever thread something has failed. */
    private void failed(Throwable failure) {
        var unused = commands.submit(access -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failure);
        });
    }

    private void givenUp(UndeliveredException undelivered) {
        fences.fail(undelivered);
    }

    /** Links that leave their places are not followed any more. */
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
}
