package io.github.fswire.engine;

import io.github.fswire.crawl.Crawler;
import io.github.fswire.crawl.Mounts;
import io.github.fswire.crawl.Reconciler;
import io.github.fswire.crawl.RootCheck;
import io.github.fswire.pending.Waker;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.threads.Time;
import io.github.fswire.tree.Causes;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a watcher in their order: waits until places are due, inspects them, delivers the difference. It has no thread
 * and never blocks. The {@link Engine} runs it on a thread and blocks between the steps; a simulation does neither.
 *
 * <h2>Loss</h2>
 *
 * An overflow makes everything pending. A session that ends by itself is opened anew and everything becomes pending. A
 * directory that cannot be watched or read is inspected every interval, and so is a whole root if the kernel does not report
 * every change there. A batch that the listener does not accept is delivered again before anything else.
 *
 * <h2>Fences</h2>
 *
 * A fence goes to the reader of the kernel queue, which places it behind the pending places of all events that were queued.
 * The cycle that takes the fence inspects those places and all degraded directories. If nothing has to be inspected again,
 * the fence is complete when the cycle's changes have been delivered.
 *
 * <p>{@link #fence}, {@link #reconcile}, {@link #statistics}, {@link #isClosing}, {@link #close} and {@link #isCallback} may be called from any
 * thread, everything else belongs to one.
 */
final class WatchLoop {
    /** Who runs it. */
    interface Host extends Waker {
        /** Waits for a time; returns false as soon as it shall end. */
        boolean pause(long nanos);

        /** Makes threads for several listeners of a watcher of this number; null if the engine's is to call all of them. */
        @Nullable
        ThreadFactory listenerThreads(int watcher);
    }

    /** Completed with true when all earlier changes have been delivered, with false when the watcher has ended. */
    static final class Fence extends CompletableFuture<Boolean> {}

    /** The access to the disk; belongs to the thread that opened the scanner. */
    record DiskAccess(Crawler crawler, Reconciler reconciler, RootCheck rootCheck, Mounts mounts) {}

    private final WatcherParts parts;
    private final Startup startup;
    private final UserTasks tasks;

    WatchLoop(
            WatchOptions options,
            ChangeListener listener,
            RawBackend backend,
            WatchRegistry.Trust trust,
            Time time,
            OverflowThrottle throttle,
            Host host)
            throws IOException {
        this.parts = new WatcherParts(options, listener, backend, trust, time, throttle, host);
        this.startup = new Startup(parts);
        this.tasks = new UserTasks(parts);
    }

    /** Distinguishes watchers in names of threads and in events. */
    int number() {
        return parts.number;
    }

    WatchStatistics statistics() {
        return parts.counters.snapshot(parts.delivery.statistics());
    }

    WatcherState state() {
        return parts.state.state();
    }

    /** Whether the calling thread is running a callback. */
    boolean isCallback() {
        return parts.delivery.isCallback();
    }

    /** A fence behind everything that has happened; {@link #forget} it when nobody waits for it any more. */
    Fence fence() {
        return parts.fences.add();
    }

    /** The same, behind a comparison of the whole tree with the index. */
    Fence reconcile() {
        return tasks.reconcile();
    }

    void forget(Fence fence) {
        parts.fences.forget(fence);
    }

    boolean isClosing() {
        return parts.lifecycle.isClosing();
    }

    /** It shall end, after the present callback if it is closed {@code inside} one: nobody waits for its reader any more. */
    void close(boolean inside) {
        parts.lifecycle.close(inside);
        parts.source.closing();
        parts.delivery.closing();
    }

    /** Opens the event source and the access to the disk. */
    DiskAccess open(Scanner scanner) throws WatchException {
        return startup.open(scanner);
    }

    /**
     * The first inspection: of a tree that is new to the listener, or of one of which it knows an earlier state. From {@code started}
     * on every change is delivered.
     */
    void begin(DiskAccess access, Runnable started) throws IOException {
        startup.begin(access.crawler(), started);
    }

    /** Adds a listener between two cycles, see {@link UserTasks#subscribe}; may be called by any thread. */
    CompletableFuture<Registration> subscribe(ListenerOptions listens, ChangeListener listener) {
        return tasks.subscribe(listens, listener);
    }

    /** Adds a root between two cycles, see {@link UserTasks#addRoot}; may be called by any thread. */
    CompletableFuture<Boolean> addRoot(NativeName path) {
        return tasks.addRoot(path);
    }

    /** Removes a root between two cycles; may be called by any thread. */
    CompletableFuture<Boolean> removeRoot(NativeName path) {
        return tasks.removeRoot(path);
    }

    /** Does the next step and returns 0, or returns how long there is none. */
    long step(DiskAccess access) {
        parts.commands.run(access);
        parts.notices.failures();
        parts.pending.advance(parts.source::behind);
        long now = parts.time.nanoTime();
        checkPaths(access, now);
        long reported = parts.schedule.reportedNanos(now);
        long wait = Math.min(
                parts.schedule.waitNanos(now, reported), access.rootCheck().waitNanos(now));
        long free = access.reconciler().waitNanos(now);
        long save = parts.results.isComplete() ? parts.resume.waitNanos(now) : Long.MAX_VALUE;
        if (wait <= 0) {
            new WatchCycle(parts, access, reported <= 0).run();
        } else if (free <= 0) {
            access.reconciler().work();
        } else if (save <= 0) {
            parts.results.save();
        } else {
            return Math.min(Math.min(wait, free), save);
        }
        return 0;
    }

    /** Checks the changes of paths that no record reports. */
    private void checkPaths(DiskAccess access, long now) {
        boolean mounted = parts.source.takeMountsChanged();
        if (mounted) {
            access.mounts()
                    .changed((root, path, length) -> parts.pending.path(root, path, length, (byte) 0, Causes.POLL));
        }
        if (mounted || access.rootCheck().waitNanos(now) <= 0) {
            access.rootCheck().check(now);
        }
    }

    /** It has failed and does nothing any more. */
    void failed(Throwable failure) {
        try {
            parts.delivery.error(new IllegalStateException("the watcher has failed and ends: " + failure, failure));
            parts.state.failed(failure);
        } finally {
            parts.delivery.end();
            parts.lifecycle.fail();
            parts.fences.end();
            parts.commands.refuse();
            parts.delivery.finish(); // before nobody is called any more
        }
    }

    /** The order of shutdown: no more places, then nobody waits any more. */
    void end() {
        parts.lifecycle.close(false);
        try {
            parts.source.close();
            parts.delivery.finish();
            if (parts.results.isComplete()) {
                parts.results.save();
            }
        } finally {
            try {
                parts.resume.close(); // or nobody could use the checkpoint again
            } catch (IOException e) {
                parts.delivery.error(e);
            } finally {
                parts.fences.end();
                parts.commands.refuse();
            }
        }
    }
}
