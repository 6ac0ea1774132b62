package io.github.fswire.calls;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Map;

/** The binding by JNA direct mapping. */
final class JnaLinuxCalls implements LinuxCalls {
    /** The functions; variadic ones are called as they are declared here, which both Linux ABIs allow. */
    private static final class C {
        static {
            Native.register(C.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME, Map.of()));
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

        static native long getdents64(int fd, long dirp, long count);

        static native int statx(int dirfd, long pathname, int flags, int mask, long statxbuf);

        static native int fstatfs(int fd, long buf);
    }

    JnaLinuxCalls() {
        C.close(-1); // binds now, so that a failure to bind shows here
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
    public long getdents64(int fd, long dirp, long count) {
        return result(C.getdents64(fd, dirp, count));
    }

    @Override
    public int statx(int dirfd, long pathname, int flags, int mask, long statxbuf) {
        return result(C.statx(dirfd, pathname, flags, mask, statxbuf));
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
