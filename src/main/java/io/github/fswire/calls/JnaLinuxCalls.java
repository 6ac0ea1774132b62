package io.github.fswire.calls;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Map;

/** The binding by JNA direct mapping. */
final class JnaLinuxCalls implements LinuxCalls {
    private static final NativeLibrary LIBRARY = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME, Map.of());

    /** The functions; variadic ones are called as they are declared here, which both Linux ABIs allow. */
    private static final class C {
        static {
            Native.register(C.class, LIBRARY);
        }

        static native int inotify_init1(int flags);

        static native int inotify_add_watch(int fd, long pathname, int mask);

        static native int inotify_rm_watch(int fd, int wd);

        static native int eventfd(int initval, int flags);

        static native int poll(long fds, long nfds, int timeout);

        static native long read(int fd, long buf, long count);

        static native long write(int fd, long buf, long count);

        static native int close(int fd);

        static native int ioctl(int fd, long op, long argp);

        static native int openat(int dirfd, long pathname, int flags);

        static native int fstatfs(int fd, long buf);

        static native long syscall(long number, long a, long b, long c, long d, long e);
    }

    private static final class Getdents64 {
        static {
            Native.register(Getdents64.class, LIBRARY);
        }

        static native long getdents64(int fd, long dirp, long count);
    }

    private static final class Statx {
        static {
            Native.register(Statx.class, LIBRARY);
        }

        static native int statx(int dirfd, long pathname, int flags, int mask, long statxbuf);
    }

    private final long getdents64; // the number of the system call, or Syscall.BY_NAME
    private final long statx; // the same

    /** Makes system calls by number although there are functions for them, if {@code byNumber}. */
    JnaLinuxCalls(boolean byNumber) {
        C.close(-1); // binds now, so that a failure to bind shows here
        getdents64 = Syscall.GETDENTS64.number(!byNumber && isThere(Syscall.GETDENTS64));
        statx = Syscall.STATX.number(!byNumber && isThere(Syscall.STATX));
    }

    private static boolean isThere(Syscall call) {
        try {
            LIBRARY.getFunction(call.function());
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false; // an older C library: the call is made by its number
        }
    }

    private static int result(int value) {
        return value < 0 ? -Native.getLastError() : value;
    }

    private static long result(long value) {
        return value < 0 ? -Native.getLastError() : value;
    }

    @Override
    public int inotify_init1(int flags) {
        return result(C.inotify_init1(flags));
    }

    @Override
    public int inotify_add_watch(int fd, long pathname, int mask) {
        return result(C.inotify_add_watch(fd, pathname, mask));
    }

    @Override
    public int inotify_rm_watch(int fd, int wd) {
        return result(C.inotify_rm_watch(fd, wd));
    }

    @Override
    public int eventfd(int initval, int flags) {
        return result(C.eventfd(initval, flags));
    }

    @Override
    public int poll(long fds, long nfds, int timeout) {
        return result(C.poll(fds, nfds, timeout));
    }

    @Override
    public long read(int fd, long buf, long count) {
        return result(C.read(fd, buf, count));
    }

    @Override
    public long write(int fd, long buf, long count) {
        return result(C.write(fd, buf, count));
    }

    @Override
    public int close(int fd) {
        return result(C.close(fd));
    }

    @Override
    public int ioctl(int fd, long op, long argp) {
        return result(C.ioctl(fd, op, argp));
    }

    @Override
    public int openat(int dirfd, long pathname, int flags) {
        return result(C.openat(dirfd, pathname, flags));
    }

    @Override
    public int openat2(int dirfd, long pathname, long how, long size) {
        return (int) result(C.syscall(Syscall.OPENAT2, dirfd, pathname, how, size, 0));
    }

    @Override
    public long getdents64(int fd, long dirp, long count) {
        return result(
                getdents64 == Syscall.BY_NAME
                        ? Getdents64.getdents64(fd, dirp, count)
                        : C.syscall(getdents64, fd, dirp, count, 0, 0));
    }

    @Override
    public int statx(int dirfd, long pathname, int flags, int mask, long statxbuf) {
        return result(
                statx == Syscall.BY_NAME
                        ? Statx.statx(dirfd, pathname, flags, mask, statxbuf)
                        : (int) C.syscall(statx, dirfd, pathname, flags, mask, statxbuf));
    }

    @Override
    public int fstatfs(int fd, long buf) {
        return result(C.fstatfs(fd, buf));
    }

    @Override
    public void close() {
        // owns nothing: JNA keeps errno for each thread
    }
}
