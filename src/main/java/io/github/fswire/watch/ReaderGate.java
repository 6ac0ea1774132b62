package io.github.fswire.watch;

/**
 * Lets the reader rest while a rescan is owed: until the rescan begins, records say nothing new, and a queue that is full
 * costs nothing.
 *
 * <p>Before it begins, the rescan lets the reader drain the queue, so that what was dropped before does not cause another one.
 * All methods may be called from any thread.
 */
class ReaderGate {
    private boolean owed; // guarded by this
    private boolean open; // guarded by this; for good once the watcher is closed
    private boolean closed; // guarded by this

    /**
     * The reader has heard of an overflow and is about to mark everything. Must be called before it marks: if the rescan begins
     * right after that, there is nothing any more for which to {@link #rest}.
     */
    synchronized void owe() {
        owed = true;
    }

    /** The reader waits here until the rescan that is owed begins or somebody wants it to drain. */
    synchronized void rest() {
        boolean interrupted = false;
        while (owed && !open && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // the thread is the session's: it is told when it goes on
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the reader rests, or is about to. */
    synchronized boolean isResting() {
        return owed && !open && !closed;
    }

    /** Lets the reader drain: nobody rests until {@link #reset}. */
    synchronized void open() {
        open = true;
        notifyAll();
    }

    /** What was drained has been taken: from now on an overflow is a new one. */
    synchronized void reset() {
        owed = false;
        open = false;
        notifyAll();
    }

    /** Lets everybody pass from now on. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
