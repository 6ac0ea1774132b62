package io.github.fswire.calls;

import io.github.fswire.raw.AccessRefusedException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a negative result of macOS into the typed exception, with the code's symbol and what to do. */
public final class MacErrors {
    private static final Map<Integer, String> SYMBOLS = Map.ofEntries(
            Map.entry(MacErrno.EPERM, "EPERM"),
            Map.entry(MacErrno.ENOENT, "ENOENT"),
            Map.entry(MacErrno.EINTR, "EINTR"),
            Map.entry(MacErrno.EIO, "EIO"),
            Map.entry(MacErrno.EBADF, "EBADF"),
            Map.entry(MacErrno.ENOMEM, "ENOMEM"),
            Map.entry(MacErrno.EACCES, "EACCES"),
            Map.entry(MacErrno.EFAULT, "EFAULT"),
            Map.entry(MacErrno.ENOTDIR, "ENOTDIR"),
            Map.entry(MacErrno.EINVAL, "EINVAL"),
            Map.entry(MacErrno.ENFILE, "ENFILE"),
            Map.entry(MacErrno.EMFILE, "EMFILE"),
            Map.entry(MacErrno.ERANGE, "ERANGE"),
            Map.entry(MacErrno.ENOTSUP, "ENOTSUP"),
            Map.entry(MacErrno.ETIMEDOUT, "ETIMEDOUT"),
            Map.entry(MacErrno.ELOOP, "ELOOP"),
            Map.entry(MacErrno.ENAMETOOLONG, "ENAMETOOLONG"),
            Map.entry(MacErrno.EHOSTDOWN, "EHOSTDOWN"),
            Map.entry(MacErrno.ESTALE, "ESTALE"),
            Map.entry(MacErrno.ENOSYS, "ENOSYS"),
            Map.entry(MacErrno.EILSEQ, "EILSEQ"));

    private MacErrors() {}

    /**
     * Describes a failed call.
     *
     * @param file what it was about, or null
     * @param operation the function's C name
     * @param result its negative result
     */
    public static WatchException failure(@Nullable String file, String operation, int result) {
        int code = -result;
        String symbol = symbol(code);
        return switch (code) {
            case MacErrno.ENOENT, MacErrno.ESTALE -> NativeErrors.gone(file, operation, code, symbol);
            case MacErrno.EACCES ->
                new AccessRefusedException(
                        file, operation, code, symbol, "This user may not read the directory: chmod helps.");
            case MacErrno.EPERM ->
                new AccessRefusedException(
                        file,
                        operation,
                        code,
                        symbol,
                        "macOS does not permit it: allow this program the folder, or full disk access, in Privacy & Security.");
            case MacErrno.ENOTDIR, MacErrno.ELOOP ->
                new UnsupportedWatchException(
                        file,
                        operation,
                        code,
                        symbol,
                        "Only directories can be watched, and no symbolic links to them.");
            case MacErrno.ENOTSUP, MacErrno.ENOSYS ->
                new UnsupportedWatchException(
                        file, operation, code, symbol, "The kernel or this file system does not support it.");
            case MacErrno.ENAMETOOLONG ->
                new UnsupportedWatchException(
                        file,
                        operation,
                        code,
                        symbol,
                        "The path is longer than the 1,023 bytes that the kernel takes.");
            case MacErrno.EILSEQ ->
                new UnsupportedWatchException(
                        file, operation, code, symbol, "The path is not valid UTF-8, which FSEvents needs.");
            case MacErrno.EMFILE ->
                new WatchLimitException(
                        file,
                        operation,
                        code,
                        symbol,
                        "The process's limit of open files is used up: raise it, for example: ulimit -n 65536");
            case MacErrno.ENFILE ->
                new WatchLimitException(
                        file,
                        operation,
                        code,
                        symbol,
                        "The system's limit of open files is used up: raise kern.maxfiles.");
            case MacErrno.ENOMEM ->
                new WatchLimitException(file, operation, code, symbol, "The kernel has no memory left for this.");
            case MacErrno.ETIMEDOUT, MacErrno.EHOSTDOWN ->
                new WatchException(
                        file, operation, code, symbol, "The server behind this mount does not answer: mount it again.");
            default -> new WatchException(file, operation, code, symbol, "Unexpected; please report it.");
        };
    }

    /** FSEvents returns no reason: a limit of the system or of the process is the only known one. */
    public static WatchLimitException refused(@Nullable String file, String operation) {
        return new WatchLimitException(
                file,
                operation,
                0,
                "REFUSED",
                "fseventsd takes about 1,024 clients and 4,096 paths each: watch fewer roots, or end programs that watch.");
    }

    /** More paths than the framework can bear without damage. */
    public static WatchLimitException tooManyPaths(@Nullable String file, long limit) {
        return new WatchLimitException(
                file,
                "FSEventStreamCreate",
                0,
                "TOO_MANY_PATHS",
                "A process with so many open files can watch " + limit
                        + " directories: watch fewer roots, or raise the limit, for example: ulimit -n 65536");
    }

    /** The name of an error number. */
    public static String symbol(int code) {
        return SYMBOLS.getOrDefault(code, "errno " + code);
    }
}
