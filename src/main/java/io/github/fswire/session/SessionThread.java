package io.github.fswire.session;

import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.WatchException;
import io.github.fswire.threads.Threads;
import java.util.concurrent.ThreadFactory;

/**
 * The thread of a session, and whether the session is open: until somebody closes it or the thread ends.
 *
 * <p>May be used by any thread.
 */
public final class SessionThread {
    /** The work of the thread until the session is closed. */
    @FunctionalInterface
    public interface Work {
        /** Runs the work; its exceptions go to the handler. */
        void run() throws WatchException;
    }

    private final RawEventHandler handler;
    private final Work work;
    private final Runnable release;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * A thread that is not started yet.
     *
     * @param work what it does
     * @param release what it does at its end in any case
     */
    public SessionThread(ThreadFactory threads, RawEventHandler handler, Work work, Runnable release) {
        this.handler = handler;
        this.work = work;
        this.release = release;
        this.thread = threads.newThread(this::run);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            work.run();
        } catch (WatchException | RuntimeException | Error e) {
            handler.onFailure(Threads.failure(e));
        } finally {
            release.run();
        }
    }

    /** Whether the session is open. */
    public boolean isOpen() {
        return !closing;
    }

    /** Throws if the session is closed. */
    public void requireOpen() {
        if (closing) {
            throw closed();
        }
    }

    /** The exception for callers that use a closed session. */
    public static IllegalStateException closed() {
        return new IllegalStateException("the session is closed");
    }

    /** From now on the session is closed. Idempotent. */
    public void close() {
        closing = true;
    }

    /** Waits for the end of the thread. The thread itself does not wait: it ends when its handler returns. */
    public void join() {
        if (!isCurrent()) {
            Threads.join(thread);
        }
    }

    /** Whether the calling thread is this one. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** To be woken, if it parks. */
    public Thread thread() {
        return thread;
    }
}
