package io.github.fswire.raw;

import org.jspecify.annotations.Nullable;

/** The place cannot be watched at all: not a directory, a symbolic link, or a file system without support. */
public final class UnsupportedWatchException extends WatchException {
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
    public UnsupportedWatchException(@Nullable String file, String operation, int code, String symbol, String advice) {
        super(file, operation, code, symbol, advice);
    }

    @Override
    public WatchException about(String file) {
        return like(new UnsupportedWatchException(file, operation(), code(), symbol(), advice()));
    }
}
