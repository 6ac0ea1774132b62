package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.PretendMemory;
import io.github.fswire.calls.Statx;
import io.github.fswire.linux.SimulatedQueue.Event;
import io.github.fswire.linux.SimulatedQueue.Watch;
import io.github.fswire.scan.Scanner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The calls of one process on a {@link SimulatedDisk}. Before each of them anything may happen, and it may fail. */
public final class SimulatedKernel implements LinuxCalls {
    /** The calls. */
    public enum Call {
        OPENAT,
        GETDENTS,
        STATX,
        FSTATFS,
        CLOSE,
        INIT,
        ADD_WATCH,
        RM_WATCH,
        EVENTFD,
        POLL,
        READ,
        WRITE,
        IOCTL;

        /** The errors that the manual lists and that nothing on the disk has to explain. */
        public List<Integer> errors() {
            return switch (this) {
                case OPENAT -> List.of(Errno.EINTR, Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EACCES, Errno.EIO);
                case GETDENTS -> List.of(Errno.EINTR, Errno.EIO, Errno.ENOMEM);
                case STATX -> List.of(Errno.EINTR, Errno.EACCES, Errno.ENOMEM, Errno.EIO);
                case FSTATFS -> List.of(Errno.EINTR, Errno.EIO, Errno.ENOMEM, Errno.ENOSYS);
                case CLOSE -> List.of(Errno.EINTR, Errno.EIO);
                case INIT, EVENTFD -> List.of(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM);
                case ADD_WATCH -> List.of(Errno.ENOSPC, Errno.ENOMEM, Errno.EACCES);
                case POLL -> List.of(Errno.EINTR, Errno.ENOMEM);
                case READ -> List.of(Errno.EINTR, Errno.EIO);
                case IOCTL -> List.of(Errno.EINVAL);
                case RM_WATCH, WRITE -> List.of();
            };
        }
    }

    /** What happens meanwhile. */
    public interface Meanwhile {
        /** Before a call; returns an error that it shall fail with, or 0. */
        int before(Call call, String argument);

        /** How much of so many is handed out at once; at least 1. */
        int portion(int most);
    }

    private static final class Handle {
        final @Nullable Inode inode;
        final @Nullable SimulatedQueue queue;
        long position;
        boolean woken;

        Handle(@Nullable Inode inode, @Nullable SimulatedQueue queue) {
            this.inode = inode;
            this.queue = queue;
        }
    }

    private static final String DESCRIPTORS = "/proc/self/fd/";
    private static final int BLOCK_BITS = 32;
    private static final int DT_DIR = 4;
    private static final int DT_REG = 8;
    private static final int DT_LNK = 10;

    private final SimulatedDisk disk;
    private final Meanwhile meanwhile;
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private final TreeMap<Integer, Handle> handles = new TreeMap<>();
    private int liveBlocks;

    /** How many inodes can be watched. */
    public int watchLimit = Integer.MAX_VALUE;

    /** How many descriptors can be open. */
    public int handleLimit = Integer.MAX_VALUE;

    /** Whether there is a {@code /proc}. */
    public boolean hasProc = true;

    /** Whether there is openat2(2). */
    public boolean hasOpenat2 = true;

    /** Whether a listing has types. */
    public boolean listsTypes = true;

    /** Whether the caller draws conclusions from what it inspects; it need not if it only wants the size. */
    public boolean isConcluding = true;

    /** The type of the file system, as statfs(2) returns it. */
    public int fileSystem;

    /** A kernel for one process. */
    public SimulatedKernel(SimulatedDisk disk, Meanwhile meanwhile) {
        this.disk = disk;
        this.meanwhile = meanwhile;
    }

    /** A scanner on it. */
    public Scanner scanner() {
        return new LinuxScanner(this, this::allocate, disk.isMultigrain);
    }

    /** Memory that the calls can be given. */
    NativeMemory allocate(int bytes) {
        liveBlocks++;
        long address = (long) (blocks.size() + 1) << BLOCK_BITS;
        NativeMemory memory = PretendMemory.allocate(address, bytes, () -> liveBlocks--);
        blocks.add(memory.buffer().duplicate().order(ByteOrder.nativeOrder()));
        return memory;
    }

    /** How many inodes are watched. */
    public int watches() {
        return handles.values().stream()
                .mapToInt(handle -> handle.queue == null ? 0 : handle.queue.watched.size())
                .sum();
    }

    /** What has not been released: descriptors and blocks of memory. */
    public int leaks() {
        return handles.size() + liveBlocks;
    }

    private ByteBuffer block(long address) {
        return blocks.get((int) (address >>> BLOCK_BITS) - 1);
    }

    private String text(long address) {
        ByteBuffer block = block(address);
        int start = (int) address;
        int end = start;
        while (block.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        block.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What a path means, or null. */
    public @Nullable Object inodeOf(String path) {
        return resolve(Fcntl.AT_FDCWD, path);
    }

    private Handle handle(int fd) {
        Handle handle = handles.get(fd);
        if (handle == null) {
            throw new AssertionError("not open: " + fd);
        }
        return handle;
    }

    private int open(Handle handle) {
        int fd = 3;
        while (handles.containsKey(fd)) {
            fd++;
        }
        if (fd - 3 >= handleLimit) {
            return -Errno.EMFILE;
        }
        handles.put(fd, handle);
        if (handle.inode != null) {
            disk.open(handle.inode);
        }
        return fd;
    }

    private Inode directory(int fd) {
        Inode inode = handle(fd).inode;
        if (inode == null) {
            throw new AssertionError("not a directory: " + fd);
        }
        return inode;
    }

    private SimulatedQueue queue(int fd) {
        SimulatedQueue queue = handle(fd).queue;
        if (queue == null) {
            throw new AssertionError("not an inotify instance: " + fd);
        }
        return queue;
    }

    /** What a path means, links not followed; sets the error to return if it means nothing. */
    private @Nullable Inode resolve(int dirfd, String path) {
        error = 0;
        Inode at;
        String rest;
        if (path.startsWith(DESCRIPTORS)) {
            if (!hasProc) {
                error = -Errno.ENOENT;
                return null;
            }
            int slash = path.indexOf('/', DESCRIPTORS.length());
            at = directory(Integer.parseInt(path.substring(DESCRIPTORS.length(), slash)));
            rest = path.substring(slash + 1);
        } else if (isAbsolute(path)) {
            at = disk.top;
            rest = SimulatedDisk.withoutDrive(path).substring(1);
        } else {
            at = directory(dirfd);
            rest = path;
        }
        for (String name : rest.isEmpty() ? new String[0] : rest.split("/")) {
            if (!at.isDirectory()) {
                error = -Errno.ENOTDIR;
                return null;
            }
            if (!at.isSearchable()) {
                error = -Errno.EACCES;
                return null;
            }
            Inode next = name.equals(".") ? at : at.children.get(name);
            if (next == null) {
                error = -Errno.ENOENT;
                return null;
            }
            at = next;
        }
        return at;
    }

    private static boolean isAbsolute(String path) {
        return SimulatedDisk.withoutDrive(path).startsWith("/");
    }

    private int error;

    @Override
    public int openat(int dirfd, long pathname, int flags) {
        String path = text(pathname);
        int failure = meanwhile.before(Call.OPENAT, path);
        if (failure != 0) {
            return -failure;
        }
        Inode inode = resolve(dirfd, path);
        if (inode == null) {
            return error;
        }
        if (inode.isFile() && (flags & Fcntl.O_DIRECTORY) == 0) {
            return inode.isReadable() ? open(new Handle(inode, null)) : -Errno.EACCES;
        }
        if (!inode.isDirectory()) {
            boolean link = inode.type == SimulatedDisk.LINK;
            return link && (flags & Fcntl.O_NOFOLLOW) == 0 ? -Errno.ENOENT : -Errno.ENOTDIR; // links lead nowhere here
        }
        return inode.isReadable() ? open(new Handle(inode, null)) : -Errno.EACCES;
    }

    @Override
    public int openat2(int dirfd, long pathname, long how, long size) {
        return hasOpenat2 ? openat(dirfd, pathname, Fcntl.O_NOFOLLOW) : -Errno.ENOSYS; // links lead nowhere here
    }

    @Override
    public long getdents64(int fd, long dirp, long count) {
        int failure = meanwhile.before(Call.GETDENTS, "" + fd);
        if (failure != 0) {
            return -failure;
        }
        Inode inode = directory(fd);
        if (inode.links == 0) {
            return -Errno.ENOENT;
        }
        Handle handle = handle(fd);
        ByteBuffer target = block(dirp);
        int start = (int) dirp;
        int offset = start;
        if (handle.position == 0) {
            offset = putEntry(target, offset, inode.number, SimulatedDisk.DIRECTORY, ".");
            offset = putEntry(target, offset, inode.number, SimulatedDisk.DIRECTORY, "..");
            handle.position = 2;
        }
        List<Map.Entry<String, Inode>> left = inode.children.entrySet().stream()
                .filter(entry -> inode.position(entry.getKey()) >= handle.position)
                .sorted(Comparator.comparing(entry -> inode.position(entry.getKey())))
                .toList();
        int most = left.isEmpty() ? 0 : meanwhile.portion(left.size());
        for (Map.Entry<String, Inode> entry : left.subList(0, most)) {
            offset = putEntry(target, offset, entry.getValue().number, entry.getValue().type, entry.getKey());
            handle.position = inode.position(entry.getKey()) + 1;
        }
        return (long) offset - start;
    }

    private int putEntry(ByteBuffer target, int offset, long number, int type, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        int length = DirectoryRecord.NAME_OFFSET + bytes.length + 8 & -8;
        target.putLong(offset, number);
        target.putShort(offset + DirectoryRecord.RECORD_LENGTH_OFFSET, (short) length);
        int listed = type == SimulatedDisk.DIRECTORY ? DT_DIR : type == SimulatedDisk.LINK ? DT_LNK : DT_REG;
        target.put(offset + DirectoryRecord.TYPE_OFFSET, (byte) (listsTypes ? listed : 0));
        target.put(offset + DirectoryRecord.NAME_OFFSET, bytes);
        target.put(offset + DirectoryRecord.NAME_OFFSET + bytes.length, (byte) 0);
        return offset + length;
    }

    @Override
    public int statx(int dirfd, long pathname, int flags, int mask, long statxbuf) {
        String path = text(pathname);
        int failure = meanwhile.before(Call.STATX, path);
        if (failure != 0) {
            return -failure;
        }
        Inode inode = resolve(dirfd, path);
        if (inode == null) {
            return error;
        }
        if (isConcluding && !path.isEmpty() && !isAbsolute(path)) {
            inode.unseenNames.remove(directory(dirfd).number + path);
        }
        inode.isQueried = true;
        ByteBuffer target = block(statxbuf);
        int offset = (int) statxbuf;
        target.putInt(offset + Statx.MASK, Statx.STATX_BASIC_STATS | Statx.STATX_BTIME);
        target.putInt(offset + Statx.NLINK, inode.links);
        target.putInt(offset + Statx.UID, 0);
        target.putInt(offset + Statx.GID, 0);
        target.putShort(offset + Statx.MODE, (short) (inode.type | inode.permissions));
        target.putLong(offset + Statx.INO, inode.number);
        target.putLong(offset + Statx.SIZE, inode.size);
        putTime(target, offset + Statx.BTIME, inode.birth);
        putTime(target, offset + Statx.CTIME, inode.changed);
        putTime(target, offset + Statx.MTIME, inode.modified);
        target.putInt(offset + Statx.DEV_MAJOR, 8);
        target.putInt(offset + Statx.DEV_MINOR, 1);
        return 0;
    }

    private static void putTime(ByteBuffer target, int offset, long nanos) {
        target.putLong(offset, nanos / 1_000_000_000);
        target.putInt(offset + 8, (int) (nanos % 1_000_000_000));
    }

    @Override
    public int fstatfs(int fd, long buf) {
        int failure = meanwhile.before(Call.FSTATFS, "" + fd);
        if (failure != 0) {
            return -failure;
        }
        block(buf).putLong((int) buf, fileSystem);
        return 0;
    }

    @Override
    public int close(int fd) {
        int failure = meanwhile.before(Call.CLOSE, "" + fd);
        Handle handle = handle(fd);
        handles.remove(fd); // also when it fails, as Linux does
        if (handle.inode != null) {
            disk.close(handle.inode);
        }
        if (handle.queue != null) {
            for (Inode inode : handle.queue.watched.values()) {
                inode.watches.removeIf(watch -> watch.queue() == handle.queue);
            }
        }
        return -failure;
    }

    @Override
    public void close() {}

    @Override
    public int inotify_init1(int flags) {
        int failure = meanwhile.before(Call.INIT, "");
        return failure != 0 ? -failure : open(new Handle(null, new SimulatedQueue()));
    }

    @Override
    public int inotify_add_watch(int fd, long pathname, int mask) {
        String path = text(pathname);
        int failure = meanwhile.before(Call.ADD_WATCH, path);
        if (failure != 0) {
            return -failure;
        }
        Inode inode = resolve(Fcntl.AT_FDCWD, path);
        if (inode == null) {
            return error;
        }
        if (!inode.isDirectory() && (mask & Inotify.IN_ONLYDIR) != 0) {
            return -Errno.ENOTDIR;
        }
        if (!inode.isReadable()) {
            return -Errno.EACCES;
        }
        SimulatedQueue queue = queue(fd);
        for (Watch watch : inode.watches) {
            if (watch.queue() == queue) {
                return watch.wd();
            }
        }
        if (queue.watched.size() >= watchLimit) {
            return -Errno.ENOSPC;
        }
        int wd = ++queue.lastWd;
        inode.watches.add(new Watch(queue, wd, mask));
        queue.watched.put(wd, inode);
        return wd;
    }

    @Override
    public int inotify_rm_watch(int fd, int wd) {
        meanwhile.before(Call.RM_WATCH, "" + wd);
        SimulatedQueue queue = queue(fd);
        Inode inode = queue.watched.remove(wd);
        if (inode == null) {
            return -Errno.EINVAL;
        }
        inode.watches.removeIf(watch -> watch.queue() == queue);
        queue.add(new Event(wd, Inotify.IN_IGNORED, 0, ""), disk.queueLimit);
        return 0;
    }

    @Override
    public int eventfd(int initval, int flags) {
        int failure = meanwhile.before(Call.EVENTFD, "");
        return failure != 0 ? -failure : open(new Handle(null, null));
    }

    @Override
    public int poll(long fds, long nfds, int timeout) {
        int failure = meanwhile.before(Call.POLL, "");
        if (failure != 0) {
            return -failure;
        }
        int ready = 0;
        ByteBuffer target = block(fds);
        for (int i = 0; i < nfds; i++) {
            int at = (int) fds + i * Fcntl.POLLFD_SIZEOF;
            boolean is = isReady(target.getInt(at));
            ready += is ? 1 : 0;
            target.putShort(at + Fcntl.POLLFD_REVENTS, (short) (is ? Fcntl.POLLIN : 0));
        }
        return ready;
    }

    /** Whether something can be read. */
    boolean isReady(int fd) {
        Handle handle = handles.get(fd);
        return handle != null && (handle.woken || handle.queue != null && !handle.queue.events.isEmpty());
    }

    @Override
    public long read(int fd, long buf, long count) {
        int failure = meanwhile.before(Call.READ, "" + fd);
        if (failure != 0) {
            return -failure;
        }
        Handle handle = handle(fd);
        SimulatedQueue queue = handle.queue;
        if (handle.inode != null) {
            byte[] bytes = disk.read(handle.inode, handle.position, meanwhile.portion((int) count));
            block(buf).put((int) buf, bytes);
            handle.position += bytes.length;
            return bytes.length;
        }
        if (queue == null) {
            boolean woken = handle.woken;
            handle.woken = false;
            return woken ? Long.BYTES : -Errno.EAGAIN;
        }
        if (queue.events.isEmpty()) {
            return -Errno.EAGAIN;
        }
        int most = meanwhile.portion(queue.events.size());
        ByteBuffer target = block(buf);
        int start = (int) buf;
        int offset = start;
        for (int i = 0; i < most; i++) {
            Event event = queue.events.peek();
            if (event == null || offset - start + event.length() > count) {
                break;
            }
            queue.events.poll();
            target.putInt(offset + Inotify.EVENT_WD_OFFSET, event.wd());
            target.putInt(offset + Inotify.EVENT_MASK_OFFSET, event.mask());
            target.putInt(offset + Inotify.EVENT_COOKIE_OFFSET, event.cookie());
            target.putInt(offset + Inotify.EVENT_LEN_OFFSET, event.nameLength());
            for (int n = 0; n < event.nameLength(); n++) {
                int letter = n < event.name().length() ? event.name().charAt(n) : 0;
                target.put(offset + Inotify.EVENT_NAME_OFFSET + n, (byte) letter);
            }
            offset += event.length();
        }
        return (long) offset - start;
    }

    @Override
    public long write(int fd, long buf, long count) {
        meanwhile.before(Call.WRITE, "" + fd);
        handle(fd).woken = true;
        return count;
    }

    @Override
    public int ioctl(int fd, long op, long argp) {
        int failure = meanwhile.before(Call.IOCTL, "" + fd);
        if (failure != 0) {
            return -failure;
        }
        block(argp).putInt((int) argp, (int) queue(fd).bytes());
        return 0;
    }
}
