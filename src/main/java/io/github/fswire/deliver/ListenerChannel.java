package io.github.fswire.deliver;

import io.github.fswire.observe.FlightEvents;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.UndeliveredException;
import io.github.fswire.watch.WatcherState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A listener and the changes that it has not received yet. Each batch is delivered again and again until the listener accepts
 * it. Owned by the engine thread, but for {@link #close}.
 */
public final class ListenerChannel {
    private static final Logger LOGGER = System.getLogger(ListenerChannel.class.getName());
    private static final String THROWN =
            "a listener has thrown, and receives its batch again after a pause. It does not"
                    + " override onError, so further errors are only counted in the statistics";
    private static final long FIRST_PAUSE_NANOS = 100_000_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;

    private final ChangeListener listener;
    private final DeliveryContext context;
    private final ReentrantLock calling = new ReentrantLock(); // held during a callback
    private volatile boolean closed;
    private List<Change> changes = new ArrayList<>();
    private long pathBytes; // of these changes
    private boolean missing; // a batch that was not accepted before the watcher ended
    private volatile long batches;
    private Exception thrown = new IllegalStateException("nothing was thrown"); // by the listener, last
    private boolean silent; // nobody has been notified that the listener throws

    ListenerChannel(ChangeListener listener, DeliveryContext context) {
        this.listener = listener;
        this.context = context;
        this.silent = isSilent(listener);
    }

    /** Adds a change to the next batches. */
    void add(Change change) {
        changes.add(change);
        pathBytes += pathBytes(change);
    }

    /** Bytes of the paths of a change. */
    static int pathBytes(Change change) {
        NativeName from = change.nativeFrom();
        return change.nativePath().length() + (from == null ? 0 : from.length());
    }

    /** Bytes of the paths that wait. */
    long waitingPathBytes() {
        return pathBytes;
    }

    /** Whether the listener has not received a batch because the watcher has ended. */
    boolean isMissing() {
        return missing;
    }

    /** No callback runs once this has returned, unless it was called by one. */
    void close() {
        closed = true;
        if (!context.callbacks().isInside()) {
            calling.lock();
            try {
                LOGGER.log(Level.DEBUG, "a listener was taken out after {0} batches", batches);
            } finally {
                calling.unlock();
            }
        }
    }

    /** Delivers the changes that wait. */
    void flush() {
        List<Change> all = changes;
        changes = new ArrayList<>();
        pathBytes = 0;
        for (int from = 0; from < all.size(); from += context.maxBatch()) {
            long number = batches + 1;
            batches = number;
            deliver(ChangeBatch.of(number, all.subList(from, Math.min(all.size(), from + context.maxBatch()))));
        }
    }

    private void deliver(ChangeBatch batch) {
        if (missing) {
            return; // the batch that it has not received comes before this
        }
        long start = System.nanoTime();
        long wait = FIRST_PAUSE_NANOS;
        for (int tries = 0; !accepted(batch); tries++) {
            if (tries == context.retries()) {
                giveUp(batch, tries + 1);
                return;
            }
            context.counters().retries.incrementAndGet();
            if (!context.pause().test(wait)) {
                missing = true; // closed: the batch was never accepted
                return;
            }
            wait = Math.min(wait * 2, LONGEST_PAUSE_NANOS);
        }
        if (missing) {
            return; // closed: nobody has got it
        }
        FlightEvents.batch(context.watcher(), System.nanoTime() - start, batch);
        context.counters().batches.incrementAndGet();
        context.counters().changes.addAndGet(batch.changes().size());
        LOGGER.log(
                Level.DEBUG,
                "batch {0}: {1} changes",
                batch.number(),
                batch.changes().size());
    }

    private void giveUp(ChangeBatch batch, int deliveries) {
        UndeliveredException undelivered = new UndeliveredException(
                "batch " + batch.number() + " with " + batch.changes().size() + " changes is given up after "
                        + deliveries + " deliveries: " + thrown,
                thrown);
        context.givenUp().accept(undelivered);
        context.counters().batches.incrementAndGet();
        error(undelivered);
    }

    private boolean accepted(ChangeBatch batch) {
        try {
            missing |= !call(() -> listener.onBatch(batch));
            return true;
        } catch (Exception e) {
            thrown = e;
            if (silent) {
                silent = false;
                LOGGER.log(Level.WARNING, THROWN, e);
            }
            error(e);
            return false;
        }
    }

    /** Whether a listener receives no errors, as a lambda expression does not. */
    private static boolean isSilent(ChangeListener listener) {
        try {
            return listener.getClass().getMethod("onError", Exception.class).getDeclaringClass()
                    == ChangeListener.class;
        } catch (NoSuchMethodException e) {
            throw new LinkageError("onError has another signature", e);
        }
    }

    void overflow(long overflows) {
        guarded(() -> listener.onOverflow(overflows));
    }

    void degraded(DegradedNotice notice) {
        guarded(() -> listener.onDegraded(notice));
    }

    void state(WatcherState state) {
        guarded(() -> listener.onState(state));
    }

    private void error(Exception error) {
        context.counters().errors.incrementAndGet();
        deliverError(error);
    }

    void deliverError(Exception error) {
        guarded(() -> listener.onError(error));
    }

    void end() {
        guarded(listener::onEnd);
    }

    void progress(int entries) {
        guarded(() -> listener.onScanProgress(entries));
    }

    private void guarded(Runnable callback) {
        try {
            call(callback::run);
        } catch (Exception e) {
            context.counters().errors.incrementAndGet();
            LOGGER.log(Level.WARNING, "a listener's notification method threw", e);
        }
    }

    /** Runs a callback, unless the listener was taken out; returns false if it does not because the watcher is closed. */
    private boolean call(Callbacks.Callback callback) throws Exception {
        if (context.over().getAsBoolean()) {
            return false;
        }
        calling.lock();
        try {
            if (!closed) {
                context.callbacks().call(callback);
            }
        } finally {
            calling.unlock();
        }
        return true;
    }
}
