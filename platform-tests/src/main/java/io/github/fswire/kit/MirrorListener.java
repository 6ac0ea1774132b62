package io.github.fswire.kit;

import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Applies what is delivered to a {@link Mirror} and notes the first broken guarantee, for the test to ask about. Callbacks may
 * come from one thread at a time; everything else may be called from any thread.
 */
public final class MirrorListener implements ChangeListener {
    /** What a listener does before it accepts a batch: nothing, block for long, or throw. */
    @FunctionalInterface
    public interface Mood {
        /** Accepts every batch at once. */
        Mood GOOD = batch -> {};

        /**
         * Called before the batch is applied.
         *
         * @throws Refusal to get the batch again
         */
        void before(ChangeBatch batch) throws Refusal, InterruptedException;
    }

    /** Thrown by a listener in a bad mood. */
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        /** Not now. */
        public Refusal() {
            super("not now");
        }
    }

    private final Path root;
    private final Mood mood;
    private final Object lock = new Object();
    private final Mirror mirror; // guarded by lock
    private long accepted; // guarded by lock
    private final AtomicLong callbacks = new AtomicLong();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicReference<@Nullable AssertionError> violation = new AtomicReference<>();
    private final List<Exception> errors = new CopyOnWriteArrayList<>();
    private final List<DegradedNotice> notices = new CopyOnWriteArrayList<>();
    private volatile long overflows;
    private volatile boolean closed;

    /** A listener whose mirror begins with what is there now. */
    public MirrorListener(Path root, TreeSnapshot before, Mood mood) {
        this.root = root;
        this.mirror = new Mirror(root, before);
        this.mood = mood;
    }

    @Override
    public void onBatch(ChangeBatch batch) throws Refusal, InterruptedException {
        enter();
        try {
            mood.before(batch);
            if (violation.get() == null) {
                accept(batch);
            }
        } catch (GuaranteeViolation e) {
            violation.compareAndSet(null, e);
        } finally {
            inside.decrementAndGet();
        }
    }

    private void accept(ChangeBatch batch) {
        synchronized (lock) {
            if (batch.changes().isEmpty()) {
                throw new GuaranteeViolation("G2", "batch " + batch.number() + " is empty");
            }
            if (batch.number() != accepted + 1) {
                throw new GuaranteeViolation("G3", "batch " + batch.number() + " follows batch " + accepted);
            }
            mirror.apply(batch);
            accepted++;
        }
    }

    @Override
    public void onOverflow(long count) {
        enter();
        overflows = count;
        inside.decrementAndGet();
    }

    @Override
    public void onDegraded(DegradedNotice notice) {
        enter();
        notices.add(notice);
        inside.decrementAndGet();
    }

    @Override
    public void onError(Exception error) {
        enter();
        if (!(error instanceof Refusal)) {
            errors.add(error);
        }
        inside.decrementAndGet();
    }

    private void enter() {
        callbacks.incrementAndGet();
        Progress.mark();
        if (inside.incrementAndGet() > 1) {
            violation.compareAndSet(null, new GuaranteeViolation("G2", "two callbacks at the same time"));
        }
        if (closed) {
            violation.compareAndSet(null, new GuaranteeViolation("G6", "a callback after close() returned"));
        }
    }

    /** To be called after the watcher's {@code close()} returned: from now on every callback is a violation. */
    public void closed() {
        if (inside.get() > 0) {
            violation.compareAndSet(null, new GuaranteeViolation("G6", "close() returned during a callback"));
        }
        closed = true;
    }

    /**
     * Requires that nothing was broken so far.
     *
     * @throws GuaranteeViolation if something was
     */
    public void assertUnbroken() {
        AssertionError broken = violation.get();
        if (broken != null) {
            throw broken;
        }
        if (!errors.isEmpty()) {
            throw new AssertionError("an unexpected error was delivered: " + errors.get(0), errors.get(0));
        }
    }

    /**
     * Requires that the mirror equals the disk, which must be quiet, after everything was delivered.
     *
     * @throws GuaranteeViolation if it does not
     */
    public void assertEquals(TreeSnapshot disk) {
        assertUnbroken();
        String difference = snapshot().differenceTo(disk);
        if (!difference.isEmpty()) {
            String lost = overflows == 0 ? "" : "after " + overflows + " overflows ";
            throw new GuaranteeViolation(overflows == 0 ? "G1" : "G3", lost + difference + "\nroot " + root);
        }
    }

    /** What the mirror holds now. */
    public TreeSnapshot snapshot() {
        synchronized (lock) {
            return mirror.snapshot();
        }
    }

    /** How many times the kernel dropped records, as far as that was delivered. */
    public long overflows() {
        return overflows;
    }

    /** The places reported to be degraded. */
    public List<DegradedNotice> notices() {
        return notices;
    }

    /** How many callbacks have begun. */
    long callbacks() {
        return callbacks.get();
    }

    /** How many batches were accepted. */
    public long accepted() {
        synchronized (lock) {
            return accepted;
        }
    }
}
