package io.github.fswire.macos;

import io.github.fswire.calls.MacFile;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;

/**
 * One record that a function of the {@code getattrlist} family has written: the attributes that the file system has, in the order
 * of their bits, each aligned to 4 bytes.
 *
 * <pre>
 *  0        4                        24
 *  +--------+------------------------+-------+--------+-----+-------------+
 *  | length | attribute sets, 5      | error | name   | ... | what names refer to, relative to the reference
 *  +--------+------------------------+-------+--------+-----+-------------+
 * </pre>
 */
final class AttributeRecord {
    private static final int SETS = Integer.BYTES;
    private static final int ATTRIBUTES = SETS + MacFile.ATTRIBUTE_SET_SIZEOF;
    private static final int PERMISSIONS = 0xFFF;
    private static final int S_IFDIR = 0x4000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFLNK = 0xA000;
    private static final int COMPLETE = MacFile.ATTR_CMN_DEVID
            | MacFile.ATTR_CMN_OBJTYPE
            | MacFile.ATTR_CMN_MODTIME
            | MacFile.ATTR_CMN_CHGTIME
            | MacFile.ATTR_CMN_FILEID;

    private final ByteBuffer buffer;
    private int start;
    private int at; // of the next attribute
    private int name; // of the reference, 0 if there is none
    private int fullPath; // the same
    private int flags;
    private int mountStatus;

    AttributeRecord(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Asks for these attributes: writes a {@code struct attrlist}. */
    static void request(ByteBuffer target, int offset, int common, int file) {
        request(target, offset, common, 0, file);
    }

    /** The same, with the attributes that only directories have. */
    static void request(ByteBuffer target, int offset, int common, int directory, int file) {
        target.putShort(offset + MacFile.ATTRLIST_BITMAPCOUNT_OFFSET, (short) MacFile.ATTR_BIT_MAP_COUNT);
        target.putInt(offset + MacFile.ATTRLIST_COMMONATTR_OFFSET, common);
        target.putInt(offset + MacFile.ATTRLIST_DIRATTR_OFFSET, directory);
        target.putInt(offset + MacFile.ATTRLIST_FILEATTR_OFFSET, file);
    }

    /** Reads the record that begins there; returns the error that stands for it, or 0. */
    int read(int offset, EntryStat stat) {
        start = offset;
        int common = buffer.getInt(start + SETS + MacFile.ATTRIBUTE_SET_COMMONATTR_OFFSET);
        int directory = buffer.getInt(start + SETS + MacFile.ATTRIBUTE_SET_DIRATTR_OFFSET);
        int file = buffer.getInt(start + SETS + MacFile.ATTRIBUTE_SET_FILEATTR_OFFSET);
        at = start + ATTRIBUTES;
        int error = (common & MacFile.ATTR_CMN_ERROR) != 0 ? nextInt() : 0;
        name = next(common, MacFile.ATTR_CMN_NAME, MacFile.ATTRREFERENCE_SIZEOF);
        stat.setTypeOnly(EntryStat.OTHER);
        stat.device = (common & MacFile.ATTR_CMN_DEVID) != 0 ? nextInt() : 0;
        int type = (common & MacFile.ATTR_CMN_OBJTYPE) != 0 ? nextInt() : 0;
        stat.birthNanos = (common & MacFile.ATTR_CMN_CRTIME) != 0 ? nextTime() : EntryStat.NO_BIRTH;
        if ((common & MacFile.ATTR_CMN_MODTIME) != 0) {
            long seconds = nextLong();
            stat.setModified(seconds, nextLong());
        }
        stat.changedNanos = (common & MacFile.ATTR_CMN_CHGTIME) != 0 ? nextTime() : 0;
        stat.uid = (common & MacFile.ATTR_CMN_OWNERID) != 0 ? nextInt() : 0;
        stat.gid = (common & MacFile.ATTR_CMN_GRPID) != 0 ? nextInt() : 0;
        int mode = (common & MacFile.ATTR_CMN_ACCESSMASK) != 0 ? nextInt() : 0;
        stat.mode = mode & PERMISSIONS | bits(type);
        stat.type = EntryStat.typeOf(stat.mode);
        flags = (common & MacFile.ATTR_CMN_FLAGS) != 0 ? nextInt() : 0;
        stat.inode = (common & MacFile.ATTR_CMN_FILEID) != 0 ? nextLong() : 0;
        fullPath = next(common, MacFile.ATTR_CMN_FULLPATH, MacFile.ATTRREFERENCE_SIZEOF);
        mountStatus = (directory & MacFile.ATTR_DIR_MOUNTSTATUS) != 0 ? nextInt() : 0;
        stat.links = (file & MacFile.ATTR_FILE_LINKCOUNT) != 0 ? nextInt() : 1;
        stat.size = (file & MacFile.ATTR_FILE_DATALENGTH) != 0 ? nextLong() : 0;
        stat.complete = error == 0 && (common & COMPLETE) == COMPLETE;
        return error;
    }

    /** {@code st_flags}. */
    int flags() {
        return flags;
    }

    /**
     * Whether another volume is mounted there. In a listing the record describes the covered directory, else the mounted one.
     */
    boolean isMountPoint() {
        return (mountStatus & MacFile.DIR_MNTSTATUS_MNTPOINT) != 0;
    }

    /** Length of the record. */
    int length() {
        return buffer.getInt(start);
    }

    /** Copies the name; returns its length without the NUL at its end. */
    int copyName(byte[] target) {
        int length = length(name);
        buffer.get(name + buffer.getInt(name), target, 0, Math.min(length, target.length));
        return length;
    }

    /** The path. */
    NativeName fullPath() {
        byte[] path = new byte[length(fullPath)];
        buffer.get(fullPath + buffer.getInt(fullPath), path);
        return NativeName.of(path);
    }

    private int length(int reference) {
        return reference == 0 ? 0 : Math.max(0, buffer.getInt(reference + MacFile.ATTRREFERENCE_LENGTH_OFFSET) - 1);
    }

    private int next(int present, int attribute, int size) {
        if ((present & attribute) == 0) {
            return 0;
        }
        at += size;
        return at - size;
    }

    private int nextInt() {
        at += Integer.BYTES;
        return buffer.getInt(at - Integer.BYTES);
    }

    private long nextLong() {
        at += Long.BYTES;
        return buffer.getLong(at - Long.BYTES);
    }

    private long nextTime() {
        long seconds = nextLong();
        return EntryStat.nanos(seconds, nextLong());
    }

    private static int bits(int type) {
        return switch (type) {
            case MacFile.VREG -> S_IFREG;
            case MacFile.VDIR -> S_IFDIR;
            case MacFile.VLNK -> S_IFLNK;
            default -> 0;
        };
    }
}
