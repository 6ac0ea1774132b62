package io.github.fswire.source;

/**
 * Lets the reader rest while a rescan is owed: until the rescan begins, records say nothing new, and a queue that is full
 * costs nothing.
 *
 * <p>Before it begins, the rescan lets the reader drain the queue, so that what was dropped before does not cause another one.
 * All methods may be called from any thread.
 */
public class OverflowThrottle {
    private boolean owed; // guarded by this
    private int fences; // on their way through the queue; guarded by this
    private boolean closed; // guarded by this

    /**
     * The reader has received an overflow and is about to make everything pending. Must be called before everything is
     * pending: if the rescan begins right after that, there is nothing left to {@link #rest} for.
     */
    synchronized void owe() {
        owed = true;
    }

    /** The reader waits here until the rescan that is owed begins, or somebody waits for a fence that is still before it. */
    public synchronized void rest() {
        boolean interrupted = false;
        while (isResting()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // the thread is the session's: it is interrupted again below
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the reader rests, or is about to. */
    public synchronized boolean isResting() {
        return owed && fences == 0 && !closed;
    }

    /** A fence is put into the queue: nobody rests until it has {@link #passed}. */
    synchronized void expect() {
        fences++;
        notifyAll();
    }

    /** A fence has passed, or will never do so. */
    synchronized void passed() {
        fences = Math.max(0, fences - 1);
    }

    /** Another queue is read from now on: what was on its way through the old one has gone with it. */
    synchronized void restart() {
        fences = 0;
    }

    /** What was drained has been taken: from now on an overflow is a new one. */
    synchronized void reset() {
        owed = false;
        notifyAll();
    }

    /** Lets everybody pass from now on. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
