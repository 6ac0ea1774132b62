package io.github.fswire.windows;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.calls.WindowsErrors;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.Utf16Names;
import io.github.fswire.raw.WatchException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The kind of a volume.
 *
 * @param fileSystem its type as Windows names it, such as {@code NTFS}
 * @param remote whether it is another machine's: a network drive, a path that begins with a server's name, or what a link or
 *     mount point leads to
 */
public record VolumeKind(String fileSystem, boolean remote) {
    static final String UNKNOWN = "unknown";
    static final int TYPE_BYTES = 64;
    private static final int DRIVE_BYTES = 3; // C:/
    private static final int DEVICE_BYTES = 4; // //?/

    /**
     * Finds the volume of a file or directory; links are followed.
     *
     * @param path absolute path of a file or directory
     * @return what it is on
     * @throws WatchException if there is nothing or it cannot be reached
     */
    public static VolumeKind of(NativeName path) throws WatchException {
        try (WindowsCalls calls = Bindings.windows(Bindings.name(), false);
                NativeMemory memory = Bindings.allocate(WindowsPath.BYTES)) {
            ByteBuffer buffer = memory.buffer().order(ByteOrder.LITTLE_ENDIAN);
            if (!WindowsPath.put(path, buffer, 0)) {
                throw WindowsErrors.failure(path.toString(), "CreateFileW", -WinError.ERROR_FILENAME_EXCED_RANGE);
            }
            long handle = calls.CreateFileW(
                    memory.address(),
                    WinFile.FILE_READ_ATTRIBUTES,
                    Directories.SHARE_ALL,
                    WinFile.OPEN_EXISTING,
                    WinFile.FILE_FLAG_BACKUP_SEMANTICS);
            if (handle < 0) {
                throw WindowsErrors.failure(path.toString(), "CreateFileW", (int) handle);
            }
            String type = fileSystem(calls, handle, buffer, 0, memory.address());
            boolean remote = isRemote(calls, path, handle, buffer, memory.address());
            calls.CloseHandle(handle);
            return new VolumeKind(type, remote);
        }
    }

    /**
     * The type of the file system that something open is on, or {@link #UNKNOWN}.
     *
     * @param buffer has {@link #TYPE_BYTES} to write to at {@code offset}, which is at {@code address}
     */
    static String fileSystem(WindowsCalls calls, long handle, ByteBuffer buffer, int offset, long address) {
        if (calls.GetVolumeInformationByHandleW(handle, address, TYPE_BYTES / 2) < 0) {
            return UNKNOWN;
        }
        StringBuilder type = new StringBuilder();
        for (int at = offset; at < offset + TYPE_BYTES && buffer.getChar(at) != 0; at += Character.BYTES) {
            type.append(buffer.getChar(at));
        }
        return type.toString();
    }

    /**
     * Whether an open file or directory is another machine's: by its path, its drive, or, because local directories may lead
     * to shares, by its handle.
     *
     * @param memory has {@link WindowsPath#BYTES} to write to, at {@code address}
     */
    static boolean isRemote(WindowsCalls calls, NativeName path, long handle, ByteBuffer memory, long address) {
        byte[] bytes = path.toBytes();
        boolean slashes = bytes.length > 1 && bytes[0] == '/' && bytes[1] == '/';
        boolean device = slashes && bytes.length > DEVICE_BYTES && bytes[2] == '?' && bytes[3] == '/';
        if (slashes && !device) {
            return true;
        }
        if (calls.GetFileInformationByHandleEx(handle, WinFile.FileRemoteProtocolInfo, address, WindowsPath.BYTES)
                == 0) {
            return true; // of what is local it is ERROR_INVALID_PARAMETER
        }
        int start = device ? DEVICE_BYTES : 0;
        byte[] drive = Arrays.copyOfRange(bytes, start, Math.min(start + DRIVE_BYTES, bytes.length));
        memory.putChar(Utf16Names.toUnits(drive, drive.length, memory, 0), '\0');
        return calls.GetDriveTypeW(address) == WinFile.DRIVE_REMOTE;
    }
}
