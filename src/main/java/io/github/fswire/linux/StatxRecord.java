package io.github.fswire.linux;

import io.github.fswire.calls.Statx;
import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;

/**
 * Reads a {@code struct statx}, which is the same on every architecture: statx(2).
 *
 * <pre>
 *  0       8            16      20    24    28     32    40     80      96      112     136     140
 *  +--...--+------------+-------+-----+-----+------+-----+--..--+-------+-------+-------+-------+-------+
 *  | mask  | attributes | nlink | uid | gid | mode | ino | size | btime | ctime | mtime | major | minor |
 *  +--...--+------------+-------+-----+-----+------+-----+--..--+-------+-------+-------+-------+-------+
 * </pre>
 */
final class StatxRecord {
    private StatxRecord() {}

    /**
     * Reads the structure.
     *
     * @param buffer holds it
     * @param offset where it begins
     * @param stat receives every field but {@link EntryStat#birthChanges}, which depends on the file system's type
     */
    static void read(ByteBuffer buffer, int offset, EntryStat stat) {
        int mode = Short.toUnsignedInt(buffer.getShort(offset + Statx.MODE));
        stat.type = EntryStat.typeOf(mode);
        stat.complete = true;
        stat.device = device(buffer, offset);
        stat.inode = buffer.getLong(offset + Statx.INO);
        stat.birthNanos = isBirthKnown(buffer, offset) ? nanos(buffer, offset + Statx.BTIME) : EntryStat.NO_BIRTH;
        stat.size = buffer.getLong(offset + Statx.SIZE);
        stat.setModified(seconds(buffer, offset + Statx.MTIME), fraction(buffer, offset + Statx.MTIME));
        stat.changedNanos = nanos(buffer, offset + Statx.CTIME);
        stat.mode = mode;
        stat.uid = buffer.getInt(offset + Statx.UID);
        stat.gid = buffer.getInt(offset + Statx.GID);
        stat.links = buffer.getInt(offset + Statx.NLINK);
        stat.mountPoint = (buffer.getLong(offset + Statx.ATTRIBUTES) & Statx.STATX_ATTR_MOUNT_ROOT) != 0;
    }

    /** The device number in the encoding of stat(2), as {@code gnu_dev_makedev} makes it. */
    static long device(ByteBuffer buffer, int offset) {
        long major = Integer.toUnsignedLong(buffer.getInt(offset + Statx.DEV_MAJOR));
        long minor = Integer.toUnsignedLong(buffer.getInt(offset + Statx.DEV_MINOR));
        return (major & 0xFFFFF000L) << 32 | (major & 0xFFF) << 8 | (minor & 0xFFFFFF00L) << 12 | minor & 0xFF;
    }

    static boolean isBirthKnown(ByteBuffer buffer, int offset) {
        return (buffer.getInt(offset + Statx.MASK) & Statx.STATX_BTIME) != 0;
    }

    /** Reads a {@code struct statx_timestamp}. */
    private static long nanos(ByteBuffer buffer, int offset) {
        return EntryStat.nanos(seconds(buffer, offset), fraction(buffer, offset));
    }

    private static long seconds(ByteBuffer buffer, int offset) {
        return buffer.getLong(offset);
    }

    private static long fraction(ByteBuffer buffer, int offset) {
        return Integer.toUnsignedLong(buffer.getInt(offset + 8));
    }
}
