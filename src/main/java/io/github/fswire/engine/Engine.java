package io.github.fswire.engine;

import io.github.fswire.observe.StatisticsBean;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.scan.RootPath;
import io.github.fswire.scan.Scanner;
import io.github.fswire.scan.ScannerFactory;
import io.github.fswire.source.OverflowThrottle;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.threads.Nanos;
import io.github.fswire.threads.Threads;
import io.github.fswire.threads.Time;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.FileWatcherMXBean;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.UndeliveredException;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a watcher, which runs its {@link WatchLoop}.
 *
 * <p>The thread owns the scanner, the index and the watches and calls the listener; of several listeners each has a thread of its
 * own. Readers and users only add places and fences and wake it. No lock is held while it inspects or delivers.
 */
final class Engine implements FileWatcher, Runnable, WatchLoop.Host {
    private final ScannerFactory scanners;
    private final WatchLoop loop;
    private final Thread thread;
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();
    private volatile boolean woken;
    private volatile boolean waiting; // or about to
    private volatile boolean reported; // something that is due at:
    private volatile long reportedNanos;

    Engine(
            WatchOptions options,
            ChangeListener listener,
            RawBackend backend,
            WatchRegistry.Trust trust,
            ScannerFactory scanners)
            throws IOException {
        this.scanners = scanners;
        this.loop = new WatchLoop(options, listener, backend, trust, Time.SYSTEM, new OverflowThrottle(), this);
        this.thread = new Thread(this, "fswire-engine-" + loop.number());
        thread.setDaemon(options.daemon());
    }

    /** Starts the thread and waits until the first scan is complete. */
    void start() throws IOException {
        try {
            thread.start();
        } catch (Error e) { // no memory for it
            loop.end();
            throw e;
        }
        try {
            started.get();
        } catch (ExecutionException e) {
            Threads.join(thread);
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

    /** Waits until the next cycle is over. */
    @Override
    public Registration subscribe(ListenerOptions options, ChangeListener listener) throws InterruptedException {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(listener, "listener");
        requireOutside("subscribe");
        CompletableFuture<Registration> done = loop.subscribe(options, listener);
        try {
            return await(done);
        } catch (InterruptedException e) {
            var unused = done.thenAcceptAsync(Registration::close); // not on the engine's thread
            throw e;
        }
    }

    @Override
    public void addRoot(Path root) throws IOException, InterruptedException {
        Objects.requireNonNull(root, "root");
        requireOutside("addRoot");
        try {
            await(loop.addRoot(NativeName.of(RootPath.of(root))));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void removeRoot(Path root) throws InterruptedException {
        Objects.requireNonNull(root, "root");
        requireOutside("removeRoot");
        await(loop.removeRoot(NativeName.of(RootPath.of(root))));
    }

    private static <T> T await(CompletableFuture<T> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof IOException failure) {
                throw new UncheckedIOException(failure);
            }
            if (cause instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(cause.getMessage(), cause);
        }
    }

    private boolean isInside() {
        return Thread.currentThread() == thread || loop.isCallback();
    }

    private void requireOutside(String operation) {
        if (isInside()) {
            throw new IllegalStateException(
                    operation + "() inside a callback would wait for itself: call it on another thread");
        }
    }

    @Override
    public boolean sync(Duration limit) throws InterruptedException {
        Objects.requireNonNull(limit, "limit");
        requireOutside("sync");
        return pass(loop.fence(), limit);
    }

    @Override
    public boolean reconcile(Duration limit) throws InterruptedException {
        Objects.requireNonNull(limit, "limit");
        requireOutside("reconcile");
        return pass(loop.reconcile(), limit);
    }

    private boolean pass(WatchLoop.Fence fence, Duration limit) throws InterruptedException {
        Boolean passed = await(fence, limit);
        if (Boolean.FALSE.equals(passed)) {
            throw new IllegalStateException("the watcher is closed: start another one");
        }
        return passed != null;
    }

    /** True if a fence has passed, false if the watcher has ended, null if the limit has passed first. */
    private @Nullable Boolean await(WatchLoop.Fence fence, Duration limit) throws InterruptedException {
        try {
            return fence.get(Nanos.of(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            Throwable undelivered =
                    Objects.requireNonNull(e.getCause(), "only a batch that was given up fails a fence");
            throw new UndeliveredException(String.valueOf(undelivered.getMessage()), undelivered);
        } finally {
            loop.forget(fence);
        }
    }

    @Override
    public WatcherState state() {
        return loop.state();
    }

    @Override
    public WatchStatistics statistics() {
        return loop.statistics();
    }

    @Override
    public FileWatcherMXBean mxBean() {
        return new StatisticsBean(this::statistics);
    }

    @Override
    public void close() {
        end();
        if (!isInside()) {
            Threads.join(thread);
        }
    }

    @Override
    public boolean closeAfterDelivery(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + Nanos.of(Objects.requireNonNull(limit, "limit"));
        boolean inside = isInside();
        boolean delivered = false;
        try {
            delivered = loop.isClosing() || !inside && Boolean.TRUE.equals(await(loop.fence(), limit));
        } catch (InterruptedException e) {
            end = System.nanoTime();
            throw e;
        } finally {
            end();
            if (!inside) {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
            }
        }
        if (inside) {
            throw new IllegalStateException(
                    "closeAfterDelivery() inside a callback would wait for itself: watching ends"
                            + " when the callback returns; call it on another thread");
        }
        return delivered && !thread.isAlive();
    }

    private void end() {
        loop.close(isInside());
        wakeUp();
    }

    @Override
    public void run() {
        try (Scanner scanner = scanners.open()) {
            WatchLoop.DiskAccess access = loop.open(scanner);
            loop.begin(access, () -> started.complete(true));
            while (!loop.isClosing()) {
                long wait = loop.step(access);
                if (wait > 0) {
                    await(wait);
                }
            }
        } catch (CancellationException e) {
            // closed while inspecting: the expected way out of an inspection
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            if (!started.completeExceptionally(e)) {
                loop.failed(e);
            }
        } finally {
            loop.end();
            started.completeExceptionally(new IllegalStateException("closed while starting"));
        }
    }

    @Override
    public void wakeUp() {
        woken = true;
        if (waiting) { // otherwise it reads the flag before it waits
            LockSupport.unpark(thread);
        }
    }

    /** It wakes up a sleeping thread for long enough to learn when it is needed. */
    @Override
    public void wakeUpAt(long nanos) {
        reportedNanos = nanos;
        reported = true;
        if (waiting) {
            LockSupport.unpark(thread);
        }
    }

    private void await(long nanos) {
        long end = System.nanoTime() + nanos;
        waiting = true;
        for (long left = left(end); left > 0 && !woken; left = left(end)) {
            LockSupport.parkNanos(this, left);
            Threads.clearInterrupt(); // only a listener can have interrupted its own thread
        }
        waiting = false;
        woken = false;
        reported = false;
    }

    private long left(long end) {
        long now = System.nanoTime();
        return reported ? Math.min(reportedNanos - now, end - now) : end - now;
    }

    @Override
    public ThreadFactory listenerThreads(int watcher) {
        return Threads.daemons("fswire-listener-" + watcher);
    }

    @Override
    public boolean pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !loop.isClosing(); left = end - System.nanoTime()) {
            await(left);
        }
        return !loop.isClosing();
    }
}
