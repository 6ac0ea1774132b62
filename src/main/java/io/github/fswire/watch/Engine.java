package io.github.fswire.watch;

import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
 * or read is looked at every interval. A batch that the listener does not accept is delivered again before anything else.
 *
 * <h2>Fences</h2>
 *
 * A {@link #sync} puts a fence into the kernel queue's reader, which moves it behind the marks of everything that was queued.
 * A round that has taken it looks at those marks and at all degraded directories; if nothing has to be looked at again, it is
 * complete when the round's changes have been delivered.
 */
final class Engine implements Runnable, HintSink.SessionListener, Delivery.Aftermath {
    private static final Logger LOGGER = System.getLogger(Engine.class.getName());
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long STACK_BYTES = 16L << 20; // deleting a deep tree recurses

    /** Opens a scanner on the calling thread. */
    @FunctionalInterface
    interface ScannerFactory {
        /** Opens it. */
        Scanner open() throws NativeAccessException;
    }

    /** Completed with true when what was before it has been delivered, with false when the watcher has ended. */
    private static final class Fence extends CompletableFuture<Boolean> {}

    private final WatchOptions options;
    private final RawBackend backend;
    private final ScannerFactory scanners;
    private final int number = COUNT.incrementAndGet();
    private final Thread thread = new Thread(null, this, "fswire-engine-" + number, STACK_BYTES);
    private final Counters counters = new Counters();
    private final DirtySet dirty = new DirtySet(this::wakeUp);
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final Set<Fence> outstanding = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();
    private final Object monitor = new Object();
    private boolean woken; // guarded by monitor
    private volatile boolean closed;
    private volatile boolean sessionLost;
    private volatile @Nullable RawSession session;
    private volatile @Nullable HintSink sink;

    // Owned by the engine thread.
    private final TreeIndex index = new TreeIndex();
    private final WatchKeeper watches = new WatchKeeper(index);
    private final RacyEntries racy = new RacyEntries();
    private final ReaderGate gate = new ReaderGate();
    private final RescanPacer pacer = new RescanPacer();
    private final Coalescer coalescer;
    private final Exclusions exclusions;
    private final Delivery delivery;
    private final List<Object> fences = new ArrayList<>();
    private boolean lookAgain;
    private long toldOverflows;
    private long nextPollNanos;

    Engine(WatchOptions options, ChangeListener listener, RawBackend backend, ScannerFactory scanners) {
        this.options = options;
        this.backend = backend;
        this.scanners = scanners;
        this.coalescer = new Coalescer(
                options.quietPeriod().toNanos(), options.maxDelay().toNanos());
        this.exclusions = new Exclusions(options.exclusions());
        this.delivery = new Delivery(listener, counters, this::pause, this);
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
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("sync() inside a callback would wait for itself");
        }
        Fence fence = new Fence();
        outstanding.add(fence);
        try {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            gate.open();
            RawSession present = session;
            try {
                if (present == null) {
                    dirty.fence(fence);
                } else {
                    present.fence(fence);
                }
            } catch (IllegalStateException e) {
                dirty.fence(fence); // that session has just ended, and everything is marked for it
            }
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
        return counters.snapshot(backend.name());
    }

    void close() {
        closed = true;
        gate.close();
        wakeUp();
        if (Thread.currentThread() != thread) {
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
            Looker looker =
                    new Looker(scanner, index, watches, exclusions, dirty, racy, () -> closed, delivery.progress());
            for (Path root : options.roots()) {
                index.addRoot(NativeName.of(root));
            }
            openSession();
            looker.baseline();
            publish();
            nextPollNanos = System.nanoTime() + options.pollInterval().toNanos();
            started.complete(true);
            tellNotices();
            while (!closed) {
                tellFailures();
                long wait = waitNanos(System.nanoTime());
                if (wait > 0) {
                    await(wait);
                } else {
                    round(looker);
                }
            }
        } catch (CancellationException e) {
            // closed while looking: the expected way out of a long look
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            if (!started.completeExceptionally(e)) {
                delivery.error(new IllegalStateException("the watcher has failed and ends: " + e, e));
            }
        } finally {
            end();
        }
    }

    /** The order of shutdown: no more marks, then nobody waits any more. */
    private void end() {
        closed = true;
        gate.close();
        closeSession();
        started.completeExceptionally(new IllegalStateException("closed while starting"));
        outstanding.forEach(fence -> fence.complete(false));
    }

    private void openSession() throws WatchException {
        HintSink hints = new HintSink(dirty, this, counters.rawEvents, counters.overflows, gate);
        sink = hints;
        try {
            RawSession opened = backend.open(hints, RawOptions.DEFAULT.withThreadName("fswire-reader-" + number));
            session = opened;
            counters.binding = opened.binding();
            watches.use(opened, null);
        } catch (WatchLimitException e) {
            watches.use(null, e); // everything is looked at every interval until there is room
        }
    }

    private void closeSession() {
        RawSession present = session;
        session = null;
        sink = null;
        if (present != null) {
            present.close();
        }
    }

    /** How long nothing has to be done; 0 or less if there is something to do. */
    private long waitNanos(long now) {
        if (sessionLost || lookAgain) {
            return 0;
        }
        long wait = dirty.inspect((marks, fenced, first, last) -> {
            if (fenced) {
                return 0L;
            }
            if (marks.isEmpty()) {
                return Long.MAX_VALUE;
            }
            long ripe = coalescer.waitNanos(now, first, last);
            return isRescan(marks) ? Math.max(ripe, pacer.waitNanos(now)) : ripe;
        });
        if (!racy.isEmpty()) {
            wait = Math.min(wait, racy.waitNanos(now));
        }
        return watches.degraded().isEmpty() ? wait : Math.min(wait, nextPollNanos - now);
    }

    private static boolean isRescan(Marks marks) {
        return marks.isEverything() && marks.everythingCause() == Causes.RESCAN;
    }

    private void round(Looker looker) {
        long start = System.nanoTime();
        if (sessionLost) {
            reopenSession();
        }
        if (!racy.isEmpty() && racy.waitNanos(start) <= 0) {
            racy.release(dirty);
        }
        lookAgain = false;
        drainIfResting();
        Marks marks = dirty.take(fences);
        gate.reset();
        boolean poll = !watches.degraded().isEmpty() && (nextPollNanos <= start || !fences.isEmpty());
        if (poll) {
            retrySession();
            watches.degraded().forEach(directory -> marks.directory(directory, Marks.LISTING, Causes.POLL));
        }
        boolean rescan = isRescan(marks);
        tellOverflows();
        looker.look(marks);
        dirty.giveBack(marks);
        looker.difference().finish(delivery);
        delivery.flush();
        long end = System.nanoTime();
        if (rescan) {
            pacer.ended(start, end);
            counters.rescans.incrementAndGet();
            counters.rescanNanos.addAndGet(end - start);
        }
        if (poll) {
            // at most a fifth of one core, however many directories are degraded
            nextPollNanos = end + Math.max(options.pollInterval().toNanos(), 4 * (end - start));
        }
        counters.looks.incrementAndGet();
        publish();
        tellNotices();
        if (!lookAgain && !looker.isUnfinished() && !closed) {
            fences.forEach(fence -> ((Fence) fence).complete(true));
            fences.clear();
        }
    }

    /** A reader that rests has a queue full of what the coming rescan sees anyway: it reads that first. */
    private void drainIfResting() {
        RawSession present = session;
        if (present == null || !gate.isResting()) {
            return;
        }
        CountDownLatch drained = new CountDownLatch(1);
        gate.open();
        try {
            Runnable drainedNow = drained::countDown;
            present.fence(drainedNow);
            if (!drained.await(1, TimeUnit.SECONDS)) {
                LOGGER.log(Level.DEBUG, "the reader does not come to the end of its queue"); // perhaps a rescan more
            }
        } catch (IllegalStateException e) {
            LOGGER.log(Level.DEBUG, "the session has just ended", e); // it is opened anew in the next round
        } catch (InterruptedException e) {
            LOGGER.log(Level.DEBUG, "a listener interrupted its thread", e); // then perhaps one rescan more
        }
    }

    private void reopenSession() {
        sessionLost = false;
        closeSession();
        for (int node = 0; node < index.limit(); node++) {
            if (index.isDirectory(node)) {
                index.watch(node, null);
            }
        }
        try {
            openSession();
        } catch (WatchException e) {
            watches.use(null, e);
        }
        dirty.everything(Causes.RESCAN);
        outstanding.forEach(dirty::fence); // the lost session will not hand them on
    }

    /** If there is no session for want of instances or descriptors, tries again. */
    private void retrySession() {
        if (session == null) {
            try {
                openSession();
            } catch (WatchException e) {
                watches.use(null, e);
            }
        }
    }

    private void publish() {
        counters.entries = index.entries();
        counters.directories = index.directories();
        counters.degraded = watches.degraded().size();
        RawSession present = session;
        counters.watches = present == null ? 0 : present.watchCount();
    }

    private void tellOverflows() {
        long overflows = counters.overflows.get();
        if (overflows != toldOverflows) {
            toldOverflows = overflows;
            delivery.overflow(overflows);
        }
    }

    private void tellFailures() {
        for (Exception failure = failures.poll(); failure != null; failure = failures.poll()) {
            delivery.error(failure);
        }
    }

    private void tellNotices() {
        for (DegradedNotice notice = watches.nextNotice(); notice != null; notice = watches.nextNotice()) {
            delivery.degraded(notice);
        }
    }

    @Override
    public void failed(HintSink from, Exception failure) {
        failures.add(failure);
        wakeUp();
    }

    @Override
    public void terminated(HintSink from) {
        if (from == sink && !closed) {
            sessionLost = true;
            wakeUp();
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
