package io.github.fswire.nio;

import java.nio.file.ClosedWatchServiceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The keys that wait to be retrieved from their service, in the order in which they were signalled. Used by any thread. */
final class SignalledKeys {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<DirectoryKey> keys = new ArrayDeque<>(); // guarded by the lock
    private volatile boolean closed; // changed under the lock

    void add(DirectoryKey key) {
        lock.lock();
        try {
            if (!closed) {
                keys.add(key);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    DirectoryKey poll() {
        requireOpen();
        lock.lock();
        try {
            requireOpen();
            return keys.poll();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    DirectoryKey poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = Objects.requireNonNull(unit, "unit").toNanos(timeout);
        requireOpen();
        lock.lockInterruptibly();
        try {
            requireOpen();
            while (keys.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
                requireOpen();
            }
            return keys.poll();
        } finally {
            lock.unlock();
        }
    }

    DirectoryKey take() throws InterruptedException {
        requireOpen();
        lock.lockInterruptibly();
        try {
            requireOpen();
            DirectoryKey key = keys.poll();
            while (key == null) {
                changed.await();
                requireOpen();
                key = keys.poll();
            }
            return key;
        } finally {
            lock.unlock();
        }
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedWatchServiceException();
        }
    }

    /** Wakes everybody who waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            keys.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
