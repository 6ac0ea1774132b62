package io.github.fswire.threads;

import java.util.concurrent.ThreadFactory;

/** The beginning and the end of a thread. */
public final class Threads {
    private Threads() {}

    /** Makes threads of that name which do not keep the virtual machine alive. */
    public static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The cause that has ended a thread, as an exception, for handlers that accept exceptions only. */
    public static Exception failure(Throwable thrown) {
        return thrown instanceof Exception failure
                ? failure
                : new IllegalStateException(Thread.currentThread().getName() + " has failed: " + thrown, thrown);
    }

    /** The calling thread, if something has left it interrupted, is not interrupted any more. */
    public static void clearInterrupt() {
        var unused = Thread.interrupted();
    }

    /**
     * Waits until a thread has ended, even if the caller is interrupted: a half closed object would leak. A caller that was
     * interrupted meanwhile finds itself interrupted afterwards.
     *
     * @param thread another one than the caller's
     */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // set again below
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
