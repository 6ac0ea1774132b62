package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.SimulatedMemory;
import io.github.fswire.linux.SimulatedDescriptors.Handle;
import io.github.fswire.linux.SimulatedQueue.Event;
import io.github.fswire.linux.SimulatedQueue.Watch;
import io.github.fswire.scan.Scanner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    private static final String DESCRIPTORS = "/proc/self/fd/";

    private final SimulatedDisk disk;
    private final Meanwhile meanwhile;
    private int fileSystem; // its type, as statfs(2) returns it
    private final SimulatedMemory memory = new SimulatedMemory(ByteOrder.nativeOrder());
    private final SimulatedDescriptors descriptors;

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

    /** A kernel for one process. */
    public SimulatedKernel(SimulatedDisk disk, Meanwhile meanwhile) {
        this.disk = disk;
        this.descriptors = new SimulatedDescriptors(disk);
        this.meanwhile = meanwhile;
    }

    /** From now on it is tmpfs, with the time stamps that there are since Linux 6.13. */
    public void useMultigrain() {
        fileSystem = MountKind.TMPFS;
        disk.isMultigrain = true;
    }

    /** From now on it is FAT. */
    public void useFat() {
        fileSystem = MountKind.FAT;
    }

    /** A scanner on it. */
    public Scanner scanner() {
        return new LinuxScanner(this, this::allocate, disk.isMultigrain);
    }

    /** Memory that the calls can be given. */
    NativeMemory allocate(int bytes) {
        return memory.allocate(bytes);
    }

    /** How many inodes are watched. */
    public int watches() {
        return descriptors.watches();
    }

    /** What has not been released: descriptors and blocks of memory. */
    public int leaks() {
        return descriptors.size() + memory.live();
    }

    /** What a path means, or null. */
    public @Nullable Object inodeOf(String path) {
        return resolve(Fcntl.AT_FDCWD, path);
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
            at = descriptors.directory(Integer.parseInt(path.substring(DESCRIPTORS.length(), slash)));
            rest = path.substring(slash + 1);
        } else if (isAbsolute(path)) {
            at = disk.top;
            rest = SimulatedDisk.withoutDrive(path).substring(1);
        } else {
            at = descriptors.directory(dirfd);
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
        String path = memory.bytes(pathname);
        int failure = meanwhile.before(Call.OPENAT, path);
        if (failure != 0) {
            return -failure;
        }
        Inode inode = resolve(dirfd, path);
        if (inode == null) {
            return error;
        }
        if (inode.isFile() && (flags & Fcntl.O_DIRECTORY) == 0) {
            return inode.isReadable() ? descriptors.open(new Handle(inode, null), handleLimit) : -Errno.EACCES;
        }
        if (!inode.isDirectory()) {
            boolean link = inode.type == SimulatedDisk.LINK;
            return link && (flags & Fcntl.O_NOFOLLOW) == 0 ? -Errno.ENOENT : -Errno.ENOTDIR; // links lead nowhere here
        }
        return inode.isReadable() ? descriptors.open(new Handle(inode, null), handleLimit) : -Errno.EACCES;
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
        Inode inode = descriptors.directory(fd);
        if (inode.links == 0) {
            return -Errno.ENOENT;
        }
        Handle handle = descriptors.handle(fd);
        ByteBuffer target = memory.block(dirp);
        int start = (int) dirp;
        int offset = start;
        if (handle.position == 0) {
            offset = put(target, offset, inode, ".");
            offset = put(target, offset, inode, "..");
            handle.position = 2;
        }
        List<Map.Entry<String, Inode>> left = inode.children.entrySet().stream()
                .filter(entry -> inode.position(entry.getKey()) >= handle.position)
                .sorted(Comparator.comparing(entry -> inode.position(entry.getKey())))
                .toList();
        int most = left.isEmpty() ? 0 : meanwhile.portion(left.size());
        for (Map.Entry<String, Inode> entry : left.subList(0, most)) {
            offset = put(target, offset, entry.getValue(), entry.getKey());
            handle.position = inode.position(entry.getKey()) + 1;
        }
        return (long) offset - start;
    }

    private int put(ByteBuffer target, int offset, Inode inode, String name) {
        return LinuxAnswers.putEntry(target, offset, inode, name, listsTypes);
    }

    @Override
    public int statx(int dirfd, long pathname, int flags, int mask, long statxbuf) {
        String path = memory.bytes(pathname);
        int failure = meanwhile.before(Call.STATX, path);
        if (failure != 0) {
            return -failure;
        }
        Inode inode = resolve(dirfd, path);
        if (inode == null) {
            return error;
        }
        if (isConcluding && !path.isEmpty() && !isAbsolute(path)) {
            inode.unseenNames.remove(descriptors.directory(dirfd).number + path);
        }
        inode.isQueried = true;
        LinuxAnswers.putStatx(memory.block(statxbuf), (int) statxbuf, inode);
        return 0;
    }

    @Override
    public int fstatfs(int fd, long buf) {
        int failure = meanwhile.before(Call.FSTATFS, "" + fd);
        if (failure != 0) {
            return -failure;
        }
        memory.block(buf).putLong((int) buf, fileSystem);
        return 0;
    }

    @Override
    public int close(int fd) {
        int failure = meanwhile.before(Call.CLOSE, "" + fd);
        descriptors.close(fd); // also when the call fails, as Linux does
        return -failure;
    }

    @Override
    public void close() {}

    @Override
    public int inotify_init1(int flags) {
        int failure = meanwhile.before(Call.INIT, "");
        return failure != 0 ? -failure : descriptors.open(new Handle(null, new SimulatedQueue()), handleLimit);
    }

    @Override
    public int inotify_add_watch(int fd, long pathname, int mask) {
        String path = memory.bytes(pathname);
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
        SimulatedQueue queue = descriptors.queue(fd);
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
        SimulatedQueue queue = descriptors.queue(fd);
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
        return failure != 0 ? -failure : descriptors.open(new Handle(null, null), handleLimit);
    }

    @Override
    public int poll(long fds, long nfds, int timeout) {
        int failure = meanwhile.before(Call.POLL, "");
        if (failure != 0) {
            return -failure;
        }
        int ready = 0;
        ByteBuffer target = memory.block(fds);
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
        return descriptors.isReady(fd);
    }

    @Override
    public long read(int fd, long buf, long count) {
        int failure = meanwhile.before(Call.READ, "" + fd);
        if (failure != 0) {
            return -failure;
        }
        Handle handle = descriptors.handle(fd);
        SimulatedQueue queue = handle.queue;
        if (handle.inode != null) {
            byte[] bytes = disk.read(handle.inode, handle.position, meanwhile.portion((int) count));
            memory.block(buf).put((int) buf, bytes);
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
        return LinuxAnswers.takeEvents(memory.block(buf), (int) buf, count, queue, most);
    }

    @Override
    public long write(int fd, long buf, long count) {
        meanwhile.before(Call.WRITE, "" + fd);
        descriptors.handle(fd).woken = true;
        return count;
    }

    @Override
    public int ioctl(int fd, long op, long argp) {
        int failure = meanwhile.before(Call.IOCTL, "" + fd);
        if (failure != 0) {
            return -failure;
        }
        memory.block(argp).putInt((int) argp, (int) descriptors.queue(fd).bytes());
        return 0;
    }
}
