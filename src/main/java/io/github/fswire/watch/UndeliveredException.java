package io.github.fswire.watch;

import java.io.Serial;

/**
 * A listener has thrown for a batch again and again, and after the last of its {@link WatchOptions.Builder#retries} the batch
 * was given up: a mirror built from the delivered changes lacks its changes. Thrown by {@link FileWatcher#sync}.
 */
public final class UndeliveredException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Describes a batch that was given up.
     *
     * @param message which batch, and how often it was delivered
     * @param cause what the listener threw last
     */
    public UndeliveredException(String message, Throwable cause) {
        super(message, cause);
    }
}
