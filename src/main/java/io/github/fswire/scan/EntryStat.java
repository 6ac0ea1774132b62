package io.github.fswire.scan;

/**
 * The result of inspecting one entry; a reusable struct that a {@link Scanner} fills. Links are not followed.
 *
 * <p>Owned by the thread of the scanner.
 */
public final class EntryStat {
    /** Type of a regular file. */
    public static final int FILE = 0;

    /** Type of a directory. */
    public static final int DIRECTORY = 1;

    /** Type of a symbolic link. */
    public static final int SYMLINK = 2;

    /** Type of anything else: fifo, socket, device. */
    public static final int OTHER = 3;

    /** No name is longer: 255 bytes on Unix systems, 255 UTF-16 units of up to three bytes on Windows. */
    public static final int MAX_NAME_BYTES = 765;

    /** {@link #birthNanos} where the file system does not have it. */
    public static final long NO_BIRTH = Long.MIN_VALUE;

    /** One of {@link #FILE}, {@link #DIRECTORY}, {@link #SYMLINK}, {@link #OTHER}. */
    public int type;

    /** False if only the type is known, because the entry may be listed but not inspected. */
    public boolean complete;

    /** Device number. */
    public long device;

    /** Inode number or file id on that device. */
    public long inode;

    /** Birth time as {@link #nanos} has it, {@link #NO_BIRTH} if unknown. */
    public long birthNanos;

    /**
     * Whether {@link #birthNanos} may change although the entry stays the same, and so is no part of its identity: overlayfs gives
     * what it copies up, at the first write, a new birth time.
     */
    public boolean birthChanges;

    /** Size in bytes. */
    public long size;

    /** Modification time as {@link #nanos} has it; set by {@link #setModified}. */
    public long modifiedNanos;

    /** Distinguishes modification times that are out of range for {@link #modifiedNanos}; else 0. */
    public long modifiedBeyond;

    /** Time of the last change of content or metadata as {@link #nanos} has it. */
    public long changedNanos;

    /** Permission and type bits, {@code st_mode}. */
    public int mode;

    /** Owner. */
    public int uid;

    /** Group. */
    public int gid;

    /** Number of names. */
    public int links;

    /** Whether something is mounted there; false where the system does not say. */
    public boolean mountPoint;

    /**
     * Whether a change after the inspection may leave every time stamp as it is. Not filled by a scanner, but by the caller,
     * which knows how far apart time stamps are there.
     */
    public boolean racy;

    /** A hash of the content; 0 if nobody has asked for it. As {@link #racy}, not filled by a scanner. */
    public int contentHash;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int S_IFMT = 0xF000;
    private static final int S_IFDIR = 0x4000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFLNK = 0xA000;

    /**
     * The type in mode bits; inode(7), the same on every Unix.
     *
     * @param mode {@code st_mode}
     * @return one of {@link #FILE}, {@link #DIRECTORY}, {@link #SYMLINK}, {@link #OTHER}
     */
    public static int typeOf(int mode) {
        return switch (mode & S_IFMT) {
            case S_IFREG -> FILE;
            case S_IFDIR -> DIRECTORY;
            case S_IFLNK -> SYMLINK;
            default -> OTHER;
        };
    }

    /**
     * A time in nanoseconds since 1970. Times before 1677-09-21 and after 2262-04-11 do not fit into 64 bits: they are {@link
     * Long#MIN_VALUE} and {@link Long#MAX_VALUE}.
     *
     * @param seconds since 1970
     * @param nanos from 0 to 999,999,999
     * @return the time, or the one next to it that fits
     */
    public static long nanos(long seconds, long nanos) {
        long last = Long.MAX_VALUE / NANOS_PER_SECOND;
        if (seconds > last || seconds == last && nanos > Long.MAX_VALUE % NANOS_PER_SECOND) {
            return Long.MAX_VALUE;
        }
        long first = Math.floorDiv(Long.MIN_VALUE, NANOS_PER_SECOND);
        if (seconds < first || seconds == first && nanos < Math.floorMod(Long.MIN_VALUE, NANOS_PER_SECOND)) {
            return Long.MIN_VALUE;
        }
        return seconds * NANOS_PER_SECOND + nanos;
    }

    /**
     * Sets {@link #modifiedNanos} and {@link #modifiedBeyond}.
     *
     * @param seconds since 1970
     * @param nanos from 0 to 999,999,999
     */
    public void setModified(long seconds, long nanos) {
        modifiedNanos = nanos(seconds, nanos);
        boolean fits = modifiedNanos != Long.MAX_VALUE && modifiedNanos != Long.MIN_VALUE;
        modifiedBeyond = fits ? 0 : seconds + (nanos << 34); // below 2^30
    }

    /**
     * Describes an entry that may be listed but not inspected.
     *
     * @param type the only property that is known
     */
    public void setTypeOnly(int type) {
        this.type = type;
        complete = false;
        device = 0;
        inode = 0;
        birthNanos = NO_BIRTH;
        birthChanges = false;
        size = 0;
        modifiedNanos = 0;
        modifiedBeyond = 0;
        changedNanos = 0;
        mode = 0;
        uid = 0;
        gid = 0;
        links = 0;
        mountPoint = false;
        racy = false;
        contentHash = 0;
    }
}
