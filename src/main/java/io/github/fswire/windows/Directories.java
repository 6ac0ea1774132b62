package io.github.fswire.windows;

import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.calls.WindowsErrors;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Opens directories that are to be watched, and finds their identities. Owned by the owner of its calls and memory. */
final class Directories {
    /** Which directory it is, while it is open anywhere. */
    record Identity(int volume, long number) {}

    /** A directory that was opened to be watched. */
    record Opened(long handle, Identity identity, boolean remote) {}

    /** What it needs. */
    static final int MEMORY_BYTES = WindowsPath.BYTES;

    /** Other processes can go on using, renaming and removing an open directory. */
    static final int SHARE_ALL = WinFile.FILE_SHARE_READ | WinFile.FILE_SHARE_WRITE | WinFile.FILE_SHARE_DELETE;

    private static final int FLAGS =
            WinFile.FILE_FLAG_BACKUP_SEMANTICS | WinFile.FILE_FLAG_OVERLAPPED | WinFile.FILE_FLAG_OPEN_REPARSE_POINT;

    private final WindowsCalls calls;
    private final ByteBuffer memory;
    private final long address;

    /** {@code memory} has {@link #MEMORY_BYTES} and is little-endian; it begins at {@code address}. */
    Directories(WindowsCalls calls, ByteBuffer memory, long address) {
        this.calls = calls;
        this.memory = memory;
        this.address = address;
    }

    /** Opens a directory so that everybody else can go on using, renaming and removing it. */
    Opened open(NativeName path) throws WatchException {
        if (!WindowsPath.put(path, memory, 0)) {
            throw failure(path, "CreateFileW", -WinError.ERROR_FILENAME_EXCED_RANGE);
        }
        long handle = calls.CreateFileW(address, WinFile.FILE_LIST_DIRECTORY, SHARE_ALL, WinFile.OPEN_EXISTING, FLAGS);
        if (handle < 0) {
            throw failure(path, "CreateFileW", (int) handle);
        }
        int result = calls.GetFileInformationByHandle(handle, address);
        int attributes = result < 0 ? 0 : memory.getInt(WinFile.BY_HANDLE_ATTRIBUTES_OFFSET);
        Identity identity = identity();
        if (result < 0 || DirectoryEntry.type(attributes, tag(handle, attributes)) != EntryStat.DIRECTORY) {
            calls.CloseHandle(handle);
            throw result < 0
                    ? failure(path, "GetFileInformationByHandle", result)
                    : new UnsupportedWatchException(
                            path.toString(),
                            "CreateFileW",
                            WinError.ERROR_DIRECTORY,
                            "ERROR_DIRECTORY",
                            "Only directories can be watched, and no symbolic links or junctions to them.");
        }
        return new Opened(handle, identity, VolumeKind.isRemote(calls, path, handle, memory, address));
    }

    /**
     * The tag of a reparse point, which distinguishes links from directories of cloud drives; 0 where there is none, as in
     * Wine.
     */
    private int tag(long handle, int attributes) {
        boolean hasTag = (attributes & WinFile.FILE_ATTRIBUTE_REPARSE_POINT) != 0
                && calls.GetFileInformationByHandleEx(
                                handle, WinFile.FileAttributeTagInfo, address, WinFile.ATTRIBUTE_TAG_SIZEOF)
                        == 0;
        return hasTag ? memory.getInt(WinFile.ATTRIBUTE_TAG_OFFSET) : 0;
    }

    private Identity identity() {
        return new Identity(
                memory.getInt(WinFile.BY_HANDLE_VOLUME_SERIAL_OFFSET),
                (long) memory.getInt(WinFile.BY_HANDLE_INDEX_HIGH_OFFSET) << Integer.SIZE
                        | Integer.toUnsignedLong(memory.getInt(WinFile.BY_HANDLE_INDEX_LOW_OFFSET)));
    }

    /** Which directory is at a path now; null if none is there, or none that can be opened. */
    @Nullable
    Identity at(NativeName path) {
        try {
            Opened opened = open(path);
            calls.CloseHandle(opened.handle);
            return opened.identity;
        } catch (WatchException e) {
            return null; // the caller finds out the reason
        }
    }

    /** Whether an open directory is being deleted, or gone already. */
    boolean isBeingDeleted(long handle) {
        return isBeingDeleted(calls, handle, memory, 0, address);
    }

    /** The same with memory at {@code offset}, which is at {@code address}. */
    static boolean isBeingDeleted(WindowsCalls calls, long handle, ByteBuffer memory, int offset, long address) {
        int result = calls.GetFileInformationByHandleEx(
                handle, WinFile.FileStandardInfo, address, WinFile.STANDARD_INFO_SIZEOF);
        return result < 0 || memory.get(offset + WinFile.STANDARD_DELETE_PENDING_OFFSET) != 0;
    }

    /** Whether an open directory has no entries. */
    boolean isEmpty(long handle) {
        int result = calls.GetFileInformationByHandleEx(
                handle, WinFile.FileIdBothDirectoryRestartInfo, address, MEMORY_BYTES);
        if (result < 0) {
            return true;
        }
        DirectoryEntry entry = new DirectoryEntry(memory);
        int offset = 0;
        int next;
        do {
            entry.moveTo(offset);
            if (!entry.isDots()) {
                return false;
            }
            next = entry.next();
            offset += next;
        } while (next != 0);
        return true;
    }

    private static WatchException failure(NativeName path, String operation, int result) {
        return WindowsErrors.failure(path.toString(), operation, result);
    }
}
