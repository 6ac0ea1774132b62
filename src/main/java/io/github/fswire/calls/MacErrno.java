package io.github.fswire.calls;

/** Error numbers of macOS that are handled or explained, from its {@code sys/errno.h}. */
public final class MacErrno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ERANGE = 34;
    public static final int ENOTSUP = 45;
    public static final int ETIMEDOUT = 60;
    public static final int ELOOP = 62;
    public static final int ENAMETOOLONG = 63;
    public static final int EHOSTDOWN = 64;
    public static final int ESTALE = 70;
    public static final int ENOSYS = 78;
    public static final int EILSEQ = 92;

    private MacErrno() {}
}
