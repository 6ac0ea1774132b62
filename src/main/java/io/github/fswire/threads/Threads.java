package io.github.fswire.threads;

/** The end of a thread. */
public final class Threads {
    private Threads() {}

    /**
     * Waits until a thread has ended, whatever happens to the caller: what is closed half would leak. A caller that was
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
                interrupted = true; // told below
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
