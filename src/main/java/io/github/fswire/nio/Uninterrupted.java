package io.github.fswire.nio;

import java.io.IOException;

/** Calls that an interrupt would end, for methods that are not interruptible. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** May be repeated after an interrupt. */
    @FunctionalInterface
    interface Call {
        void run() throws IOException, InterruptedException;
    }

    /** Calls until no interrupt ends the call; the calling thread finds itself interrupted afterwards. */
    static void run(Call call) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    call.run();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (IOException e) {
                    if (!(e.getCause() instanceof InterruptedException)) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
