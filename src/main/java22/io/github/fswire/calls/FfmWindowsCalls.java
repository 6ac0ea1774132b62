package io.github.fswire.calls;

import static io.github.fswire.calls.Downcalls.BYTE;
import static io.github.fswire.calls.Downcalls.INT;
import static io.github.fswire.calls.Downcalls.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The binding by {@code java.lang.foreign}. Each function is linked when it is first called. */
final class FfmWindowsCalls implements WindowsCalls {
    private final Arena arena;
    private final MemorySegment error;

    /** An instance in a confined arena throws when another thread uses it; one in a shared arena needs a lock. */
    FfmWindowsCalls(Arena arena) {
        this.arena = arena;
        this.error = Downcalls.state(arena);
        CloseHandle(0); // links now, so that a failure to bind shows here
    }

    private static final class Kernel32 {
        static final SymbolLookup LIBRARY = Downcalls.library(WindowsLibraries.kernel32());
    }

    private static final class Ntdll {
        static final SymbolLookup LIBRARY = Downcalls.library(WindowsLibraries.ntdll());
    }

    private int truth(int value) {
        return value != 0 ? 0 : Downcalls.lastError(error);
    }

    private static final class CreateFileW {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "CreateFileW", LONG, LONG, INT, INT, LONG, INT, INT, LONG);
    }

    @Override
    public long CreateFileW(long name, int access, int share, int disposition, int flags) {
        try {
            long handle = (long) CreateFileW.HANDLE.invokeExact(error, name, access, share, 0L, disposition, flags, 0L);
            return handle == -1 ? Downcalls.lastError(error) : handle;
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class CloseHandle {
        static final MethodHandle HANDLE = Downcalls.link(Kernel32.LIBRARY, "CloseHandle", INT, LONG);
    }

    @Override
    public int CloseHandle(long object) {
        try {
            return truth((int) CloseHandle.HANDLE.invokeExact(error, object));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class ReadDirectoryChangesW {
        static final MethodHandle HANDLE = Downcalls.link(
                Kernel32.LIBRARY, "ReadDirectoryChangesW", INT, LONG, LONG, INT, INT, INT, LONG, LONG, LONG);
    }

    @Override
    public int ReadDirectoryChangesW(long directory, long buffer, int length, int filter, long overlapped) {
        try {
            return truth((int) ReadDirectoryChangesW.HANDLE.invokeExact(
                    error, directory, buffer, length, 1, filter, 0L, overlapped, 0L));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class ReadDirectoryChangesExW {
        static final @Nullable MethodHandle HANDLE = Optional.of("ReadDirectoryChangesExW")
                .filter(name -> Kernel32.LIBRARY.find(name).isPresent()) // not every Windows has it
                .map(name ->
                        Downcalls.link(Kernel32.LIBRARY, name, INT, LONG, LONG, INT, INT, INT, LONG, LONG, LONG, INT))
                .orElse(null);
    }

    @Override
    public int ReadDirectoryChangesExW(
            long directory, long buffer, int length, int filter, long overlapped, int infoClass) {
        MethodHandle handle = ReadDirectoryChangesExW.HANDLE;
        if (handle == null) {
            return -WinError.ERROR_PROC_NOT_FOUND;
        }
        try {
            return truth((int)
                    handle.invokeExact(error, directory, buffer, length, 1, filter, 0L, overlapped, 0L, infoClass));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class CreateIoCompletionPort {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "CreateIoCompletionPort", LONG, LONG, LONG, LONG, INT);
    }

    @Override
    public long CreateIoCompletionPort(long file, long port, long key) {
        try {
            long handle = (long) CreateIoCompletionPort.HANDLE.invokeExact(error, file, port, key, 0);
            return handle == 0 ? Downcalls.lastError(error) : handle;
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class GetQueuedCompletionStatusEx {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "GetQueuedCompletionStatusEx", INT, LONG, LONG, INT, LONG, INT, INT);
    }

    @Override
    public int GetQueuedCompletionStatusEx(long port, long entries, int count, long removed, int milliseconds) {
        try {
            return truth((int) GetQueuedCompletionStatusEx.HANDLE.invokeExact(
                    error, port, entries, count, removed, milliseconds, 0));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class PostQueuedCompletionStatus {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "PostQueuedCompletionStatus", INT, LONG, INT, LONG, LONG);
    }

    @Override
    public int PostQueuedCompletionStatus(long port, long key) {
        try {
            return truth((int) PostQueuedCompletionStatus.HANDLE.invokeExact(error, port, 0, key, 0L));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class CancelIoEx {
        static final MethodHandle HANDLE = Downcalls.link(Kernel32.LIBRARY, "CancelIoEx", INT, LONG, LONG);
    }

    @Override
    public int CancelIoEx(long file, long overlapped) {
        try {
            return truth((int) CancelIoEx.HANDLE.invokeExact(error, file, overlapped));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class GetFileInformationByHandle {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "GetFileInformationByHandle", INT, LONG, LONG);
    }

    @Override
    public int GetFileInformationByHandle(long file, long information) {
        try {
            return truth((int) GetFileInformationByHandle.HANDLE.invokeExact(error, file, information));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class GetFileInformationByHandleEx {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "GetFileInformationByHandleEx", INT, LONG, INT, LONG, INT);
    }

    @Override
    public int GetFileInformationByHandleEx(long file, int infoClass, long information, int size) {
        try {
            return truth(
                    (int) GetFileInformationByHandleEx.HANDLE.invokeExact(error, file, infoClass, information, size));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class GetVolumeInformationByHandleW {
        static final MethodHandle HANDLE = Downcalls.link(
                Kernel32.LIBRARY, "GetVolumeInformationByHandleW", INT, LONG, LONG, INT, LONG, LONG, LONG, LONG, INT);
    }

    @Override
    public int GetVolumeInformationByHandleW(long file, long system, int systemSize) {
        try {
            return truth((int) GetVolumeInformationByHandleW.HANDLE.invokeExact(
                    error, file, 0L, 0, 0L, 0L, 0L, system, systemSize));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class GetFinalPathNameByHandleW {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "GetFinalPathNameByHandleW", INT, LONG, LONG, INT, INT);
    }

    @Override
    public int GetFinalPathNameByHandleW(long file, long path, int size) {
        try {
            int length = (int) GetFinalPathNameByHandleW.HANDLE.invokeExact(error, file, path, size, 0);
            return length == 0 ? Downcalls.lastError(error) : length;
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class GetDriveTypeW {
        static final MethodHandle HANDLE = Downcalls.link(Kernel32.LIBRARY, "GetDriveTypeW", INT, LONG);
    }

    @Override
    public int GetDriveTypeW(long root) {
        try {
            return (int) GetDriveTypeW.HANDLE.invokeExact(error, root);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class ReadFile {
        static final MethodHandle HANDLE =
                Downcalls.link(Kernel32.LIBRARY, "ReadFile", INT, LONG, LONG, INT, LONG, LONG);
    }

    @Override
    public int ReadFile(long file, long buffer, int bytes, long read) {
        try {
            return truth((int) ReadFile.HANDLE.invokeExact(error, file, buffer, bytes, read, 0L));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class NtOpenFile {
        static final MethodHandle HANDLE =
                Downcalls.link(Ntdll.LIBRARY, "NtOpenFile", INT, LONG, INT, LONG, LONG, INT, INT);
    }

    @Override
    public int NtOpenFile(long handle, int access, long attributes, long ioStatusBlock, int share, int options) {
        try {
            return WindowsErrors.result(this, (int)
                    NtOpenFile.HANDLE.invokeExact(error, handle, access, attributes, ioStatusBlock, share, options));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class NtQueryDirectoryFile {
        static final MethodHandle HANDLE = Downcalls.link(
                Ntdll.LIBRARY,
                "NtQueryDirectoryFile",
                INT,
                LONG,
                LONG,
                LONG,
                LONG,
                LONG,
                LONG,
                INT,
                INT,
                BYTE,
                LONG,
                BYTE);
    }

    @Override
    public int NtQueryDirectoryFile(
            long file, long ioStatusBlock, long information, int length, int infoClass, long name) {
        try {
            return WindowsErrors.result(this, (int) NtQueryDirectoryFile.HANDLE.invokeExact(
                    error, file, 0L, 0L, 0L, ioStatusBlock, information, length, infoClass, (byte) 1, name, (byte) 0));
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class RtlNtStatusToDosError {
        static final MethodHandle HANDLE = Downcalls.link(Ntdll.LIBRARY, "RtlNtStatusToDosError", INT, INT);
    }

    @Override
    public int RtlNtStatusToDosError(int status) {
        try {
            return (int) RtlNtStatusToDosError.HANDLE.invokeExact(error, status);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public boolean isWine() {
        return Ntdll.LIBRARY.find("wine_get_version").isPresent();
    }

    @Override
    public void close() {
        arena.close();
    }
}
