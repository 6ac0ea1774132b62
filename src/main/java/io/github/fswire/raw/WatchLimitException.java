package io.github.fswire.raw;

import org.jspecify.annotations.Nullable;

/** A limit of the system is used up: watches, queues or descriptors. The advice names the limit and how to raise it. */
public final class WatchLimitException extends WatchException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes a failed call.
     *
     * @param file what it was about, or null
     * @param operation the call's C name
     * @param code errno or GetLastError, positive; 0 if there is none
     * @param symbol the code's symbolic name
     * @param advice one or two sentences: what it means and what to do
     */
    public WatchLimitException(@Nullable String file, String operation, int code, String symbol, String advice) {
        super(file, operation, code, symbol, advice);
    }

    @Override
    public WatchException about(String file) {
        return like(new WatchLimitException(file, operation(), code(), symbol(), advice()));
    }
}
