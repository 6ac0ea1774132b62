package io.github.fswire.calls;

import io.github.fswire.raw.AccessRefusedException;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a negative result into the typed exception, with the code's symbol and what to do: the one place where that is done. */
public final class NativeErrors {
    private static final InotifyLimits LIMITS = new InotifyLimits(Path.of("/proc/sys"));

    private static final Map<Integer, String> SYMBOLS = Map.ofEntries(
            Map.entry(Errno.EPERM, "EPERM"),
            Map.entry(Errno.ENOENT, "ENOENT"),
            Map.entry(Errno.EINTR, "EINTR"),
            Map.entry(Errno.EIO, "EIO"),
            Map.entry(Errno.EBADF, "EBADF"),
            Map.entry(Errno.EAGAIN, "EAGAIN"),
            Map.entry(Errno.ENOMEM, "ENOMEM"),
            Map.entry(Errno.EACCES, "EACCES"),
            Map.entry(Errno.EFAULT, "EFAULT"),
            Map.entry(Errno.EEXIST, "EEXIST"),
            Map.entry(Errno.ENODEV, "ENODEV"),
            Map.entry(Errno.ENOTDIR, "ENOTDIR"),
            Map.entry(Errno.EINVAL, "EINVAL"),
            Map.entry(Errno.ENFILE, "ENFILE"),
            Map.entry(Errno.EMFILE, "EMFILE"),
            Map.entry(Errno.ENOSPC, "ENOSPC"),
            Map.entry(Errno.ENAMETOOLONG, "ENAMETOOLONG"),
            Map.entry(Errno.ENOSYS, "ENOSYS"),
            Map.entry(Errno.ELOOP, "ELOOP"),
            Map.entry(Errno.EOVERFLOW, "EOVERFLOW"),
            Map.entry(Errno.EOPNOTSUPP, "EOPNOTSUPP"),
            Map.entry(Errno.ENOTCONN, "ENOTCONN"),
            Map.entry(Errno.ETIMEDOUT, "ETIMEDOUT"),
            Map.entry(Errno.EHOSTDOWN, "EHOSTDOWN"),
            Map.entry(Errno.ESTALE, "ESTALE"));

    private NativeErrors() {}

    /** What a call on any system was about is not there. */
    static RootGoneException gone(@Nullable String file, String operation, int code, String symbol) {
        return new RootGoneException(
                file, operation, code, symbol, "There is no such file or directory: create it, or correct the path.");
    }

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
            case Errno.ENOSPC ->
                operation.equals("inotify_add_watch")
                        ? new WatchLimitException(file, operation, code, symbol, LIMITS.watches())
                        : new WatchException(file, operation, code, symbol, "No space is left on the device.");
            case Errno.EMFILE ->
                new WatchLimitException(
                        file,
                        operation,
                        code,
                        symbol,
                        operation.equals("inotify_init1") ? LIMITS.instances() : descriptorLimit());
            case Errno.ENFILE ->
                new WatchLimitException(
                        file,
                        operation,
                        code,
                        symbol,
                        "The system's limit of open files is used up: raise fs.file-max.");
            case Errno.ENOMEM ->
                new WatchLimitException(file, operation, code, symbol, "The kernel has no memory left for this.");
            case Errno.ENOENT, Errno.ESTALE -> gone(file, operation, code, symbol);
            case Errno.EACCES, Errno.EPERM ->
                new AccessRefusedException(
                        file,
                        operation,
                        code,
                        symbol,
                        code == Errno.EACCES && file != null
                                ? "This user may not read the directory: chmod or setfacl helps."
                                : "The system does not permit this, perhaps by a seccomp filter.");
            case Errno.ENOTDIR ->
                new UnsupportedWatchException(
                        file,
                        operation,
                        code,
                        symbol,
                        "Only directories can be watched, and no symbolic links to them.");
            case Errno.ELOOP ->
                new UnsupportedWatchException(
                        file,
                        operation,
                        code,
                        symbol,
                        "Too many symbolic links, or a link where a directory was expected.");
            case Errno.EOPNOTSUPP, Errno.ENODEV, Errno.ENOSYS ->
                new UnsupportedWatchException(
                        file, operation, code, symbol, "The kernel or this file system does not support it.");
            case Errno.ENAMETOOLONG ->
                new UnsupportedWatchException(
                        file,
                        operation,
                        code,
                        symbol,
                        "The path is longer than the 4,095 bytes that the kernel takes.");
            case Errno.ENOTCONN, Errno.ETIMEDOUT, Errno.EHOSTDOWN ->
                new WatchException(
                        file, operation, code, symbol, "The server behind this mount does not answer: mount it again.");
            default -> new WatchException(file, operation, code, symbol, "Unexpected; please report it.");
        };
    }

    /** The name of an error number. */
    public static String symbol(int code) {
        return SYMBOLS.getOrDefault(code, "errno " + code);
    }

    private static String descriptorLimit() {
        return "The process's limit of open files is used up: raise it, for example: ulimit -n 65536";
    }
}
