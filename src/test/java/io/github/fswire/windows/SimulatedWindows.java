package io.github.fswire.windows;

import io.github.fswire.calls.FileNotify;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.PretendMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel.Call;
import io.github.fswire.linux.SimulatedKernel.Meanwhile;
import io.github.fswire.scan.Scanner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one process on a {@link SimulatedDisk}, as Windows would answer them. A directory's records are kept from its first
 * read on, in as much room as that read gave; when there is no room left all of them are discarded.
 */
public final class SimulatedWindows implements WindowsCalls, SimulatedDisk.Observer {
    private static final int BLOCK_BITS = 32;
    private static final int RECORD_BYTES = 16; // of one in the kernel's room
    private static final long EPOCH_TICKS = 116_444_736_000_000_000L;

    private record Completion(long key, long overlapped, int status, int bytes) {}

    private record Change(int action, String path, int attributes) {}

    private record Read(long buffer, int length, long overlapped) {}

    private static final class Handle {
        final @Nullable Inode inode; // null: a port
        final Deque<Completion> completions = new ArrayDeque<>();
        final List<Change> changes = new ArrayList<>();
        long key;

        @Nullable
        Handle port;

        int room = -1; // of its first read
        boolean extended;
        boolean overflown;
        boolean dead;

        @Nullable
        Read pending;

        long position;

        Handle(@Nullable Inode inode) {
            this.inode = inode;
        }
    }

    private final SimulatedDisk disk;
    private final boolean wine;
    private final Meanwhile meanwhile;
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private final TreeMap<Long, Handle> handles = new TreeMap<>();
    private int liveBlocks;
    private @Nullable Change movedFrom; // whose other half may follow
    private int movedCookie;
    private @Nullable Inode movedIn;

    /** Whether records are extended. */
    public boolean isExtended = true;

    /** How much room there is for records, whatever a read gives. */
    public int room = Integer.MAX_VALUE;

    /** Windows for one process, which may be Wine. */
    public SimulatedWindows(SimulatedDisk disk, boolean wine, Meanwhile meanwhile) {
        this.wine = wine;
        this.disk = disk;
        this.meanwhile = meanwhile;
        disk.observer = this;
    }

    /** A scanner on it. */
    public Scanner scanner() {
        return new WindowsScanner(this, this::allocate);
    }

    NativeMemory allocate(int bytes) {
        liveBlocks++;
        long address = (long) (blocks.size() + 1) << BLOCK_BITS;
        NativeMemory memory = PretendMemory.allocate(address, bytes, () -> liveBlocks--);
        blocks.add(memory.buffer().duplicate().order(ByteOrder.LITTLE_ENDIAN));
        return memory;
    }

    /** What has not been released: handles and blocks of memory. */
    public int leaks() {
        return handles.size() + liveBlocks;
    }

    /** The time of the simulation. */
    long nanoTime() {
        return disk.now;
    }

    /** Whether the port has something to take. */
    boolean isReady(long port) {
        Handle handle = handles.get(port);
        return handle != null && !handle.completions.isEmpty();
    }

    private ByteBuffer block(long address) {
        return blocks.get((int) (address >>> BLOCK_BITS) - 1);
    }

    private String text(long address, int bytes) {
        byte[] units = new byte[bytes];
        block(address).get((int) address, units);
        return new String(units, StandardCharsets.UTF_16LE);
    }

    private String text(long address) {
        int length = 0;
        while (block(address).getChar((int) address + length) != 0) {
            length += 2;
        }
        return text(address, length);
    }

    private Handle handle(long handle) {
        Handle found = handles.get(handle);
        if (found == null) {
            throw new AssertionError("not open: " + handle);
        }
        return found;
    }

    private Inode inode(long handle) {
        Inode inode = handle(handle).inode;
        if (inode == null) {
            throw new AssertionError("not a file: " + handle);
        }
        return inode;
    }

    private long open(Handle handle) {
        long number = 4;
        while (handles.containsKey(number)) {
            number += 4;
        }
        handles.put(number, handle);
        if (handle.inode != null) {
            disk.open(handle.inode);
        }
        return number;
    }

    private long open(@Nullable Inode inode, boolean mustBeDirectory) {
        if (inode == null) {
            return -WinError.ERROR_FILE_NOT_FOUND;
        }
        if (mustBeDirectory && !inode.isDirectory()) {
            return -WinError.ERROR_DIRECTORY;
        }
        return inode.isAccessible() ? open(new Handle(inode)) : -WinError.ERROR_ACCESS_DENIED;
    }

    @Override
    public long CreateFileW(long name, int access, int share, int disposition, int flags) {
        String path = SimulatedDisk.withoutDrive(text(name).substring(4).replace('\\', '/'));
        if (meanwhile.before(Call.OPENAT, path) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        Inode at = disk.top;
        for (String part : path.substring(1).split("/")) {
            at = at == null ? null : at.children().get(part);
        }
        return open(at, false);
    }

    @Override
    public int NtOpenFile(long handle, int access, long attributes, long ioStatusBlock, int share, int options) {
        ByteBuffer block = block(attributes);
        int at = (int) attributes;
        long string = block.getLong(at + WinFile.OBJECT_NAME_OFFSET);
        int bytes = block(string).getShort((int) string + WinFile.STRING_LENGTH_OFFSET);
        String name = text(block(string).getLong((int) string + WinFile.STRING_BUFFER_OFFSET), bytes);
        if (meanwhile.before(Call.OPENAT, name) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        Inode parent = inode(block.getLong(at + WinFile.OBJECT_ROOT_DIRECTORY_OFFSET));
        Inode inode = name.isEmpty() ? parent : parent.children().get(name);
        if (name.isEmpty() && parent.links() == 0) {
            return -WinError.ERROR_ACCESS_DENIED; // being deleted
        }
        long opened = open(inode, (options & WinFile.FILE_DIRECTORY_FILE) != 0);
        if (opened >= 0) {
            block(handle).putLong((int) handle, opened);
        }
        return (int) Math.min(opened, 0);
    }

    @Override
    public int CloseHandle(long object) {
        meanwhile.before(Call.CLOSE, "" + object);
        Handle handle = handle(object);
        handles.remove(object);
        if (handle.pending != null) {
            complete(handle, WinError.STATUS_NOTIFY_CLEANUP, 0);
        }
        if (handle.inode != null) {
            disk.close(handle.inode);
        }
        return 0;
    }

    @Override
    public int GetFileInformationByHandle(long file, long information) {
        if (meanwhile.before(Call.STATX, "") != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        Inode inode = inode(file);
        ByteBuffer target = block(information);
        int at = (int) information;
        target.putInt(at + WinFile.BY_HANDLE_ATTRIBUTES_OFFSET, attributes(inode));
        target.putLong(at + WinFile.BY_HANDLE_CREATION_TIME_OFFSET, ticks(inode.birth()));
        target.putLong(at + WinFile.BY_HANDLE_LAST_WRITE_TIME_OFFSET, ticks(inode.modified()));
        target.putInt(at + WinFile.BY_HANDLE_VOLUME_SERIAL_OFFSET, 1);
        target.putInt(at + WinFile.BY_HANDLE_INDEX_HIGH_OFFSET, (int) (inode.number() >>> 32));
        target.putInt(at + WinFile.BY_HANDLE_INDEX_LOW_OFFSET, (int) inode.number());
        return 0;
    }

    private static int attributes(Inode inode) {
        return switch (inode.type()) {
            case SimulatedDisk.DIRECTORY -> WinFile.FILE_ATTRIBUTE_DIRECTORY;
            case SimulatedDisk.LINK -> WinFile.FILE_ATTRIBUTE_REPARSE_POINT;
            default -> 0x20;
        };
    }

    private static long ticks(long nanos) {
        return nanos / 100 + EPOCH_TICKS;
    }

    @Override
    public int GetFileInformationByHandleEx(long file, int infoClass, long information, int size) {
        if (meanwhile.before(Call.GETDENTS, "" + file) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        Handle handle = handle(file);
        Inode inode = inode(file);
        if (infoClass == WinFile.FileRemoteProtocolInfo) {
            return -WinError.ERROR_INVALID_PARAMETER;
        }
        if (infoClass == WinFile.FileStandardInfo) {
            int pending = (int) information + WinFile.STANDARD_DELETE_PENDING_OFFSET;
            block(information).put(pending, (byte) (inode.links() == 0 ? 1 : 0));
            return 0;
        }
        if (inode.links() == 0) {
            return -WinError.ERROR_ACCESS_DENIED;
        }
        if (infoClass == WinFile.FileIdBothDirectoryRestartInfo) {
            handle.position = 0;
        }
        List<Map.Entry<String, Inode>> left = new ArrayList<>();
        if (handle.position == 0) {
            left.add(Map.entry(".", inode));
            left.add(Map.entry("..", inode));
        }
        inode.children().entrySet().stream()
                .filter(entry -> inode.position(entry.getKey()) >= handle.position)
                .sorted(Comparator.comparing(entry -> inode.position(entry.getKey())))
                .forEach(left::add);
        if (left.isEmpty()) {
            return -WinError.ERROR_NO_MORE_FILES;
        }
        ByteBuffer target = block(information);
        int start = (int) information;
        int last = start;
        for (Map.Entry<String, Inode> entry : left.subList(0, meanwhile.portion(left.size()))) {
            int end = putEntry(target, start, entry.getKey(), entry.getValue());
            target.putInt(start + WinFile.ENTRY_NEXT_OFFSET, end - start);
            last = start;
            start = end;
            handle.position = entry.getKey().startsWith(".") ? 1 : inode.position(entry.getKey()) + 1;
        }
        target.putInt(last + WinFile.ENTRY_NEXT_OFFSET, 0);
        return 0;
    }

    private static int putEntry(ByteBuffer target, int at, String name, Inode inode) {
        target.putInt(at + WinFile.ENTRY_NEXT_OFFSET, 0);
        target.putLong(at + WinFile.ENTRY_CREATION_TIME_OFFSET, ticks(inode.birth()));
        target.putLong(at + WinFile.ENTRY_LAST_WRITE_TIME_OFFSET, ticks(inode.modified()));
        target.putLong(at + WinFile.ENTRY_CHANGE_TIME_OFFSET, ticks(inode.changed()));
        target.putLong(at + WinFile.ENTRY_END_OF_FILE_OFFSET, inode.size());
        target.putInt(at + WinFile.ENTRY_ATTRIBUTES_OFFSET, attributes(inode));
        target.putInt(at + WinFile.ENTRY_NAME_LENGTH_OFFSET, 2 * name.length());
        target.putInt(
                at + WinFile.ENTRY_REPARSE_TAG_OFFSET,
                inode.type() == SimulatedDisk.LINK ? WinFile.IO_REPARSE_TAG_SYMLINK : 0);
        target.putLong(at + WinFile.ENTRY_FILE_ID_OFFSET, inode.number());
        for (int i = 0; i < name.length(); i++) {
            target.putChar(at + WinFile.ENTRY_NAME_OFFSET + 2 * i, name.charAt(i));
        }
        return at + WinFile.ENTRY_NAME_OFFSET + 2 * name.length() + 7 & ~7;
    }

    @Override
    public int NtQueryDirectoryFile(
            long file, long ioStatusBlock, long information, int length, int infoClass, long name) {
        int bytes = block(name).getShort((int) name + WinFile.STRING_LENGTH_OFFSET);
        String wanted = text(block(name).getLong((int) name + WinFile.STRING_BUFFER_OFFSET), bytes);
        if (meanwhile.before(Call.STATX, wanted) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        Inode directory = inode(file);
        if (directory.links() == 0) {
            return -WinError.ERROR_ACCESS_DENIED;
        }
        Inode found = directory.children().get(wanted);
        if (found == null) {
            return -WinError.ERROR_FILE_NOT_FOUND;
        }
        putEntry(block(information), (int) information, wanted, found);
        return 0;
    }

    @Override
    public int GetVolumeInformationByHandleW(long file, long system, int systemSize) {
        if (meanwhile.before(Call.FSTATFS, "" + file) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        ByteBuffer target = block(system);
        int at = (int) system;
        for (char c : (disk.tickNanos > 1_000_000_000 ? "FAT32\0" : "NTFS\0").toCharArray()) {
            target.putChar(at, c);
            at += 2;
        }
        return 0;
    }

    @Override
    public long CreateIoCompletionPort(long file, long port, long key) {
        if (file == -1) {
            meanwhile.before(Call.INIT, "");
            return open(new Handle(null));
        }
        handle(file).port = handle(port);
        handle(file).key = key;
        return port;
    }

    @Override
    public int ReadDirectoryChangesW(long directory, long buffer, int length, int filter, long overlapped) {
        return read(directory, buffer, length, overlapped, false);
    }

    @Override
    public int ReadDirectoryChangesExW(
            long directory, long buffer, int length, int filter, long overlapped, int infoClass) {
        return isExtended ? read(directory, buffer, length, overlapped, true) : -WinError.ERROR_PROC_NOT_FOUND;
    }

    private int read(long directory, long buffer, int length, long overlapped, boolean extended) {
        if (meanwhile.before(Call.ADD_WATCH, "") != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        Handle handle = handle(directory);
        if (handle.pending != null) {
            throw new AssertionError("two reads of one directory");
        }
        if (inode(directory).links() == 0) {
            return -WinError.ERROR_ACCESS_DENIED;
        }
        handle.extended = extended;
        handle.room = handle.room < 0 ? Math.min(length, room) : handle.room;
        handle.pending = new Read(buffer, length, overlapped);
        completeIfAny(handle);
        return 0;
    }

    private void completeIfAny(Handle handle) {
        Read read = handle.pending;
        if (read == null) {
            return;
        }
        if (handle.overflown) {
            handle.overflown = false;
            complete(handle, handle.key % 2 == 0 ? WinError.STATUS_SUCCESS : WinError.STATUS_NOTIFY_ENUM_DIR, 0);
        } else if (!handle.changes.isEmpty()) {
            ByteBuffer target = block(read.buffer);
            int start = (int) read.buffer;
            int at = start;
            int last = start;
            int end = start;
            for (Change change : handle.changes) {
                end = putRecord(target, at, change, handle.extended);
                int next = end + 7 & ~7;
                target.putInt(at + FileNotify.NEXT_ENTRY_OFFSET, next - at);
                last = at;
                at = next;
            }
            target.putInt(last + FileNotify.NEXT_ENTRY_OFFSET, 0);
            handle.changes.clear();
            complete(handle, WinError.STATUS_SUCCESS, end - start);
        }
    }

    private static int putRecord(ByteBuffer target, int at, Change change, boolean extended) {
        target.putInt(at + FileNotify.ACTION_OFFSET, change.action);
        if (extended) {
            target.putInt(at + FileNotify.EXTENDED_FILE_ATTRIBUTES_OFFSET, change.attributes);
        }
        int length = extended ? FileNotify.EXTENDED_FILE_NAME_LENGTH_OFFSET : FileNotify.FILE_NAME_LENGTH_OFFSET;
        int name = at + (extended ? FileNotify.EXTENDED_FILE_NAME_OFFSET : FileNotify.FILE_NAME_OFFSET);
        target.putInt(at + length, 2 * change.path.length());
        for (int i = 0; i < change.path.length(); i++) {
            target.putChar(name + 2 * i, change.path.charAt(i));
        }
        return name + 2 * change.path.length();
    }

    private static void complete(Handle handle, int status, int bytes) {
        Read read = handle.pending;
        Handle port = handle.port;
        handle.pending = null;
        if (read != null && port != null) {
            port.completions.add(new Completion(handle.key, read.overlapped, status, bytes));
        }
    }

    @Override
    public int CancelIoEx(long file, long overlapped) {
        Handle handle = handle(file);
        if (handle.pending == null) {
            return -WinError.ERROR_NOT_FOUND;
        }
        complete(handle, WinError.STATUS_CANCELLED, 0);
        return 0;
    }

    @Override
    public int PostQueuedCompletionStatus(long port, long key) {
        meanwhile.before(Call.WRITE, "");
        handle(port).completions.add(new Completion(key, 0, 0, 0));
        return 0;
    }

    @Override
    public int GetQueuedCompletionStatusEx(long port, long entries, int count, long removed, int milliseconds) {
        meanwhile.before(Call.POLL, "");
        Deque<Completion> completions = handle(port).completions;
        if (completions.isEmpty()) {
            return -WinError.WAIT_TIMEOUT;
        }
        int taken = meanwhile.portion(Math.min(count, completions.size()));
        ByteBuffer target = block(entries);
        for (int i = 0; i < taken; i++) {
            Completion completion = completions.remove();
            int at = (int) entries + i * WinFile.COMPLETION_SIZEOF;
            target.putLong(at + WinFile.COMPLETION_KEY_OFFSET, completion.key);
            target.putLong(at + WinFile.COMPLETION_OVERLAPPED_OFFSET, completion.overlapped);
            target.putLong(
                    at + WinFile.COMPLETION_STATUS_OFFSET,
                    0x7E0047L << 32 | Integer.toUnsignedLong(completion.status)); // the upper half is not part of it
            target.putInt(at + WinFile.COMPLETION_BYTES_OFFSET, completion.bytes);
        }
        target.putInt((int) removed, taken);
        return 0;
    }

    @Override
    public void reported(Inode inode, int mask, String name, int cookie) {
        Change from = movedFrom;
        Inode in = movedIn;
        movedFrom = null;
        movedIn = null;
        int event = mask & ~Inotify.IN_ISDIR;
        boolean second = from != null && event == Inotify.IN_MOVED_TO && cookie == movedCookie;
        if (from != null && in != null) {
            boolean here = second && in == inode;
            emit(in, here ? FileNotify.FILE_ACTION_RENAMED_OLD_NAME : FileNotify.FILE_ACTION_REMOVED, from.path, mask);
        }
        if (!name.isEmpty()) {
            switch (event) {
                case Inotify.IN_CREATE -> emit(inode, FileNotify.FILE_ACTION_ADDED, name, mask);
                case Inotify.IN_DELETE -> emit(inode, FileNotify.FILE_ACTION_REMOVED, name, mask);
                case Inotify.IN_MODIFY, Inotify.IN_ATTRIB -> emit(inode, FileNotify.FILE_ACTION_MODIFIED, name, mask);
                case Inotify.IN_MOVED_TO ->
                    emit(
                            inode,
                            second && in == inode
                                    ? FileNotify.FILE_ACTION_RENAMED_NEW_NAME
                                    : FileNotify.FILE_ACTION_ADDED,
                            name,
                            mask);
                case Inotify.IN_MOVED_FROM -> {
                    movedFrom = new Change(0, name, 0);
                    movedIn = inode;
                    movedCookie = cookie;
                }
                default -> {} // Windows does not report it
            }
        }
        for (Handle handle : handles.values()) {
            if (handle.inode != null && handle.inode.links() == 0 && handle.pending != null && !handle.dead) {
                handle.dead = true;
                complete(handle, WinError.STATUS_DELETE_PENDING, 0);
            }
        }
    }

    private void emit(Inode directory, int action, String name, int mask) {
        for (Handle handle : handles.values()) {
            String path = handle.inode == null || handle.room < 0 ? null : pathTo(handle.inode, directory);
            if (path != null) {
                boolean isDirectory = (mask & Inotify.IN_ISDIR) != 0;
                handle.changes.add(new Change(
                        action, (path + name).replace('/', '\\'), isDirectory ? WinFile.FILE_ATTRIBUTE_DIRECTORY : 0));
                if (handle.changes.size() * RECORD_BYTES > handle.room) {
                    handle.changes.clear();
                    handle.overflown = true;
                }
                completeIfAny(handle);
            }
        }
    }

    /** The path to a directory, with a slash at its end unless it is empty, or null. */
    private static @Nullable String pathTo(Inode from, Inode to) {
        if (from == to) {
            return "";
        }
        for (Map.Entry<String, Inode> entry : from.children().entrySet()) {
            String below = entry.getValue().isDirectory() ? pathTo(entry.getValue(), to) : null;
            if (below != null) {
                return entry.getKey() + "/" + below;
            }
        }
        return null;
    }

    @Override
    public int GetFinalPathNameByHandleW(long file, long path, int size) {
        return -WinError.ERROR_INVALID_FUNCTION; // then the path is the one that was given
    }

    @Override
    public int GetDriveTypeW(long root) {
        return 3; // DRIVE_FIXED
    }

    @Override
    public int ReadFile(long file, long buffer, int bytes, long read) {
        if (meanwhile.before(Call.READ, "" + file) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        Handle handle = handle(file);
        byte[] found = disk.read(inode(file), handle.position, meanwhile.portion(bytes));
        block(buffer).put((int) buffer, found);
        block(read).putInt((int) read, found.length);
        handle.position += found.length;
        return 0;
    }

    @Override
    public int RtlNtStatusToDosError(int status) {
        return WinError.ERROR_OPERATION_ABORTED; // STATUS_CANCELLED is the only one
    }

    @Override
    public boolean isWine() {
        return wine;
    }

    @Override
    public void close() {}
}
