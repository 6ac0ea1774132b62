package io.github.fswire.raw;

import java.io.File;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * A system call failed: which one, on what, with which code, and what to do about it.
 *
 * <p>The text reads {@code /srv/data/a: inotify_add_watch: ENOSPC (28). The user's inotify watch limit ...}.
 */
public class WatchException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    /** The system call's C name. */
    private final String operation;

    /** errno or GetLastError, positive. */
    private final int code;

    /** The code's symbolic name. */
    private final String symbol;

    /** What to do about it. */
    private final String advice;

    /**
     * Describes a failed call.
     *
     * @param file what it was about, or null; on Windows shown with backslashes
     * @param operation the call's C name
     * @param code errno or GetLastError, positive; 0 if there is none
     * @param symbol the code's symbolic name
     * @param advice one or two sentences: what it means and what to do
     */
    public WatchException(@Nullable String file, String operation, int code, String symbol, String advice) {
        super(
                file == null ? null : file.replace('/', File.separatorChar),
                null,
                reason(operation, code, symbol, advice));
        this.operation = operation;
        this.code = code;
        this.symbol = symbol;
        this.advice = advice;
    }

    private static String reason(String operation, int code, String symbol, String advice) {
        return operation + ": " + symbol + (code == 0 ? "" : " (" + code + ")") + ". " + advice;
    }

    /**
     * The system call that failed.
     *
     * @return its C name
     */
    public final String operation() {
        return operation;
    }

    /**
     * The system's error code.
     *
     * @return errno or GetLastError, positive; 0 if there is none
     */
    public final int code() {
        return code;
    }

    /**
     * The error code's symbolic name.
     *
     * @return for example {@code ENOSPC}
     */
    public final String symbol() {
        return symbol;
    }

    /**
     * What the failure means and what to do about it.
     *
     * @return one or two sentences
     */
    public final String advice() {
        return advice;
    }

    /**
     * The same failure as code that knows only {@code java.nio.file} expects it: a {@link java.nio.file.NoSuchFileException},
     * {@link java.nio.file.AccessDeniedException}, {@link java.nio.file.NotDirectoryException} or {@link
     * java.nio.file.FileSystemLoopException}, which is also the cause of this exception; this exception itself where the JDK
     * has no type for it.
     *
     * @return the exception to throw
     */
    public final FileSystemException toFileSystemException() {
        return getCause() instanceof FileSystemException cause ? cause : this;
    }

    /**
     * The same failure, described as one of another file; for example of a directory that was reached by a descriptor.
     *
     * @param file what it was about
     * @return an exception of the same class, with the same stack trace
     */
    public WatchException about(String file) {
        return like(new WatchException(file, operation, code, symbol, advice));
    }

    /**
     * Gives a description of this failure its stack trace and cause.
     *
     * @param copy describes this failure
     * @return {@code copy}
     */
    final WatchException like(WatchException copy) {
        copy.setStackTrace(getStackTrace());
        if (getCause() != null && copy.getCause() == null) {
            copy.initCause(getCause());
        }
        return copy;
    }
}
