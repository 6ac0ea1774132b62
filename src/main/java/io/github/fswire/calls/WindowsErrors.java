package io.github.fswire.calls;

import io.github.fswire.raw.AccessRefusedException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a negative result or status of Windows into the typed exception, with the code's symbol and what to do. */
public final class WindowsErrors {
    private static final Map<Integer, String> SYMBOLS = Map.ofEntries(
            Map.entry(WinError.ERROR_INVALID_FUNCTION, "ERROR_INVALID_FUNCTION"),
            Map.entry(WinError.ERROR_FILE_NOT_FOUND, "ERROR_FILE_NOT_FOUND"),
            Map.entry(WinError.ERROR_PATH_NOT_FOUND, "ERROR_PATH_NOT_FOUND"),
            Map.entry(WinError.ERROR_TOO_MANY_OPEN_FILES, "ERROR_TOO_MANY_OPEN_FILES"),
            Map.entry(WinError.ERROR_ACCESS_DENIED, "ERROR_ACCESS_DENIED"),
            Map.entry(WinError.ERROR_INVALID_HANDLE, "ERROR_INVALID_HANDLE"),
            Map.entry(WinError.ERROR_NOT_ENOUGH_MEMORY, "ERROR_NOT_ENOUGH_MEMORY"),
            Map.entry(WinError.ERROR_NOT_READY, "ERROR_NOT_READY"),
            Map.entry(WinError.ERROR_SHARING_VIOLATION, "ERROR_SHARING_VIOLATION"),
            Map.entry(WinError.ERROR_NOT_SUPPORTED, "ERROR_NOT_SUPPORTED"),
            Map.entry(WinError.ERROR_BAD_NETPATH, "ERROR_BAD_NETPATH"),
            Map.entry(WinError.ERROR_TOO_MANY_CMDS, "ERROR_TOO_MANY_CMDS"),
            Map.entry(WinError.ERROR_NETNAME_DELETED, "ERROR_NETNAME_DELETED"),
            Map.entry(WinError.ERROR_BAD_NET_NAME, "ERROR_BAD_NET_NAME"),
            Map.entry(WinError.ERROR_INVALID_PARAMETER, "ERROR_INVALID_PARAMETER"),
            Map.entry(WinError.ERROR_INVALID_NAME, "ERROR_INVALID_NAME"),
            Map.entry(WinError.ERROR_PROC_NOT_FOUND, "ERROR_PROC_NOT_FOUND"),
            Map.entry(WinError.ERROR_FILENAME_EXCED_RANGE, "ERROR_FILENAME_EXCED_RANGE"),
            Map.entry(WinError.ERROR_DIRECTORY, "ERROR_DIRECTORY"),
            Map.entry(WinError.ERROR_DELETE_PENDING, "ERROR_DELETE_PENDING"),
            Map.entry(WinError.ERROR_ABANDONED_WAIT_0, "ERROR_ABANDONED_WAIT_0"),
            Map.entry(WinError.ERROR_OPERATION_ABORTED, "ERROR_OPERATION_ABORTED"),
            Map.entry(WinError.ERROR_NOACCESS, "ERROR_NOACCESS"),
            Map.entry(WinError.ERROR_FILE_INVALID, "ERROR_FILE_INVALID"),
            Map.entry(WinError.ERROR_NOTIFY_ENUM_DIR, "ERROR_NOTIFY_ENUM_DIR"),
            Map.entry(WinError.ERROR_NO_SYSTEM_RESOURCES, "ERROR_NO_SYSTEM_RESOURCES"),
            Map.entry(WinError.ERROR_WORKING_SET_QUOTA, "ERROR_WORKING_SET_QUOTA"),
            Map.entry(WinError.ERROR_NOT_ENOUGH_QUOTA, "ERROR_NOT_ENOUGH_QUOTA"));

    private WindowsErrors() {}

    /**
     * Describes a failed call.
     *
     * @param file what it was about, or null
     * @param operation the function's name
     * @param result its negative result
     */
    public static WatchException failure(@Nullable String file, String operation, int result) {
        int code = -result;
        String symbol = symbol(code);
        return switch (code) {
            case WinError.ERROR_FILE_NOT_FOUND,
                    WinError.ERROR_PATH_NOT_FOUND,
                    WinError.ERROR_INVALID_NAME,
                    WinError.ERROR_DELETE_PENDING -> NativeErrors.gone(file, operation, code, symbol);
            case WinError.ERROR_ACCESS_DENIED ->
                new AccessRefusedException(
                        file, operation, code, symbol, "This user may not read the directory, or it is being deleted.");
            case WinError.ERROR_DIRECTORY ->
                new UnsupportedWatchException(file, operation, code, symbol, "Only directories can be watched.");
            case WinError.ERROR_INVALID_FUNCTION, WinError.ERROR_NOT_SUPPORTED, WinError.ERROR_INVALID_PARAMETER ->
                new UnsupportedWatchException(
                        file, operation, code, symbol, "This file system reports no changes: it has to be polled.");
            case WinError.ERROR_TOO_MANY_OPEN_FILES,
                    WinError.ERROR_NOT_ENOUGH_MEMORY,
                    WinError.ERROR_NO_SYSTEM_RESOURCES,
                    WinError.ERROR_WORKING_SET_QUOTA,
                    WinError.ERROR_NOT_ENOUGH_QUOTA ->
                new WatchLimitException(
                        file, operation, code, symbol, "Windows has no memory left for this: watch fewer roots.");
            case WinError.ERROR_TOO_MANY_CMDS ->
                new WatchLimitException(
                        file,
                        operation,
                        code,
                        symbol,
                        "The file server allows no more watches: watch fewer roots there.");
            case WinError.ERROR_FILENAME_EXCED_RANGE ->
                new WatchException(file, operation, code, symbol, "The path is longer than any path can be.");
            case WinError.ERROR_SHARING_VIOLATION ->
                new WatchException(
                        file, operation, code, symbol, "Another program has it open and lets nobody else: close that.");
            case WinError.ERROR_BAD_NETPATH, WinError.ERROR_BAD_NET_NAME, WinError.ERROR_NOT_READY ->
                new WatchException(
                        file,
                        operation,
                        code,
                        symbol,
                        "The server, share or drive cannot be reached: it will be tried again.");
            case WinError.ERROR_NETNAME_DELETED ->
                new WatchException(file, operation, code, symbol, "The connection to the file server is lost.");
            case WinError.ERROR_FILE_INVALID ->
                new WatchException(file, operation, code, symbol, "The volume was changed or removed.");
            default -> new WatchException(file, operation, code, symbol, "Unexpected; please report it.");
        };
    }

    /** Minus the error for a {@code NTSTATUS}, 0 for one of success. */
    public static int result(WindowsCalls calls, int status) {
        if (status == WinError.STATUS_DELETE_PENDING || status == WinError.STATUS_FILE_DELETED) {
            return -WinError.ERROR_DELETE_PENDING; // Windows translates both to ERROR_ACCESS_DENIED
        }
        return status >= 0 ? 0 : -calls.RtlNtStatusToDosError(status);
    }

    /** The name of an error number. */
    public static String symbol(int code) {
        return SYMBOLS.getOrDefault(code, "Windows error " + code);
    }
}
