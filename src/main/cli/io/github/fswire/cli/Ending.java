package io.github.fswire.cli;

import java.io.UncheckedIOException;

/** The two ways in which a running command ends well: a signal, and a reader of the output that has gone. Both exit with 0. */
final class Ending {
    private Ending() {}

    /** Runs {@code last} when the process is asked to end, and exits with 0 instead of the signal's code. */
    static void onSignal(Runnable last) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                last.run();
                            } catch (UncheckedIOException e) {
                                // nobody reads the last line: nothing is left to do
                            } finally {
                                Runtime.getRuntime().halt(0);
                            }
                        },
                        "fswire-ending"));
    }

    /** Prints, and ends the process if nobody reads. */
    static void printing(Runnable print) {
        try {
            print.run();
        } catch (UncheckedIOException e) {
            Runtime.getRuntime().halt(0);
        }
    }
}
