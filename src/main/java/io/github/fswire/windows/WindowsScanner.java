package io.github.fswire.windows;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.calls.WindowsErrors;
import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.Utf16Names;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.CodedScanner;
import io.github.fswire.scan.ContentHash;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The scanner of Windows: lists a directory with all attributes of each entry, without a call for an entry and without
 * opening one, which would fetch it from a cloud drive.
 *
 * <p>NtOpenFile opens directories relative to their parent's handle and does not follow links; no function of kernel32 can do
 * that. NtQueryDirectoryFile finds a single entry by name and returns the name as it is stored, so that another spelling is
 * not taken for the entry. Handles of 64-bit Windows have 32 significant bits.
 */
public final class WindowsScanner extends CodedScanner {
    private static final int ENTRIES_BYTES = 1 << 16;
    private static final int PATH = ENTRIES_BYTES; // offsets in the memory
    private static final int OBJECT = PATH + WindowsPath.BYTES;
    private static final int STRING = OBJECT + WinFile.OBJECT_ATTRIBUTES_SIZEOF;
    private static final int STATUS = STRING + WinFile.STRING_SIZEOF;
    private static final int HANDLE = STATUS + WinFile.IO_STATUS_SIZEOF;
    private static final int SELF = HANDLE + Long.BYTES;
    private static final int ENTRY =
            SELF + (WinFile.BY_HANDLE_SIZEOF + 7 & ~7); // of one inspection, also while a sink receives other entries
    private static final int ENTRY_BYTES = 1024;
    private static final int MEMORY_BYTES = ENTRY + ENTRY_BYTES;

    private static final int LIST = WinFile.FILE_LIST_DIRECTORY | WinFile.FILE_READ_ATTRIBUTES | WinFile.SYNCHRONIZE;
    private static final int OPEN = WinFile.FILE_SYNCHRONOUS_IO_NONALERT
            | WinFile.FILE_OPEN_FOR_BACKUP_INTENT
            | WinFile.FILE_OPEN_REPARSE_POINT;
    private static final int REMOTE = WinFile.FILE_ATTRIBUTE_OFFLINE
            | WinFile.FILE_ATTRIBUTE_RECALL_ON_OPEN
            | WinFile.FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS;

    private static final long TICK_NANOS = 20_000_000; // by which the system's clock advances, and a little more
    private static final long FAT_NANOS = 2_000_000_000;

    private final WindowsCalls calls;
    private final NativeMemory memory;
    private final ContentHash content = new ContentHash();
    private final ByteBuffer buffer;
    private final long address;
    private final DirectoryEntry listed;
    private final DirectoryEntry entry;
    private final boolean wine;
    private final EntryStat listedStat = new EntryStat();
    private final EntryStat self = new EntryStat();
    private final Map<Integer, Long> devices = new HashMap<>(); // by open handle

    /** Opens the scanner for the calling thread. */
    public static WindowsScanner open() throws NativeAccessException {
        return open(false);
    }

    /** The same for several threads that take turns, if {@code shared}. */
    public static WindowsScanner open(boolean shared) throws NativeAccessException {
        return new WindowsScanner(Bindings.windows(Bindings.name(), shared), Bindings::allocate);
    }

    WindowsScanner(WindowsCalls calls, IntFunction<NativeMemory> allocator) {
        this.calls = calls;
        this.memory = NativeMemory.allocate(allocator, MEMORY_BYTES, calls::close);
        this.buffer = memory.buffer().order(ByteOrder.LITTLE_ENDIAN);
        this.address = memory.address();
        this.listed = new DirectoryEntry(buffer);
        this.entry = new DirectoryEntry(buffer);
        this.wine = calls.isWine();
    }

    @Override
    public int openRoot(NativeName path) {
        checkOpen();
        if (!WindowsPath.put(path, buffer, PATH)) {
            return failed("CreateFileW", -WinError.ERROR_FILENAME_EXCED_RANGE);
        }
        long handle = calls.CreateFileW(
                address + PATH, LIST, Directories.SHARE_ALL, WinFile.OPEN_EXISTING, WinFile.FILE_FLAG_BACKUP_SEMANTICS);
        return handle < 0 ? failed("CreateFileW", (int) handle) : opened((int) handle);
    }

    @Override
    public int open(int directory, byte[] name, int length) {
        checkOpen();
        int result = openAt(directory, name, length, LIST, OPEN | WinFile.FILE_DIRECTORY_FILE);
        return result < 0 ? failed("NtOpenFile", result) : opened(result);
    }

    /** Remembers the volume of an open directory; a file that was opened as a root is none. */
    private int opened(int handle) {
        int result = calls.GetFileInformationByHandle(handle, address + SELF);
        if (result < 0) {
            calls.CloseHandle(handle);
            return failed("GetFileInformationByHandle", result);
        }
        DirectoryEntry.readSelf(buffer, SELF, !wine, self);
        if (self.type != EntryStat.DIRECTORY) {
            calls.CloseHandle(handle);
            return failed("CreateFileW", -WinError.ERROR_DIRECTORY);
        }
        devices.put(handle, self.device);
        return handle;
    }

    /** Opens an entry, or with an empty name the directory once more. */
    private int openAt(int directory, byte[] name, int length, int access, int options) {
        putString(name, length);
        buffer.putInt(OBJECT + WinFile.OBJECT_LENGTH_OFFSET, WinFile.OBJECT_ATTRIBUTES_SIZEOF);
        buffer.putLong(OBJECT + WinFile.OBJECT_ROOT_DIRECTORY_OFFSET, directory);
        buffer.putLong(OBJECT + WinFile.OBJECT_NAME_OFFSET, address + STRING);
        int result = calls.NtOpenFile(
                address + HANDLE, access, address + OBJECT, address + STATUS, Directories.SHARE_ALL, options);
        return result < 0 ? result : (int) buffer.getLong(HANDLE);
    }

    private void putString(byte[] name, int length) {
        int bytes = Utf16Names.toUnits(name, length, buffer, PATH);
        buffer.putShort(STRING + WinFile.STRING_LENGTH_OFFSET, (short) bytes);
        buffer.putShort(STRING + WinFile.STRING_MAXIMUM_LENGTH_OFFSET, (short) bytes);
        buffer.putLong(STRING + WinFile.STRING_BUFFER_OFFSET, address + PATH);
    }

    @Override
    public void close(int directory) {
        checkOpen();
        if (devices.remove(directory) != null) {
            calls.CloseHandle(directory);
        }
    }

    @Override
    protected int listAll(int directory, ListingSink sink) {
        long device = devices.getOrDefault(directory, 0L);
        int result = calls.GetFileInformationByHandleEx(
                directory, WinFile.FileIdBothDirectoryRestartInfo, address, ENTRIES_BYTES);
        if (result == -WinError.ERROR_FILE_NOT_FOUND && !isBeingDeleted(directory)) {
            return 0; // an empty directory without dots: the root of a drive
        }
        while (result == 0) {
            handOut(device, sink);
            result = calls.GetFileInformationByHandleEx(
                    directory, WinFile.FileIdBothDirectoryInfo, address, ENTRIES_BYTES);
        }
        return result == -WinError.ERROR_NO_MORE_FILES
                ? 0
                : failedOpen(directory, "GetFileInformationByHandleEx", result);
    }

    private void handOut(long device, ListingSink sink) {
        int offset = 0;
        int next;
        do {
            listed.moveTo(offset);
            if (!listed.isDots() && sink.wants(listed.name(), listed.nameLength(), listed.type())) {
                listed.read(device, !wine, listedStat);
                sink.entry(listed.name(), listed.nameLength(), listedStat);
            }
            next = listed.next();
            offset += next;
        } while (next != 0);
    }

    @Override
    public int inspect(int directory, byte[] name, int length, EntryStat found) {
        checkOpen();
        // a handle of its own: the name asked for first stays a handle's only one
        int own = openAt(directory, name, 0, LIST, OPEN | WinFile.FILE_DIRECTORY_FILE);
        if (own < 0) {
            return failedOpen(directory, "NtOpenFile", own);
        }
        putString(name, length);
        int result = calls.NtQueryDirectoryFile(
                own,
                address + STATUS,
                address + ENTRY,
                ENTRY_BYTES,
                WinFile.FileIdBothDirectoryInformation,
                address + STRING);
        calls.CloseHandle(own);
        if (result < 0) {
            return result == -WinError.ERROR_NO_MORE_FILES ? GONE : failed("NtQueryDirectoryFile", result);
        }
        entry.moveTo(ENTRY);
        if (!Arrays.equals(entry.name(), 0, entry.nameLength(), name, 0, length)) {
            return OTHER_NAME;
        }
        entry.read(devices.getOrDefault(directory, 0L), !wine, found);
        return 0;
    }

    @Override
    public int inspectSelf(int directory, EntryStat found) {
        checkOpen();
        int result = calls.GetFileInformationByHandle(directory, address + SELF);
        if (result < 0) {
            return failedOpen(directory, "GetFileInformationByHandle", result);
        }
        DirectoryEntry.readSelf(buffer, SELF, !wine, found);
        return 0;
    }

    @Override
    public int contentHash(int directory, byte[] name, int length, BooleanSupplier over) {
        checkOpen();
        int file = openFile(directory, name, length);
        if (file < 0) {
            return 0;
        }
        try {
            boolean here = calls.GetFileInformationByHandle(file, address + SELF) >= 0 && !isRemote();
            return here ? hash(file, over) : 0;
        } finally {
            calls.CloseHandle(file);
        }
    }

    private int openFile(int directory, byte[] name, int length) {
        return openAt(
                directory,
                name,
                length,
                WinFile.FILE_READ_DATA | WinFile.FILE_READ_ATTRIBUTES | WinFile.SYNCHRONIZE,
                OPEN | WinFile.FILE_NON_DIRECTORY_FILE);
    }

    private int readOpen(int file, byte[] target) {
        int size = 0;
        int read = 1;
        while (read > 0 && size < target.length) {
            int most = Math.min(WindowsPath.BYTES, target.length - size);
            int result = calls.ReadFile(file, address + PATH, most, address + HANDLE);
            if (result < 0) {
                return failed("ReadFile", result);
            }
            read = buffer.getInt(HANDLE);
            buffer.get(PATH, target, size, read);
            size += read;
        }
        return size;
    }

    /** Whether the content of the file that was inspected last is elsewhere, so that reading would fetch it. */
    private boolean isRemote() {
        return (buffer.getInt(SELF + WinFile.BY_HANDLE_ATTRIBUTES_OFFSET) & REMOTE) != 0;
    }

    @Override
    public int read(int directory, byte[] name, int length, byte[] target) {
        checkOpen();
        int file = openFile(directory, name, length);
        if (file < 0) {
            return failed("NtOpenFile", file);
        }
        try {
            int result = calls.GetFileInformationByHandle(file, address + SELF);
            if (result < 0) {
                return failed("GetFileInformationByHandle", result);
            }
            return isRemote() ? DENIED : readOpen(file, target);
        } finally {
            calls.CloseHandle(file);
        }
    }

    private int hash(int file, BooleanSupplier over) {
        content.reset();
        while (true) {
            int result = calls.ReadFile(file, address + PATH, WindowsPath.BYTES, address + HANDLE);
            int read = buffer.getInt(HANDLE);
            if (result < 0 || read == 0 || over.getAsBoolean()) {
                return result < 0 ? 0 : content.value();
            }
            content.add(buffer, PATH, read);
        }
    }

    /** Only roots are watched, by the target of the links in their path; Wine may return an earlier path. */
    @Override
    public NativeName watchPath(int directory, Supplier<NativeName> path) {
        checkOpen();
        int most = WindowsPath.BYTES / Character.BYTES;
        int units = wine ? 0 : calls.GetFinalPathNameByHandleW(directory, address + PATH, most);
        return units <= 0 || units > most ? path.get() : WindowsPath.get(buffer, PATH, units);
    }

    @Override
    public boolean watchesByPath() {
        return true;
    }

    @Override
    public long timestampGranularityNanos(int directory) {
        checkOpen();
        String system = VolumeKind.fileSystem(calls, directory, buffer, PATH, address + PATH);
        return system.startsWith("FAT") || system.equals(VolumeKind.UNKNOWN) ? FAT_NANOS : TICK_NANOS;
    }

    @Override
    public WatchException failure(NativeName path) {
        return WindowsErrors.failure(path.toString(), failedOperation(), failedResult());
    }

    @Override
    protected void release() {
        devices.keySet().forEach(calls::CloseHandle);
        memory.close();
        calls.close();
    }

    /** Remembers a failure at an open directory; a directory that is being deleted denies access too. */
    private int failedOpen(int directory, String operation, int result) {
        boolean deleted = result == -WinError.ERROR_ACCESS_DENIED && isBeingDeleted(directory);
        return failed(operation, deleted ? -WinError.ERROR_DELETE_PENDING : result);
    }

    private boolean isBeingDeleted(int directory) {
        return Directories.isBeingDeleted(calls, directory, buffer, SELF, address + SELF);
    }

    @Override
    protected int meaning(int result) {
        return switch (-result) {
            case WinError.ERROR_FILE_NOT_FOUND,
                    WinError.ERROR_PATH_NOT_FOUND,
                    WinError.ERROR_INVALID_NAME,
                    WinError.ERROR_DELETE_PENDING -> GONE; // but not an entry that cannot be reached: it may be there
            case WinError.ERROR_INVALID_HANDLE -> wine ? GONE : FAILED; // Wine's result for a removed directory
            case WinError.ERROR_DIRECTORY, WinError.ERROR_STOPPED_ON_SYMLINK -> NOT_A_DIRECTORY;
            case WinError.ERROR_ACCESS_DENIED -> DENIED;
            case WinError.ERROR_TOO_MANY_OPEN_FILES,
                    WinError.ERROR_NOT_ENOUGH_MEMORY,
                    WinError.ERROR_NO_SYSTEM_RESOURCES,
                    WinError.ERROR_NOT_ENOUGH_QUOTA -> EXHAUSTED;
            default -> FAILED;
        };
    }
}
