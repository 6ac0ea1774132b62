package io.github.fswire.cli;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a command that runs until Ctrl-C ends: by a signal, or because its output cannot be written any more.
 *
 * <p>Used by all threads.
 */
final class Ending implements AutoCloseable {
    private static final int RUNNING = -1;

    private final Surroundings surroundings;
    private final AtomicInteger code = new AtomicInteger(RUNNING);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable deregister;

    /** Says {@code lastWords} when the process is asked to end while this is open. */
    Ending(Surroundings surroundings, Runnable lastWords) {
        this.surroundings = surroundings;
        this.deregister = surroundings.signals().onEnd(lastWords);
    }

    /** Prints, unless the output is lost. */
    void printing(Runnable print) {
        if (code.get() != RUNNING) {
            return;
        }
        try {
            print.run();
        } catch (UncheckedIOException e) {
            end(surroundings.outputLost(e));
        }
    }

    /** Ends the command, unless it has ended already. */
    void end(int exitCode) {
        code.compareAndSet(RUNNING, exitCode);
        ended.countDown();
    }

    /** Waits until the command ends otherwise than by a signal, and returns its exit code. */
    int await() throws InterruptedException {
        ended.await();
        return code.get();
    }

    /** Waits for a time, or until the command ends otherwise than by a signal; returns whether it still goes on. */
    boolean awaits(long seconds) throws InterruptedException {
        return !ended.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        deregister.run();
    }
}
