package io.github.fswire.watch;

import io.github.fswire.polling.PollingBackend;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one thread of a watcher: waits until marks are ripe, looks at them, delivers the difference.
 *
 * <h2>Threads</h2>
 *
 * The engine thread owns the scanner, the index and the watches and calls the listener. Readers and users only add marks and
 * fences to the {@link DirtySet} and wake it. No lock is held while it looks or delivers.
 *
 * <h2>Loss</h2>
 *
 * An overflow marks everything. A session that ends by itself is opened anew and everything is marked. What cannot be watched
 * or read is looked at every interval, and so are whole roots for which the kernel's word is not worth much. A batch that the listener does not accept is delivered again before anything else.
 *
 * <h2>Fences</h2>
 *
 * A {@link #sync} puts a fence into the kernel queue's reader, which moves it behind the marks of everything that was queued.
 * A round that has taken it looks at those marks and at all degraded directories; if nothing has to be looked at again, it is
 * complete when the round's changes have been delivered.
 */
final class Engine implements Runnable, Delivery.Aftermath {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long STACK_BYTES = 16L << 20; // deleting a deep tree recurses
    private static final int LONGEST_POLL = 10; // intervals, while nothing changes

    /** Opens a scanner on the calling thread. */
    @FunctionalInterface
    interface ScannerFactory {
        /** Opens it. */
        Scanner open() throws NativeAccessException;
    }

    /** Completed with true when what was before it has been delivered, with false when the watcher has ended. */
    private static final class Fence extends CompletableFuture<Boolean> {}

    private final WatchOptions options;
    private final ScannerFactory scanners;
    private final int number = COUNT.incrementAndGet();
    private final Thread thread = new Thread(null, this, "fswire-engine-" + number, STACK_BYTES);
    private final Counters counters = new Counters();
    private final DirtySet dirty = new DirtySet(this::wakeUp);
    private final Set<Fence> outstanding = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();
    private final Object monitor = new Object();
    private boolean woken; // guarded by monitor
    private volatile boolean closed;

    // Owned by the engine thread, but for what the queue says of itself.
    private final Resume resume;
    private final TreeIndex index;
    private final WatchKeeper watches;
    private final KernelQueue queue;
    private final RacyEntries racy = new RacyEntries();
    private final Settling settling;
    private final RescanPacer pacer = new RescanPacer();
    private final Coalescer coalescer;
    private final EntryFilter filter;
    private final Delivery delivery;
    private final PollTimer degradedTimer;
    private final PollTimer pollTimer;
    private final List<Object> fences = new ArrayList<>();
    private boolean lookAgain;
    private boolean delivered; // all that the index holds
    private long toldOverflows;
    private long lookedNanos; // when marks were looked at last

    Engine(
            WatchOptions options,
            ChangeListener listener,
            RawBackend backend,
            WatchKeeper.Trust trust,
            ScannerFactory scanners) {
        RootPlan plan = RootPlan.of(options);
        this.options = options;
        this.resume = Resume.load(options.checkpoint(), plan.roots());
        this.index = resume.index();
        this.scanners = scanners;
        this.coalescer = new Coalescer(
                options.quietPeriod().toNanos(),
                options.maxDelay().toNanos(),
                options.debounce() == WatchOptions.Debounce.LEADING);
        this.lookedNanos = System.nanoTime() - options.maxDelay().toNanos();
        this.settling = new Settling(options.settle().toNanos());
        this.filter = new EntryFilter(options);
        this.delivery = new Delivery(number, listener, options, counters, resume, this::pause, this);
        this.watches = new WatchKeeper(index, trust);
        this.queue = new KernelQueue(backend, "fswire-reader-" + number, dirty, watches, counters, this::wakeUp);
        long interval = options.pollInterval().toNanos();
        this.degradedTimer = new PollTimer(interval, interval, System.nanoTime());
        this.pollTimer = new PollTimer(interval, LONGEST_POLL * interval, System.nanoTime());
        counters.backend = backend.name();
        for (int r = 0; r < plan.roots().size(); r++) {
            NativeName path = plan.roots().get(r);
            int root = resume.isResumed() ? index.root(r) : index.addRoot(path);
            Set<NativeName> single = plan.singles().get(path);
            if (single != null) {
                filter.only(root, single);
                delivery.hide(path);
            }
        }
        resume.files().forEach(delivery::hide);
        thread.setDaemon(true);
    }

    /** Starts the thread and waits until the first scan is complete. */
    void start() throws IOException {
        thread.start();
        try {
            started.get();
        } catch (ExecutionException e) {
            joinThread();
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("the watcher could not start", e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        }
    }

    boolean sync(Duration limit) throws InterruptedException {
        if (Thread.currentThread() == thread || delivery.isCallback()) {
            throw new IllegalStateException("sync() inside a callback would wait for itself");
        }
        Fence fence = new Fence();
        outstanding.add(fence);
        try {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            queue.fence(fence);
            if (!fence.get(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("closed");
            }
            return true;
        } catch (TimeoutException e) {
            return false; // the promised answer
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            outstanding.remove(fence);
        }
    }

    WatchStatistics statistics() {
        return counters.snapshot();
    }

    void close() {
        closed = true;
        queue.closing();
        wakeUp();
        if (Thread.currentThread() != thread && !delivery.isCallback()) {
            joinThread();
        }
    }

    private void joinThread() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // closing cannot be left half done; the caller is told below
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try (Scanner scanner = scanners.open()) {
            Looker looker = new Looker(
                    scanner,
                    index,
                    watches,
                    filter,
                    dirty,
                    racy,
                    settling,
                    options.priority(),
                    () -> closed,
                    delivery.progress());
            Reconciler reconciler = new Reconciler(
                    options.reconcileEvery().toNanos(),
                    index,
                    watches,
                    filter,
                    queue,
                    dirty,
                    this::wakeUp,
                    scanner,
                    new OpenPath(scanner, index, looker.difference()));
            openQueue();
            begin(looker);
            while (!closed) {
                tellFailures();
                long now = System.nanoTime();
                long wait = waitNanos(now);
                long free = reconciler.waitNanos(now);
                if (wait <= 0) {
                    round(looker, reconciler);
                } else if (free <= 0) {
                    reconciler.work();
                } else if (resume.waitNanos(now) <= 0) {
                    save();
                } else {
                    await(Math.min(Math.min(wait, free), resume.waitNanos(now)));
                }
            }
        } catch (CancellationException e) {
            // closed while looking: the expected way out of a long look
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            if (!started.completeExceptionally(e)) {
                delivery.error(new IllegalStateException("the watcher has failed and ends: " + e, e));
                delivery.end();
            }
        } finally {
            end();
        }
    }

    /** The order of shutdown: no more marks, then nobody waits any more. */
    private void end() {
        closed = true;
        queue.close();
        if (delivered) {
            save();
        }
        try {
            resume.close();
        } catch (IOException e) {
            delivery.error(e);
        }
        started.completeExceptionally(new IllegalStateException("closed while starting"));
        outstanding.forEach(fence -> fence.complete(false));
    }

    /** The first look: at a tree that is new to the listener, or at one of which it knows an earlier state. */
    private void begin(Looker looker) throws IOException {
        resume.begin();
        boolean tell = options.initial() || resume.unusable() != null;
        if (tell || resume.isResumed()) {
            tellUncertain(looker);
        }
        if (resume.isResumed()) {
            looker.resume();
        } else {
            looker.baseline(tell, options.waitForRoots());
        }
        if (resume.unusable() != null) {
            delivery.error(resume.unusable());
        }
        looker.difference().finish(delivery);
        publish();
        if (!tell && !resume.isResumed()) {
            resume.write(index); // from now on no change can be missed by the next start
        }
        started.complete(true);
        delivery.flush();
        delivered = !closed;
        tellNotices();
    }

    /** What an earlier watcher was delivering when it was killed: gone for now, and found again if it is there. */
    private void tellUncertain(Looker looker) {
        resume.uncertain().entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().length())) // children first
                .forEach(entry -> {
                    delivery.deleted(entry.getKey(), entry.getValue(), Causes.RESUME);
                    looker.forget(entry.getKey());
                });
    }

    private void save() {
        try {
            resume.write(index);
        } catch (IOException e) {
            delivery.error(e);
        }
    }

    private void openQueue() throws WatchException {
        if (counters.backend.equals(PollingBackend.NAME)) {
            return; // polling watches nothing: it is a way of looking, not a queue
        }
        try {
            queue.open();
        } catch (WatchException e) {
            if (!options.backend().equals(WatchOptions.AUTO)) {
                throw e;
            }
            watches.pollEverything(e);
        }
    }

    /** How long nothing has to be done; 0 or less if there is something to do. */
    private long waitNanos(long now) {
        if (queue.isLost() || lookAgain) {
            return 0;
        }
        long wait = dirty.inspect((marks, fenced, first, last) -> {
            if (fenced) {
                return 0L;
            }
            if (marks.isEmpty()) {
                return Long.MAX_VALUE;
            }
            long ripe = coalescer.waitNanos(now, first, last, lookedNanos);
            return isRescan(marks) ? Math.max(ripe, pacer.waitNanos(now)) : ripe;
        });
        wait = Math.min(wait, racy.postponed().waitNanos(now));
        wait = Math.min(wait, settling.postponed().waitNanos(now));
        if (!watches.degraded().isEmpty()) {
            wait = Math.min(wait, degradedTimer.waitNanos(now));
        }
        return watches.isPolling() ? Math.min(wait, pollTimer.waitNanos(now)) : wait;
    }

    private static boolean isRescan(Marks marks) {
        return marks.isEverything() && marks.everythingCause() == Causes.RESCAN;
    }

    private void round(Looker looker, Reconciler reconciler) {
        long start = System.nanoTime();
        if (queue.isLost()) {
            queue.reopen();
            dirty.everything(Causes.RESCAN);
            outstanding.forEach(dirty::fence); // the lost session will not hand them on
        }
        racy.postponed().release(dirty, start);
        settling.postponed().release(dirty, start);
        lookAgain = false;
        queue.drainIfResting();
        Marks marks = dirty.take(fences);
        lookedNanos = marks.isEmpty() ? lookedNanos : start;
        queue.taken();
        boolean degraded = !watches.degraded().isEmpty() && isTime(degradedTimer, start);
        if (degraded) {
            queue.retry();
            watches.degraded().forEach(directory -> marks.directory(directory, Marks.LISTING, Causes.POLL));
        }
        boolean poll = watches.isPolling() && isTime(pollTimer, start);
        if (poll) {
            watches.polled().forEach(root -> marks.directory(root, Marks.SUBTREE, Causes.POLL));
        }
        reconciler.looking(marks);
        delivered = false;
        boolean rescan = isRescan(marks);
        tellOverflows();
        looker.look(marks);
        dirty.giveBack(marks);
        long before = delivery.collected();
        looker.difference().finish(delivery);
        delivery.flush();
        delivered = !closed;
        if (delivered && resume.waitNanos(System.nanoTime()) <= 0) {
            save(); // here too, because under load there may be no pause
        }
        long end = System.nanoTime();
        if (rescan) {
            pacer.ended(start, end);
            counters.rescans.incrementAndGet();
            counters.rescanNanos.addAndGet(end - start);
            FlightEvents.rescan(number, end - start, index.entries());
        }
        if (degraded) {
            degradedTimer.looked(start, end, true);
        }
        if (poll) {
            pollTimer.looked(start, end, delivery.collected() > before);
            counters.polls.incrementAndGet();
            counters.pollNanos.addAndGet(end - start);
        }
        counters.looks.incrementAndGet();
        publish();
        tellNotices();
        if (!lookAgain && !looker.isUnfinished() && !closed) {
            fences.forEach(fence -> ((Fence) fence).complete(true));
            fences.clear();
        }
    }

    /** Whether what has no watch is looked at now: because its time has come, or because somebody waits for the truth. */
    private boolean isTime(PollTimer timer, long now) {
        return !fences.isEmpty() || timer.waitNanos(now) <= 0;
    }

    private void publish() {
        counters.entries = index.entries();
        counters.directories = index.directories();
        counters.degraded = watches.degraded().size();
        counters.watches = queue.watchCount();
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
        for (Exception failure = queue.nextFailure(); failure != null; failure = queue.nextFailure()) {
            delivery.error(failure);
        }
    }

    private void tellNotices() {
        for (DegradedNotice notice = watches.nextNotice(); notice != null; notice = watches.nextNotice()) {
            delivery.degraded(notice);
        }
    }

    @Override
    public void directoryRemoved(int directory) {
        watches.forget(directory);
    }

    @Override
    public void lookAgain(int directory, NativeName name) {
        lookAgain = true;
        dirty.entry(directory, name.toBytes(), name.length(), (byte) 0, Causes.EVENT);
    }

    private void wakeUp() {
        synchronized (monitor) {
            woken = true;
            monitor.notifyAll();
        }
    }

    private void await(long nanos) {
        synchronized (monitor) {
            if (!woken) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
                } catch (InterruptedException e) {
                    woken = true; // only a listener can have interrupted its own thread: the wait is cut short, no more
                }
            }
            woken = false;
        }
    }

    /** Waits for a time; returns false as soon as the watcher is closed. */
    private boolean pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
            await(left);
        }
        return !closed;
    }
}
