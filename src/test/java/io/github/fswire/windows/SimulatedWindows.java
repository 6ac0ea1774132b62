package io.github.fswire.windows;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.SimulatedMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.calls.WinFile;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.linux.SimulatedKernel.Call;
import io.github.fswire.linux.SimulatedKernel.Meanwhile;
import io.github.fswire.scan.Scanner;
import io.github.fswire.windows.WindowsHandle.Completion;
import io.github.fswire.windows.WindowsHandle.Read;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
public final class SimulatedWindows implements WindowsCalls {
    private final SimulatedDisk disk;
    private final boolean wine;
    private final Meanwhile meanwhile;
    private final SimulatedMemory memory = new SimulatedMemory(ByteOrder.LITTLE_ENDIAN);
    private final TreeMap<Long, WindowsHandle> handles = new TreeMap<>();

    /** Whether records are extended. */
    public boolean isExtended = true;

    /** How much room there is for records, whatever a read gives. */
    public int room = Integer.MAX_VALUE;

    /** Windows for one process, which may be Wine. */
    public SimulatedWindows(SimulatedDisk disk, boolean wine, Meanwhile meanwhile) {
        this.wine = wine;
        this.disk = disk;
        this.meanwhile = meanwhile;
        disk.observer = new WindowsChanges(handles.values(), memory);
    }

    /** A scanner on it. */
    public Scanner scanner() {
        return new WindowsScanner(this, this::allocate);
    }

    /** Memory that the calls can be given. */
    NativeMemory allocate(int bytes) {
        return memory.allocate(bytes);
    }

    /** What has not been released: handles and blocks of memory. */
    public int leaks() {
        return handles.size() + memory.live();
    }

    /** The time of the simulation. */
    long nanoTime() {
        return disk.now;
    }

    /** Whether the port has something to take. */
    boolean isReady(long port) {
        WindowsHandle handle = handles.get(port);
        return handle != null && !handle.completions.isEmpty();
    }

    private WindowsHandle handle(long handle) {
        WindowsHandle found = handles.get(handle);
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

    private long open(WindowsHandle handle) {
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
        return inode.isAccessible() ? open(new WindowsHandle(inode)) : -WinError.ERROR_ACCESS_DENIED;
    }

    @Override
    public long CreateFileW(long name, int access, int share, int disposition, int flags) {
        String path = SimulatedDisk.withoutDrive(memory.units(name).substring(4).replace('\\', '/'));
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
        ByteBuffer block = memory.block(attributes);
        int at = (int) attributes;
        long string = block.getLong(at + WinFile.OBJECT_NAME_OFFSET);
        int bytes = memory.block(string).getShort((int) string + WinFile.STRING_LENGTH_OFFSET);
        String name = memory.text(
                memory.block(string).getLong((int) string + WinFile.STRING_BUFFER_OFFSET),
                bytes,
                StandardCharsets.UTF_16LE);
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
            memory.block(handle).putLong((int) handle, opened);
        }
        return (int) Math.min(opened, 0);
    }

    @Override
    public int CloseHandle(long object) {
        meanwhile.before(Call.CLOSE, "" + object);
        WindowsHandle handle = handle(object);
        handles.remove(object);
        if (handle.pending != null) {
            handle.complete(WinError.STATUS_NOTIFY_CLEANUP, 0);
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
        WindowsAnswers.putInformation(memory.block(information), (int) information, inode);
        return 0;
    }

    @Override
    public int GetFileInformationByHandleEx(long file, int infoClass, long information, int size) {
        if (meanwhile.before(Call.GETDENTS, "" + file) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        WindowsHandle handle = handle(file);
        Inode inode = inode(file);
        if (infoClass == WinFile.FileRemoteProtocolInfo) {
            return -WinError.ERROR_INVALID_PARAMETER;
        }
        if (infoClass == WinFile.FileStandardInfo) {
            int pending = (int) information + WinFile.STANDARD_DELETE_PENDING_OFFSET;
            memory.block(information).put(pending, (byte) (inode.links() == 0 ? 1 : 0));
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
        ByteBuffer target = memory.block(information);
        int start = (int) information;
        int last = start;
        for (Map.Entry<String, Inode> entry : left.subList(0, meanwhile.portion(left.size()))) {
            int end = WindowsAnswers.putEntry(target, start, entry.getKey(), entry.getValue());
            target.putInt(start + WinFile.ENTRY_NEXT_OFFSET, end - start);
            last = start;
            start = end;
            handle.position = entry.getKey().startsWith(".") ? 1 : inode.position(entry.getKey()) + 1;
        }
        target.putInt(last + WinFile.ENTRY_NEXT_OFFSET, 0);
        return 0;
    }

    @Override
    public int NtQueryDirectoryFile(
            long file, long ioStatusBlock, long information, int length, int infoClass, long name) {
        int bytes = memory.block(name).getShort((int) name + WinFile.STRING_LENGTH_OFFSET);
        String wanted = memory.text(
                memory.block(name).getLong((int) name + WinFile.STRING_BUFFER_OFFSET),
                bytes,
                StandardCharsets.UTF_16LE);
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
        WindowsAnswers.putEntry(memory.block(information), (int) information, wanted, found);
        return 0;
    }

    @Override
    public int GetVolumeInformationByHandleW(long file, long system, int systemSize) {
        if (meanwhile.before(Call.FSTATFS, "" + file) != 0) {
            return -WinError.ERROR_NO_SYSTEM_RESOURCES;
        }
        ByteBuffer target = memory.block(system);
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
            return open(new WindowsHandle(null));
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
        WindowsHandle handle = handle(directory);
        if (handle.pending != null) {
            throw new AssertionError("two reads of one directory");
        }
        if (inode(directory).links() == 0) {
            return -WinError.ERROR_ACCESS_DENIED;
        }
        handle.extended = extended;
        handle.room = handle.room < 0 ? Math.min(length, room) : handle.room;
        handle.pending = new Read(buffer, length, overlapped);
        handle.completeIfAny(memory);
        return 0;
    }

    @Override
    public int CancelIoEx(long file, long overlapped) {
        WindowsHandle handle = handle(file);
        if (handle.pending == null) {
            return -WinError.ERROR_NOT_FOUND;
        }
        handle.complete(WinError.STATUS_CANCELLED, 0);
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
        ByteBuffer target = memory.block(entries);
        for (int i = 0; i < taken; i++) {
            Completion completion = completions.remove();
            WindowsAnswers.putCompletion(target, (int) entries + i * WinFile.COMPLETION_SIZEOF, completion);
        }
        target.putInt((int) removed, taken);
        return 0;
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
        WindowsHandle handle = handle(file);
        byte[] found = disk.read(inode(file), handle.position, meanwhile.portion(bytes));
        memory.block(buffer).put((int) buffer, found);
        memory.block(read).putInt((int) read, found.length);
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
