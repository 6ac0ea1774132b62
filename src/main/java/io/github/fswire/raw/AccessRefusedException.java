package io.github.fswire.raw;

import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/** The directory exists, but this user may not read it. */
public final class AccessRefusedException extends WatchException {
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
    public AccessRefusedException(@Nullable String file, String operation, int code, String symbol, String advice) {
        super(file, operation, code, symbol, advice);
        initCause(new AccessDeniedException(getFile(), null, getReason()));
    }

    @Override
    public WatchException about(String file) {
        return like(new AccessRefusedException(file, operation(), code(), symbol(), advice()));
    }
}
