package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.kit.Progress;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.WatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A session that writes down what is reported: {@code d IN_CREATE a}, the attachment first. */
final class Recorder implements RawEventHandler, AutoCloseable {
    private final List<String> reported = new ArrayList<>(); // guarded by this
    private final List<Integer> cookies = new ArrayList<>(); // guarded by this
    final List<Exception> failures = new ArrayList<>(); // guarded by this
    final AtomicInteger overflows = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    final AtomicInteger terminations = new AtomicInteger();
    final RawSession session;
    volatile Consumer<RawEvent> onEvent = event -> {};

    Recorder() throws WatchException {
        this(RawOptions.DEFAULT);
    }

    Recorder(RawOptions options) throws WatchException {
        Progress.mark();
        session = new InotifyBackend().open(this, options.withThreadName("fswire-reader-test"));
    }

    /** What was reported since the last call, once everything that is queued now has been. */
    List<String> reported() throws InterruptedException {
        fence();
        synchronized (this) {
            List<String> result = List.copyOf(reported);
            reported.clear();
            return result;
        }
    }

    synchronized List<Integer> cookies() {
        return List.copyOf(cookies);
    }

    void fence() throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        session.fence(passed);
        if (!passed.await(10, TimeUnit.MINUTES)) {
            throw new AssertionError("the fence did not pass");
        }
    }

    @Override
    public void onEvent(RawEvent event) {
        String name = event.nameLength() == 0 ? "" : " " + event.toName();
        synchronized (this) {
            reported.add(event.attachment() + " "
                    + Inotify.describe(event.nativeMask()).replace("IN_", "") + name);
            if (event.cookie() != 0) {
                cookies.add(event.cookie());
            }
        }
        onEvent.accept(event);
    }

    @Override
    public void onOverflow(RawEvent event) {
        overflows.incrementAndGet();
        synchronized (this) {
            reported.add("overflow " + (event.watch() == null));
        }
    }

    @Override
    public void onBatchEnd() {
        batches.incrementAndGet();
    }

    @Override
    public void onFence(Object token) {
        ((CountDownLatch) token).countDown();
    }

    @Override
    public synchronized void onFailure(Exception failure) {
        failures.add(failure);
    }

    @Override
    public void onTerminated() {
        terminations.incrementAndGet();
    }

    @Override
    public void close() {
        session.close();
    }
}
