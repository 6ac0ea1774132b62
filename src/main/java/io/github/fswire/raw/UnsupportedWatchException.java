package io.github.fswire.raw;

import java.nio.file.FileSystemLoopException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * The place cannot be watched at all: not a directory, a symbolic link, or a file system without support. The cause is a {@link
 * NotDirectoryException} or a {@link FileSystemLoopException} where the system says so.
 */
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
        if (symbol.equals("ENOTDIR") || symbol.equals("ERROR_DIRECTORY")) {
            initCause(new NotDirectoryException(getFile()));
        } else if (symbol.equals("ELOOP")) {
            initCause(new FileSystemLoopException(getFile()));
        }
    }

    @Override
    public WatchException about(String file) {
        return like(new UnsupportedWatchException(file, operation(), code(), symbol(), advice()));
    }
}
