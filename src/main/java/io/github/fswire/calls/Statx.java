package io.github.fswire.calls;

/** Numbers and layout of statx(2), from {@code linux/stat.h}; same on x86-64 and aarch64. */
public final class Statx {
    public static final int STATX_BASIC_STATS = 0x7FF;
    public static final int STATX_BTIME = 0x800;

    /** Something is mounted there; since Linux 5.8. */
    public static final int STATX_ATTR_MOUNT_ROOT = 0x2000;

    /** Size of {@code struct statx}. */
    public static final int SIZEOF = 256;

    // Offsets in struct statx.
    public static final int MASK = 0;
    public static final int ATTRIBUTES = 8;
    public static final int NLINK = 16;
    public static final int UID = 20;
    public static final int GID = 24;
    public static final int MODE = 28;
    public static final int INO = 32;
    public static final int SIZE = 40;
    public static final int BTIME = 80;
    public static final int CTIME = 96;
    public static final int MTIME = 112;
    public static final int DEV_MAJOR = 136;
    public static final int DEV_MINOR = 140;

    private Statx() {}
}
