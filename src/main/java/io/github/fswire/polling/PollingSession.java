package io.github.fswire.polling;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.scan.ScannerFactory;
import io.github.fswire.session.HandlerGuard;
import io.github.fswire.session.SessionThread;
import io.github.fswire.threads.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session with one thread that lists the watched directories. That thread alone touches the disk; other threads hand it
 * what they want and wait.
 *
 * <p>A fence makes the thread list every directory at once, and passes when the differences have been reported.
 */
final class PollingSession implements RawSession {
    /** What another thread wants of this one. */
    @FunctionalInterface
    private interface Wish {
        /** Does it, or if there is no scanner any more gives it up. */
        void grant(@Nullable Scanner scanner);
    }

    private final RawEventHandler handler;
    private final ScannerFactory scanners;
    private final long intervalNanos;
    private final SessionThread thread;
    private final HandlerGuard guard;
    private final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
    private final List<PolledDirectory> directories = new ArrayList<>(); // changed by the thread, under this
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private @Nullable Scanner scanner; // of the thread

    private PollingSession(
            RawEventHandler handler, RawOptions options, ScannerFactory scanners, ThreadFactory threads) {
        this.handler = handler;
        this.intervalNanos = Nanos.of(options.pollInterval());
        this.scanners = scanners;
        this.guard = new HandlerGuard(handler);
        this.thread = new SessionThread(threads, handler, this::poll, this::release);
    }

    static PollingSession open(
            RawEventHandler handler, RawOptions options, ScannerFactory scanners, ThreadFactory threads)
            throws WatchException {
        PollingSession session = new PollingSession(handler, options, scanners, threads);
        session.thread.start();
        await(session.opened);
        return session;
    }

    /** An exception before the scanner is open goes to the thread that opens the session, and not to the handler. */
    private void poll() throws WatchException {
        try (Scanner own = scanners.open()) {
            scanner = own;
            opened.complete(true);
            grantAndInspect(own);
        } catch (WatchException | RuntimeException | Error e) {
            if (!opened.completeExceptionally(e)) {
                throw e;
            }
        }
    }

    private void grantAndInspect(Scanner own) {
        long next = System.nanoTime() + intervalNanos;
        while (thread.isOpen()) {
            Wish wish = next(next - System.nanoTime());
            if (wish != null) {
                wish.grant(own);
            } else if (next - System.nanoTime() <= 0) {
                inspectAll();
                next = System.nanoTime() + intervalNanos;
            }
        }
    }

    private void release() {
        scanner = null;
        synchronized (this) {
            thread.close();
            directories.forEach(PolledDirectory::close);
        }
        wishes.forEach(wish -> wish.grant(null));
        if (opened.isDone() && !opened.isCompletedExceptionally()) {
            handler.onTerminated();
        }
    }

    /** The next wish, or null if there is none for that time, or somebody has interrupted this thread, which means nothing. */
    private @Nullable Wish next(long nanos) {
        try {
            return wishes.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return null;
        }
    }

    private void inspectAll() {
        boolean any = false;
        for (PolledDirectory directory : List.copyOf(directories)) {
            if (directory.isActive() && thread.isOpen()) {
                directory.inspect();
                any = true;
            }
        }
        synchronized (this) {
            directories.removeIf(directory -> !directory.isActive());
        }
        if (any && thread.isOpen()) {
            guard.batchEnd();
        }
    }

    @Override
    public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
        Scanner own = scanner;
        if (thread.isCurrent() && own != null) {
            return add(directory, attachment, own);
        }
        CompletableFuture<RawWatch> answer = new CompletableFuture<>();
        wish(present -> {
            try {
                answer.complete(add(directory, attachment, present));
            } catch (WatchException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return await(answer);
    }

    private PolledDirectory add(NativeName directory, @Nullable Object attachment, @Nullable Scanner own)
            throws WatchException {
        if (own == null || !thread.isOpen()) {
            throw SessionThread.closed();
        }
        PolledDirectory added = new PolledDirectory(directory, attachment, own, handler);
        added.baseline();
        synchronized (this) {
            directories.add(added);
        }
        return added;
    }

    @Override
    public void fence(Object token) {
        wish(own -> {
            if (own != null) {
                inspectAll();
                guard.fence(token);
            }
        });
    }

    /** Nothing is bound: directories are listed as the watcher's scanner does it. */
    @Override
    public String binding() {
        return "none";
    }

    @Override
    public synchronized int watchCount() {
        return (int) directories.stream().filter(PolledDirectory::isActive).count();
    }

    @Override
    public synchronized List<RawWatch> watches() {
        return directories.stream()
                .filter(PolledDirectory::isActive)
                .map(RawWatch.class::cast)
                .toList();
    }

    @Override
    public void close() {
        thread.close();
        wishes.add(own -> {}); // wakes it
        thread.join();
    }

    private synchronized void wish(Wish wish) {
        thread.requireOpen();
        wishes.add(wish);
    }

    private static <T> T await(CompletableFuture<T> answer) throws WatchException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WatchException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the polling thread", e);
        }
    }
}
