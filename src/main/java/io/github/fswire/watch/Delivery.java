package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.ChangeSink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes into batches and gives them to the listener; again and again until it accepts them. Owned by the engine
 * thread.
 */
final class Delivery implements ChangeSink {
    private static final Logger LOGGER = System.getLogger(Delivery.class.getName());
    private static final long FIRST_PAUSE_NANOS = 100_000_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;
    private static final Change.Type[] TYPES = Change.Type.values(); // in the order of EntryStat's numbers

    /** Receives what is not for the listener. */
    interface Aftermath {
        /** A directory has left the index. */
        void directoryRemoved(int directory);

        /** A place must be looked at in another round, at once. */
        void lookAgain(int directory, NativeName name);
    }

    private final int watcher;
    private final ChangeListener listener;
    private final int maxBatch;
    private final int retries;
    private final Callbacks callbacks;
    private final Counters counters;
    private final Resume resume;
    private final LongPredicate pause;
    private final Aftermath aftermath;
    private final Set<NativeName> hidden = new HashSet<>();
    private List<Change> changes = new ArrayList<>();
    private long collected;

    /** Pauses by {@code pause}, which takes nanoseconds and returns false if the watcher was closed meanwhile. */
    Delivery(
            int watcher,
            ChangeListener listener,
            WatchOptions options,
            Counters counters,
            Resume resume,
            LongPredicate pause,
            Aftermath aftermath) {
        this.watcher = watcher;
        this.listener = listener;
        this.maxBatch = options.maxBatch();
        this.retries = options.retries();
        this.callbacks = new Callbacks(options.executor());
        this.counters = counters;
        this.resume = resume;
        this.pause = pause;
        this.aftermath = aftermath;
    }

    @Override
    public void created(NativeName path, int type, int cause, long size, long modifiedNanos) {
        add(Change.Kind.CREATED, path, null, type, cause, size, modifiedNanos);
    }

    @Override
    public void modified(NativeName path, int type, int cause, long size, long modifiedNanos) {
        add(Change.Kind.MODIFIED, path, null, type, cause, size, modifiedNanos);
    }

    @Override
    public void deleted(NativeName path, int type, int cause) {
        add(Change.Kind.DELETED, path, null, type, cause, 0, 0);
    }

    @Override
    public void moved(NativeName from, NativeName path, int type, int cause, long size, long modifiedNanos) {
        add(Change.Kind.MOVED, path, from, type, cause, size, modifiedNanos);
    }

    @Override
    public void directoryRemoved(int directory) {
        aftermath.directoryRemoved(directory);
    }

    @Override
    public void lookAgain(int directory, NativeName name) {
        aftermath.lookAgain(directory, name);
    }

    private void add(
            Change.Kind kind,
            NativeName path,
            @Nullable NativeName from,
            int type,
            int cause,
            long size,
            long modifiedNanos) {
        if (hidden.contains(path)) {
            return;
        }
        collected++;
        if (cause == Causes.RECONCILE) {
            counters.missed.incrementAndGet();
        }
        changes.add(new Change(kind, path, from, TYPES[type], Causes.of(cause), size, modifiedNanos));
        if (changes.size() == maxBatch) {
            flush();
        }
    }

    /** Whether the calling thread is running a callback. */
    boolean isCallback() {
        return callbacks.isInside();
    }

    /** How many changes have been collected since the start. */
    long collected() {
        return collected;
    }

    /** Nothing is told from now on of this very path. */
    void hide(NativeName path) {
        hidden.add(path);
    }

    /** Delivers what was collected. */
    void flush() {
        if (changes.isEmpty()) {
            return;
        }
        ChangeBatch batch = new ChangeBatch(counters.batches.get() + 1, changes);
        changes = new ArrayList<>();
        try {
            resume.before(batch);
        } catch (IOException e) {
            error(e); // delivered all the same: a crash right now could lose something, holding it back would lose it
            // all
        }
        long start = System.nanoTime();
        long wait = FIRST_PAUSE_NANOS;
        for (int tries = 0; !accepted(batch); tries++) {
            if (tries == retries) {
                error(new IllegalStateException("batch " + batch.number() + " with "
                        + batch.changes().size() + " changes is given up after " + (tries + 1) + " deliveries"));
                counters.batches.incrementAndGet();
                return;
            }
            counters.retries.incrementAndGet();
            if (!pause.test(wait)) {
                return; // closed: the batch was never accepted
            }
            wait = Math.min(wait * 2, LONGEST_PAUSE_NANOS);
        }
        FlightEvents.batch(watcher, System.nanoTime() - start, batch);
        counters.batches.incrementAndGet();
        counters.changes.addAndGet(batch.changes().size());
        LOGGER.log(
                Level.DEBUG,
                "batch {0}: {1} changes",
                batch.number(),
                batch.changes().size());
    }

    private boolean accepted(ChangeBatch batch) {
        if (!pause.test(0)) {
            return true; // closed: no callback any more
        }
        try {
            callbacks.call(() -> listener.onBatch(batch));
            return true;
        } catch (Exception e) {
            error(e);
            return false;
        }
    }

    void overflow(long overflows) {
        guarded(() -> listener.onOverflow(overflows));
    }

    void degraded(DegradedNotice notice) {
        LOGGER.log(
                Level.WARNING,
                "{0} directories are not watched: {1}",
                notice.directories(),
                notice.reason().getMessage());
        FlightEvents.degraded(watcher, notice);
        guarded(() -> listener.onDegraded(notice));
    }

    void error(Exception error) {
        counters.errors.incrementAndGet();
        guarded(() -> listener.onError(error));
    }

    void end() {
        guarded(listener::onEnd);
    }

    IntConsumer progress() {
        return entries -> guarded(() -> listener.onScanProgress(entries));
    }

    private void guarded(Runnable callback) {
        if (!pause.test(0)) {
            return; // closed
        }
        try {
            callbacks.call(callback::run);
        } catch (Exception e) {
            counters.errors.incrementAndGet();
            LOGGER.log(Level.WARNING, "a listener's notification method threw", e);
        }
    }
}
