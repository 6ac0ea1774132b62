package io.github.fswire.calls;

import static io.github.fswire.calls.Downcalls.INT;
import static io.github.fswire.calls.Downcalls.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The binding by {@code java.lang.foreign}. Each function is linked when it is first called. */
final class FfmLinuxCalls implements LinuxCalls {
    private final Arena arena;
    private final MemorySegment errno;

    private final long getdents64; // the number of the system call, or Syscall.BY_NAME
    private final long statx; // the same

    /**
     * An instance in a confined arena throws when another thread uses it; one in a shared arena needs a lock. Makes system
     * calls by number although there are functions for them, if {@code byNumber}.
     */
    FfmLinuxCalls(Arena arena, boolean byNumber) {
        this.arena = arena;
        this.errno = Downcalls.state(arena);
        close(-1); // links now, so that a failure to bind shows here
        this.getdents64 = Syscall.GETDENTS64.number(!byNumber && Downcalls.isThere(Syscall.GETDENTS64.function()));
        this.statx = Syscall.STATX.number(!byNumber && Downcalls.isThere(Syscall.STATX.function()));
    }

    private static final class InotifyInit1 {
        static final MethodHandle HANDLE = Downcalls.link("inotify_init1", INT, INT);
    }

    @Override
    public int inotify_init1(int flags) {
        try {
            return Downcalls.result((int) InotifyInit1.HANDLE.invokeExact(errno, flags), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class InotifyAddWatch {
        static final MethodHandle HANDLE = Downcalls.link("inotify_add_watch", INT, INT, LONG, INT);
    }

    @Override
    public int inotify_add_watch(int fd, long pathname, int mask) {
        try {
            return Downcalls.result((int) InotifyAddWatch.HANDLE.invokeExact(errno, fd, pathname, mask), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class InotifyRmWatch {
        static final MethodHandle HANDLE = Downcalls.link("inotify_rm_watch", INT, INT, INT);
    }

    @Override
    public int inotify_rm_watch(int fd, int wd) {
        try {
            return Downcalls.result((int) InotifyRmWatch.HANDLE.invokeExact(errno, fd, wd), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Eventfd {
        static final MethodHandle HANDLE = Downcalls.link("eventfd", INT, INT, INT);
    }

    @Override
    public int eventfd(int initval, int flags) {
        try {
            return Downcalls.result((int) Eventfd.HANDLE.invokeExact(errno, initval, flags), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Poll {
        static final MethodHandle HANDLE = Downcalls.link("poll", INT, LONG, LONG, INT);
    }

    @Override
    public int poll(long fds, long nfds, int timeout) {
        try {
            return Downcalls.result((int) Poll.HANDLE.invokeExact(errno, fds, nfds, timeout), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Read {
        static final MethodHandle HANDLE = Downcalls.link("read", LONG, INT, LONG, LONG);
    }

    @Override
    public long read(int fd, long buf, long count) {
        try {
            return Downcalls.result((long) Read.HANDLE.invokeExact(errno, fd, buf, count), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Write {
        static final MethodHandle HANDLE = Downcalls.link("write", LONG, INT, LONG, LONG);
    }

    @Override
    public long write(int fd, long buf, long count) {
        try {
            return Downcalls.result((long) Write.HANDLE.invokeExact(errno, fd, buf, count), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Close {
        static final MethodHandle HANDLE = Downcalls.link("close", INT, INT);
    }

    @Override
    public int close(int fd) {
        try {
            return Downcalls.result((int) Close.HANDLE.invokeExact(errno, fd), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Ioctl {
        static final MethodHandle HANDLE = Downcalls.link("ioctl", 2, INT, INT, LONG, LONG);
    }

    @Override
    public int ioctl(int fd, long op, long argp) {
        try {
            return Downcalls.result((int) Ioctl.HANDLE.invokeExact(errno, fd, op, argp), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Openat {
        static final MethodHandle HANDLE = Downcalls.link("openat", 3, INT, INT, LONG, INT);
    }

    @Override
    public int openat(int dirfd, long pathname, int flags) {
        try {
            return Downcalls.result((int) Openat.HANDLE.invokeExact(errno, dirfd, pathname, flags), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Getdents64 {
        static final MethodHandle HANDLE = Downcalls.link("getdents64", LONG, INT, LONG, LONG);
    }

    @Override
    public int openat2(int dirfd, long pathname, long how, long size) {
        return (int) syscall(Syscall.OPENAT2, dirfd, pathname, how, size, 0);
    }

    @Override
    public long getdents64(int fd, long dirp, long count) {
        if (getdents64 != Syscall.BY_NAME) {
            return syscall(getdents64, fd, dirp, count, 0, 0);
        }
        try {
            return Downcalls.result((long) Getdents64.HANDLE.invokeExact(errno, fd, dirp, count), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class Statx {
        static final MethodHandle HANDLE = Downcalls.link("statx", INT, INT, LONG, INT, INT, LONG);
    }

    @Override
    public int statx(int dirfd, long pathname, int flags, int mask, long statxbuf) {
        if (statx != Syscall.BY_NAME) {
            return (int) syscall(statx, dirfd, pathname, flags, mask, statxbuf);
        }
        try {
            return Downcalls.result(
                    (int) Statx.HANDLE.invokeExact(errno, dirfd, pathname, flags, mask, statxbuf), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    private static final class ByNumber {
        static final MethodHandle HANDLE = Downcalls.link("syscall", 1, LONG, LONG, LONG, LONG, LONG, LONG, LONG);
    }

    private long syscall(long number, long a, long b, long c, long d, long e) {
        try {
            return Downcalls.result((long) ByNumber.HANDLE.invokeExact(errno, number, a, b, c, d, e), errno);
        } catch (Throwable thrown) {
            throw Downcalls.unexpected(thrown);
        }
    }

    private static final class Fstatfs {
        static final MethodHandle HANDLE = Downcalls.link("fstatfs", INT, INT, LONG);
    }

    @Override
    public int fstatfs(int fd, long buf) {
        try {
            return Downcalls.result((int) Fstatfs.HANDLE.invokeExact(errno, fd, buf), errno);
        } catch (Throwable e) {
            throw Downcalls.unexpected(e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
