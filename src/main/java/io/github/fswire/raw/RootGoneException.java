package io.github.fswire.raw;

import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The directory does not exist, or does not exist any more. */
public final class RootGoneException extends WatchException {
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
    public RootGoneException(@Nullable String file, String operation, int code, String symbol, String advice) {
        super(file, operation, code, symbol, advice);
        initCause(new NoSuchFileException(getFile(), null, getReason()));
    }

    @Override
    public WatchException about(String file) {
        return like(new RootGoneException(file, operation(), code(), symbol(), advice()));
    }
}
