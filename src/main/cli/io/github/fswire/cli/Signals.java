package io.github.fswire.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Reports when the process is asked to end. */
@FunctionalInterface
interface Signals {
    /**
     * Registers an action for these signals, and returns a handle that takes it back.
     *
     * @param lastWords returns the exit code
     * @param limit how long it may take
     */
    Runnable onEnd(IntSupplier lastWords, Duration limit);

    /**
     * Ctrl-C, SIGTERM and SIGHUP. The process ends when the last lines are printed, or with 0 when the limit is over: nobody may
     * be there to take them.
     */
    static Runnable ofProcess(IntSupplier lastWords, Duration limit) {
        AtomicInteger code = new AtomicInteger();
        Thread hook = new Thread(
                () -> {
                    Thread speaker = new Thread(() -> code.set(lastWords.getAsInt()), "fswire-last-words");
                    speaker.setDaemon(true);
                    speaker.start();
                    try {
                        speaker.join(limit.toMillis());
                    } catch (InterruptedException e) {
                        // nothing is left to wait for: the process ends
                    }
                    Runtime.getRuntime().halt(code.get()); // a JVM that only leaves ends with the signal's number
                },
                "fswire-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // a signal came first: the hook ends the process
            }
        };
    }
}
