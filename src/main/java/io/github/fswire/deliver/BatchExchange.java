package io.github.fswire.deliver;

import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Holds the engine thread and its one batch until a consumer has accepted it or the queue is closed. Thread-safe. */
public final class BatchExchange extends ForwardingListener {
    private static final long HOLDER_CHECK_NANOS = 100_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ChangeBatch offered; // guarded by lock, as the next two
    private @Nullable Thread holder; // who was handed the offered batch
    private boolean closed;

    /** Without a batch; {@code others} receives every callback but {@code onBatch}. */
    public BatchExchange(ChangeListener others) {
        super(others);
    }

    @Override
    public void onBatch(ChangeBatch batch) {
        lock.lock();
        try {
            offered = batch;
            holder = null;
            changed.signalAll();
            while (!closed && offered != null) {
                changed.awaitUninterruptibly();
            }
            if (offered != null) {
                throw new CancellationException(
                        "closed before the batch was accepted"); // it must not count as delivered
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Exception error) {
        if (!isClosed()) { // the refusal of the last batch is none of the user's errors
            super.onError(error);
        }
    }

    @Override
    public void onEnd() {
        close();
        super.onEnd();
    }

    /** Accepts what the calling thread holds, then waits for a batch; null if the time passed or the queue is closed. */
    @Nullable
    ChangeBatch next(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (isHeldByCaller()) {
                accept();
            }
            long left = nanos;
            while (!closed && !isFree() && left > 0) {
                boolean held = offered != null; // nothing reports that a thread has ended
                long waited = held ? Math.min(left, HOLDER_CHECK_NANOS) : left;
                left -= waited - changed.awaitNanos(waited);
            }
            if (closed || !isFree()) {
                return null;
            }
            holder = Thread.currentThread();
            return offered;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a batch that no living thread holds. */
    private boolean isFree() {
        return offered != null && (holder == null || !holder.isAlive());
    }

    /** Accepts the batch that somebody holds; false if nobody holds one or the queue is closed. */
    boolean accept() {
        lock.lock();
        try {
            if (closed || holder == null) {
                return false;
            }
            offered = null;
            holder = null;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever asks next is handed the batch that the calling thread holds; false if it holds none. */
    boolean giveBack() {
        lock.lock();
        try {
            if (!isHeldByCaller()) {
                return false;
            }
            holder = null;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isHeldByCaller() {
        lock.lock();
        try {
            return holder == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
