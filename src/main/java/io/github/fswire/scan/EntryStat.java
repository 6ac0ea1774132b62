package io.github.fswire.scan;

/**
 * What a look at one entry found; a reusable struct that a {@link Scanner} fills. Links are not followed.
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

    /** {@link #birthNanos} where the file system does not tell. */
    public static final long NO_BIRTH = Long.MIN_VALUE;

    /** One of {@link #FILE}, {@link #DIRECTORY}, {@link #SYMLINK}, {@link #OTHER}. */
    public int type;

    /** False if only the type is known, because the entry may be listed but not looked at. */
    public boolean complete;

    /** Device number. */
    public long device;

    /** Inode number or file id on that device. */
    public long inode;

    /** Birth time in nanoseconds since 1970, {@link #NO_BIRTH} if unknown. */
    public long birthNanos;

    /** Size in bytes. */
    public long size;

    /** Modification time in nanoseconds since 1970. */
    public long modifiedNanos;

    /** Time of the last change of content or metadata in nanoseconds since 1970. */
    public long changedNanos;

    /** Permission and type bits, {@code st_mode}. */
    public int mode;

    /** Owner. */
    public int uid;

    /** Group. */
    public int gid;

    /** Number of names. */
    public int links;
}
