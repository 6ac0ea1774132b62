package io.github.fswire.calls;

/** Numbers for descriptors, from {@code fcntl.h}, {@code sys/eventfd.h}, {@code poll.h} and {@code asm-generic/ioctls.h}. */
public final class Fcntl {
    private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int O_RDONLY = 0;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;

    /** Differs between architectures. */
    public static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;

    /** Differs between architectures. */
    public static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;

    /** Of {@code linux/openat2.h}: no component is a symbolic link. */
    public static final int RESOLVE_NO_SYMLINKS = 4;

    /** {@code struct open_how}: flags, mode, resolve. */
    public static final int OPEN_HOW_SIZEOF = 24;

    public static final int OPEN_HOW_FLAGS = 0;
    public static final int OPEN_HOW_RESOLVE = 16;

    public static final int EFD_NONBLOCK = 0x800;
    public static final int EFD_CLOEXEC = 0x80000;
    public static final int POLLIN = 1;
    public static final int POLLPRI = 2;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 0x10;
    public static final int POLLNVAL = 0x20;
    public static final int FIONREAD = 0x541B;

    /** {@code struct pollfd}: fd, events, revents. */
    public static final int POLLFD_SIZEOF = 8;

    public static final int POLLFD_EVENTS = 4;
    public static final int POLLFD_REVENTS = 6;

    private Fcntl() {}
}
