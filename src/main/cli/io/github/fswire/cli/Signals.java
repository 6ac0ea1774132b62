package io.github.fswire.cli;

/** Reports when the process is asked to end. */
@FunctionalInterface
interface Signals {
    /** Registers an action for these signals, and returns a handle that takes it back. */
    Runnable onEnd(Runnable lastWords);

    /**
     * Ctrl-C, SIGTERM and SIGHUP. The process ends with 0 when the last lines are printed, at the latest after eight seconds:
     * nobody may be there to take them.
     */
    static Runnable ofProcess(Runnable lastWords) {
        Thread hook = new Thread(
                () -> {
                    Thread speaker = new Thread(lastWords, "fswire-last-words");
                    speaker.setDaemon(true);
                    speaker.start();
                    try {
                        speaker.join(8_000);
                    } catch (InterruptedException e) {
                        // nothing is left to wait for: the process ends
                    }
                    Runtime.getRuntime().halt(0); // a JVM that only leaves ends with the signal's number
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
