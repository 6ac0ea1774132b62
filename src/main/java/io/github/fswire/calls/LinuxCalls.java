package io.github.fswire.calls;

/**
 * The libc calls that the Linux backend and scanner make, by their C names.
 *
 * <p>A result of 0 or more is what C returned; a negative result is minus the errno, read on the calling thread before
 * anything else could change it. Nothing here throws for a failed call and nothing allocates. Addresses are plain numbers
 * from {@link NativeMemory#address()}. An instance belongs to the thread that opened it.
 */
public interface LinuxCalls extends AutoCloseable {
    /** {@code int inotify_init1(int flags)}, inotify_init(2). Fails with EMFILE, ENFILE, ENOMEM. */
    int inotify_init1(int flags);

    /** {@code int inotify_add_watch(int fd, const char *pathname, uint32_t mask)}, inotify_add_watch(2). */
    int inotify_add_watch(int fd, long pathname, int mask);

    /** {@code int inotify_rm_watch(int fd, int wd)}, inotify_rm_watch(2). Fails with EINVAL for a wd that has ended. */
    int inotify_rm_watch(int fd, int wd);

    /** {@code int eventfd(unsigned int initval, int flags)}, eventfd(2). */
    int eventfd(int initval, int flags);

    /** {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}, poll(2). */
    int poll(long fds, long nfds, int timeout);

    /** {@code ssize_t read(int fd, void *buf, size_t count)}, read(2). */
    long read(int fd, long buf, long count);

    /** {@code ssize_t write(int fd, const void *buf, size_t count)}, write(2). */
    long write(int fd, long buf, long count);

    /** {@code int close(int fd)}, close(2). */
    int close(int fd);

    /** {@code int ioctl(int fd, unsigned long op, int *argp)}, ioctl(2); used with FIONREAD. */
    int ioctl(int fd, long op, long argp);

    /** {@code int openat(int dirfd, const char *pathname, int flags)}, open(2); no mode, so no O_CREAT. */
    int openat(int dirfd, long pathname, int flags);

    /**
     * {@code long openat2(int dirfd, const char *pathname, const struct open_how *how, size_t size)}, openat2(2), Linux 5.6. Fails with
     * ENOSYS where it is not known, and under older seccomp filters with EPERM.
     */
    int openat2(int dirfd, long pathname, long how, long size);

    /** {@code ssize_t getdents64(int fd, void *dirp, size_t count)}, getdents64(2). */
    long getdents64(int fd, long dirp, long count);

    /** {@code int statx(int dirfd, const char *pathname, int flags, unsigned mask, struct statx *statxbuf)}, statx(2). */
    int statx(int dirfd, long pathname, int flags, int mask, long statxbuf);

    /** {@code int fstatfs(int fd, struct statfs *buf)}, statfs(2). */
    int fstatfs(int fd, long buf);

    /** Frees what the instance owns; no descriptor is touched. */
    @Override
    void close();
}
