package io.github.fswire.calls;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/** The binding by JNA direct mapping. On 64-bit Windows there is one calling convention. */
final class JnaWindowsCalls implements WindowsCalls {
    private static final class Kernel32 {
        static final NativeLibrary LIBRARY = NativeLibrary.getInstance(WindowsLibraries.kernel32(), Map.of());

        static {
            Native.register(Kernel32.class, LIBRARY);
        }

        static native long CreateFileW(
                long name, int access, int share, long security, int disposition, int flags, long template);

        static native int CloseHandle(long object);

        static native int ReadDirectoryChangesW(
                long directory,
                long buffer,
                int length,
                int subtree,
                int filter,
                long returned,
                long overlapped,
                long routine);

        static native long CreateIoCompletionPort(long file, long port, long key, int threads);

        static native int GetQueuedCompletionStatusEx(
                long port, long entries, int count, long removed, int milliseconds, int alertable);

        static native int PostQueuedCompletionStatus(long port, int bytes, long key, long overlapped);

        static native int CancelIoEx(long file, long overlapped);

        static native int GetFileInformationByHandle(long file, long information);

        static native int GetFileInformationByHandleEx(long file, int infoClass, long information, int size);

        static native int GetVolumeInformationByHandleW(
                long file, long name, int nameSize, long serial, long longest, long flags, long system, int systemSize);

        static native int GetFinalPathNameByHandleW(long file, long path, int size, int flags);

        static native int GetDriveTypeW(long root);

        static native int ReadFile(long file, long buffer, int bytes, long read, long overlapped);
    }

    private static final class Ntdll {
        static final NativeLibrary LIBRARY = NativeLibrary.getInstance(WindowsLibraries.ntdll(), Map.of());

        static {
            Native.register(Ntdll.class, LIBRARY);
        }

        static native int NtOpenFile(
                long handle, int access, long attributes, long ioStatusBlock, int share, int options);

        static native int NtQueryDirectoryFile(
                long file,
                long event,
                long routine,
                long context,
                long ioStatusBlock,
                long information,
                int length,
                int infoClass,
                byte single,
                long name,
                byte restart);

        static native int RtlNtStatusToDosError(int status);
    }

    /** Not every Windows has it, and direct mapping fails as a whole. */
    private static final class Kernel32Ex {
        static final boolean BOUND = bind();

        private static boolean bind() {
            try {
                Native.register(Kernel32Ex.class, Kernel32.LIBRARY);
                return true;
            } catch (UnsatisfiedLinkError e) {
                return false; // the answer
            }
        }

        static native int ReadDirectoryChangesExW(
                long directory,
                long buffer,
                int length,
                int subtree,
                int filter,
                long returned,
                long overlapped,
                long routine,
                int infoClass);
    }

    JnaWindowsCalls() {
        Kernel32.CloseHandle(0); // binds now, so that a failure to bind shows here
    }

    private static int lastError() {
        return -Math.max(WinError.ERROR_INVALID_FUNCTION, Native.getLastError());
    }

    private static int truth(int value) {
        return value != 0 ? 0 : lastError();
    }

    @Override
    public long CreateFileW(long name, int access, int share, int disposition, int flags) {
        long handle = Kernel32.CreateFileW(name, access, share, 0, disposition, flags, 0);
        return handle == -1 ? lastError() : handle;
    }

    @Override
    public int CloseHandle(long object) {
        return truth(Kernel32.CloseHandle(object));
    }

    @Override
    public int ReadDirectoryChangesW(long directory, long buffer, int length, int filter, long overlapped) {
        return truth(Kernel32.ReadDirectoryChangesW(directory, buffer, length, 1, filter, 0, overlapped, 0));
    }

    @Override
    public int ReadDirectoryChangesExW(
            long directory, long buffer, int length, int filter, long overlapped, int infoClass) {
        return Kernel32Ex.BOUND
                ? truth(Kernel32Ex.ReadDirectoryChangesExW(
                        directory, buffer, length, 1, filter, 0, overlapped, 0, infoClass))
                : -WinError.ERROR_PROC_NOT_FOUND;
    }

    @Override
    public long CreateIoCompletionPort(long file, long port, long key) {
        long handle = Kernel32.CreateIoCompletionPort(file, port, key, 0);
        return handle == 0 ? lastError() : handle;
    }

    @Override
    public int GetQueuedCompletionStatusEx(long port, long entries, int count, long removed, int milliseconds) {
        return truth(Kernel32.GetQueuedCompletionStatusEx(port, entries, count, removed, milliseconds, 0));
    }

    @Override
    public int PostQueuedCompletionStatus(long port, long key) {
        return truth(Kernel32.PostQueuedCompletionStatus(port, 0, key, 0));
    }

    @Override
    public int CancelIoEx(long file, long overlapped) {
        return truth(Kernel32.CancelIoEx(file, overlapped));
    }

    @Override
    public int GetFileInformationByHandle(long file, long information) {
        return truth(Kernel32.GetFileInformationByHandle(file, information));
    }

    @Override
    public int GetFileInformationByHandleEx(long file, int infoClass, long information, int size) {
        return truth(Kernel32.GetFileInformationByHandleEx(file, infoClass, information, size));
    }

    @Override
    public int GetVolumeInformationByHandleW(long file, long system, int systemSize) {
        return truth(Kernel32.GetVolumeInformationByHandleW(file, 0, 0, 0, 0, 0, system, systemSize));
    }

    @Override
    public int GetFinalPathNameByHandleW(long file, long path, int size) {
        int length = Kernel32.GetFinalPathNameByHandleW(file, path, size, 0);
        return length == 0 ? lastError() : length;
    }

    @Override
    public int GetDriveTypeW(long root) {
        return Kernel32.GetDriveTypeW(root);
    }

    @Override
    public int ReadFile(long file, long buffer, int bytes, long read) {
        return truth(Kernel32.ReadFile(file, buffer, bytes, read, 0));
    }

    @Override
    public int NtOpenFile(long handle, int access, long attributes, long ioStatusBlock, int share, int options) {
        return WindowsErrors.result(this, Ntdll.NtOpenFile(handle, access, attributes, ioStatusBlock, share, options));
    }

    @Override
    public int NtQueryDirectoryFile(
            long file, long ioStatusBlock, long information, int length, int infoClass, long name) {
        return WindowsErrors.result(
                this,
                Ntdll.NtQueryDirectoryFile(
                        file, 0, 0, 0, ioStatusBlock, information, length, infoClass, (byte) 1, name, (byte) 0));
    }

    @Override
    public int RtlNtStatusToDosError(int status) {
        return Ntdll.RtlNtStatusToDosError(status);
    }

    @Override
    public boolean isWine() {
        try {
            return Ntdll.LIBRARY.getFunction("wine_get_version") != null;
        } catch (UnsatisfiedLinkError e) {
            return false; // the answer
        }
    }

    @Override
    public void close() {
        // owns nothing: JNA keeps the last error for each thread
    }
}
