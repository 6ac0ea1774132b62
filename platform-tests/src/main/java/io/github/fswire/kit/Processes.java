package io.github.fswire.kit;

import java.io.IOException;

/** Starts processes, also under Wine. */
public final class Processes {
    private static final int TRIES = 10;
    private static final String WINE_HAS_NOT_STARTED_IT = "error=1359"; // ERROR_INTERNAL_ERROR, at times

    private Processes() {}

    /** Starts a process. */
    public static Process start(ProcessBuilder builder) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (tries == TRIES || !String.valueOf(e.getMessage()).contains(WINE_HAS_NOT_STARTED_IT)) {
                    throw e;
                }
            }
        }
    }
}
