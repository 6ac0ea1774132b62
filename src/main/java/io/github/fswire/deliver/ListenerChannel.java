package io.github.fswire.deliver;

import io.github.fswire.observe.FlightEvents;
import io.github.fswire.raw.NativeName;
import io.github.fswire.threads.Threads;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.ListenerStatistics;
import io.github.fswire.watch.UndeliveredException;
import io.github.fswire.watch.WatcherState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A listener and the changes that it has not received yet. Each batch is delivered again and again until the listener accepts
 * it.
 *
 * <p>If there is one listener, the engine's thread calls it. If there are several, each has a thread and a {@link Backlog}, so
 * that one that blocks or throws delays itself only. The engine's thread owns everything else; {@link #close} may be called by
 * any thread.
 */
public final class ListenerChannel {
    private static final Logger LOGGER = System.getLogger(ListenerChannel.class.getName());
    private static final String COUNTED =
            ". It does not override onError, so further errors are only counted in the statistics";
    private static final long FIRST_PAUSE_NANOS = 100_000_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;

    private final ChangeListener listener;
    private final DeliveryContext context;
    private final String name;
    private final int maxBatch;
    private final int retries;
    private final int maxBacklog;
    private final Set<Change.Kind> kinds;
    private final @Nullable Comparator<? super Change> order;
    private final Callbacks callbacks;
    private final ReentrantLock calling = new ReentrantLock(); // held during a callback
    private volatile boolean closed;
    private List<Change> changes = new ArrayList<>();
    private long pathBytes; // of these changes
    private boolean splitting; // moves, from now on
    private boolean split; // there is no move among them
    private volatile @Nullable Backlog backlog; // null: the engine's thread calls
    private volatile @Nullable Thread thread; // with a backlog
    private volatile boolean missing; // a batch that was not accepted before the watcher ended
    private volatile long batches;
    private volatile long beganNanos; // to deliver the present one; 0 if there is none
    private Exception thrown = new IllegalStateException("nothing was thrown"); // by the listener, last
    private final boolean silent; // the listener receives no errors
    private boolean logged; // one of them was

    ListenerChannel(ChangeListener listener, ListenerOptions options, DeliveryContext context) {
        Executor executor = options.executor();
        this.listener = listener;
        this.context = context;
        this.name = options.name();
        this.maxBatch = options.maxBatch() > 0 ? options.maxBatch() : context.maxBatch();
        this.retries = options.retries() >= 0 ? options.retries() : context.retries();
        this.maxBacklog = options.maxBacklog();
        this.kinds = options.kinds();
        this.order = options.order();
        this.callbacks = new Callbacks(executor == null ? context.executor() : executor, context.inside());
        this.silent = isSilent(listener);
    }

    /** From now on a thread of its own calls the listener. */
    void queue(ThreadFactory threads) {
        if (backlog == null) {
            Backlog waiting = new Backlog(maxBacklog, kinds);
            backlog = waiting;
            Thread made = threads.newThread(new ListenerThread(this, waiting));
            thread = made;
            context.threads().add(made);
            made.start();
        }
    }

    void handOver(Backlog.Item item) {
        if (item.notice() != null) {
            item.notice().run();
        }
        deliver(item.changes());
    }

    /** The listener has received everything. */
    void idle() {
        context.idle().run();
    }

    /** Its thread has failed. */
    void failed(Throwable failure) {
        missing = true;
        context.failed().accept(failure);
    }

    /** Its thread ends. */
    void ended() {
        context.threads().remove(Thread.currentThread());
    }

    /** A change of the tree is about to be added, with everything that follows from it. */
    void begin() {
        Backlog waiting = backlog;
        splitting = waiting != null && waiting.isMerging();
    }

    /** Whether moves must be added as deletions and creations. */
    boolean splits() {
        return splitting;
    }

    /** Adds a change to the next batches. */
    void add(Change change) {
        split = splitting && (split || changes.isEmpty());
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

    /** Whether the listener has received everything that was flushed. */
    boolean isComplete() {
        Backlog waiting = backlog;
        return !missing && (waiting == null || waiting.isIdle());
    }

    /** How far behind the listener is; may be called by any thread. */
    ListenerStatistics statistics() {
        Backlog waiting = backlog;
        long began = beganNanos;
        Duration busy = began == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - began));
        return new ListenerStatistics(name, batches, waiting == null ? 0 : waiting.size(), busy);
    }

    /** Runs something once the listener has received everything that was flushed, or never will. */
    void whenDelivered(Runnable done) {
        Backlog waiting = backlog;
        if (waiting == null) {
            done.run();
        } else {
            waiting.whenDelivered(() -> {
                if (!missing || closed) { // else it will never be delivered
                    done.run();
                }
            });
        }
    }

    /** Callbacks that an executor has not begun are not run any more. */
    void closeCallbacks() {
        callbacks.close();
    }

    /** Nothing is added any more; the listener's thread ends after the rest, or at once if the watcher is closed. */
    void finish() {
        Backlog waiting = backlog;
        if (waiting != null) {
            waiting.end();
        }
    }

    /** No callback runs once this has returned, unless it was called by one. */
    void close() {
        closed = true;
        callbacks.close();
        Backlog waiting = backlog;
        if (waiting != null) {
            waiting.stop();
        }
        if (context.inside().contains(Thread.currentThread())) {
            return;
        }
        calling.lock();
        try {
            LOGGER.log(Level.DEBUG, "a listener was taken out after {0} batches", batches);
        } finally {
            calling.unlock();
        }
        Thread own = thread;
        if (own != null) {
            Threads.join(own);
        }
    }

    /** Delivers the changes that wait, or has them delivered. */
    void flush() {
        List<Change> all = changes;
        changes = new ArrayList<>();
        pathBytes = 0;
        Backlog waiting = backlog;
        if (waiting == null) {
            deliver(all);
            return;
        }
        if (!all.isEmpty()) {
            waiting.add(all, split);
        }
    }

    private void deliver(List<Change> collected) {
        List<Change> all = ordered(collected);
        for (int from = 0; from < all.size(); from += maxBatch) {
            long number = batches + 1;
            batches = number;
            beganNanos = System.nanoTime() | 1; // not 0
            deliver(ChangeBatch.of(number, all.subList(from, Math.min(all.size(), from + maxBatch))));
            beganNanos = 0;
        }
    }

    private List<Change> ordered(List<Change> collected) {
        if (order == null) {
            return collected;
        }
        List<Change> all = new ArrayList<>();
        try {
            callbacks.callHere(() -> all.addAll(ChangeOrder.of(collected, order)));
            return all;
        } catch (Exception e) {
            thrown(
                    "the comparator of a listener's order has thrown, and changes keep their order",
                    new IllegalStateException("the comparator of ListenerOptions.order has thrown " + e, e));
            return collected;
        }
    }

    private void deliver(ChangeBatch batch) {
        if (missing) {
            return; // the batch that it has not received comes before this
        }
        long start = System.nanoTime();
        long wait = FIRST_PAUSE_NANOS;
        for (int tries = 0; !accepted(batch); tries++) {
            if (tries == retries) {
                giveUp(batch, tries + 1);
                return;
            }
            context.counters().retries.incrementAndGet();
            if (!pause(wait)) {
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

    private boolean pause(long nanos) {
        Backlog waiting = backlog;
        return waiting != null && Thread.currentThread() == thread
                ? waiting.pause(nanos)
                : context.pause().test(nanos);
    }

    private void giveUp(ChangeBatch batch, int deliveries) {
        UndeliveredException undelivered = new UndeliveredException(
                "batch " + batch.number() + " with " + batch.changes().size() + " changes is given up after "
                        + deliveries + " deliveries: " + thrown
                        + ". The listener lacks its changes: subscribe it anew, with"
                        + " withInitial()",
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
            thrown(
                    "a listener has thrown, or its executor has refused a callback: it receives its batch again after a pause",
                    e);
            return false;
        }
    }

    /** Whether a listener receives no errors, as a lambda expression does not, or may receive none. */
    private static boolean isSilent(ChangeListener listener) {
        try {
            return listener.getClass().getMethod("onError", Exception.class).getDeclaringClass()
                    == ChangeListener.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return true; // a native image knows no methods by their names: rather a line in the log than no report
        }
    }

    void overflow(long overflows) {
        guarded(() -> listener.onOverflow(overflows));
    }

    void degraded(DegradedNotice notice) {
        guarded(() -> listener.onDegraded(notice));
    }

    void state(WatcherState state) {
        guarded(() -> listener.onState(state), true);
    }

    private void thrown(String message, Exception error) {
        if (silent && !logged) {
            logged = true;
            LOGGER.log(Level.WARNING, message + COUNTED, error);
        }
        error(error);
    }

    private void error(Exception error) {
        context.counters().errors.incrementAndGet();
        deliverError(error);
    }

    void deliverError(Exception error) {
        if (!silent) { // else a callback more for an executor that refuses them
            guarded(() -> listener.onError(error));
        }
    }

    void end() {
        guarded(listener::onEnd, true);
    }

    void progress(int entries) {
        guarded(() -> listener.onScanProgress(entries));
    }

    private void guarded(Runnable callback) {
        guarded(callback, false);
    }

    /** Notifies the listener, {@code always} even if many other notices wait. */
    private void guarded(Runnable callback, boolean always) {
        Backlog waiting = backlog;
        boolean queued =
                waiting != null && Thread.currentThread() != thread && waiting.add(() -> notify(callback), always);
        if (!queued) {
            notify(callback);
        }
    }

    private void notify(Runnable callback) {
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
                callbacks.call(callback);
            }
        } finally {
            calling.unlock();
        }
        return true;
    }
}
