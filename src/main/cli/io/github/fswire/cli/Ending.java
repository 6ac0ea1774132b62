package io.github.fswire.cli;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * How a command that runs until Ctrl-C ends: by a signal, or because its output cannot be written any more.
 *
 * <p>Used by all threads.
 */
final class Ending implements AutoCloseable {
    private static final int RUNNING = -1;
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(8);

    private final Surroundings surroundings;
    private final AtomicInteger code = new AtomicInteger(RUNNING);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable deregister;

    /** Says {@code lastWords} when the process is asked to end while this is open, and ends it with 0 after eight seconds. */
    Ending(Surroundings surroundings, Runnable lastWords) {
        this(
                surroundings,
                () -> {
                    lastWords.run();
                    return 0;
                },
                USUAL_LIMIT);
    }

    /** The same with an exit code and a limit of its own. */
    Ending(Surroundings surroundings, IntSupplier lastWords, Duration limit) {
        this.surroundings = surroundings;
        this.deregister = surroundings.signals().onEnd(lastWords, limit);
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
