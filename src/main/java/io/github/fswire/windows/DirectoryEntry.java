package io.github.fswire.windows;

import io.github.fswire.calls.WinFile;
import io.github.fswire.raw.Utf16Names;
import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;

/**
 * A cursor over one {@code FILE_ID_BOTH_DIR_INFO}: all attributes of an entry that can be read without opening it.
 *
 * <p>Number of names and owner are not among it.
 */
final class DirectoryEntry {
    private static final int MAX_UNITS = 255;
    private static final int TICKS_PER_SECOND = 10_000_000; // of 100 ns
    private static final long EPOCH_TICKS = 116_444_736_000_000_000L; // from 1601 to 1970

    /** The last of the tags that follow on that of sockets, by which WSL stores pipes and devices; in no header. */
    private static final int LAST_SPECIAL_TAG = 0x80000026;

    /**
     * The attributes that a user may set; the others change by themselves, when a file is archived or indexed for example.
     */
    private static final int LASTING_ATTRIBUTES =
            WinFile.FILE_ATTRIBUTE_READONLY | WinFile.FILE_ATTRIBUTE_HIDDEN | WinFile.FILE_ATTRIBUTE_SYSTEM;

    private final ByteBuffer buffer;
    private final byte[] name = new byte[MAX_UNITS * Utf16Names.BYTES_PER_UNIT];
    private int offset;
    private int nameLength;

    DirectoryEntry(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    void moveTo(int newOffset) {
        offset = newOffset;
        int units = buffer.getInt(offset + WinFile.ENTRY_NAME_LENGTH_OFFSET);
        nameLength =
                Utf16Names.toBytes(buffer, offset + WinFile.ENTRY_NAME_OFFSET, Math.min(units, 2 * MAX_UNITS), name);
    }

    /** Where the next record is, behind this one; 0 if this is the last. */
    int next() {
        return buffer.getInt(offset + WinFile.ENTRY_NEXT_OFFSET);
    }

    byte[] name() {
        return name;
    }

    int nameLength() {
        return nameLength;
    }

    /** Whether it is the directory itself or the one above. */
    boolean isDots() {
        return name[0] == '.' && (nameLength == 1 || nameLength == 2 && name[1] == '.');
    }

    int type() {
        return type(
                buffer.getInt(offset + WinFile.ENTRY_ATTRIBUTES_OFFSET),
                buffer.getInt(offset + WinFile.ENTRY_REPARSE_TAG_OFFSET));
    }

    /**
     * Junctions are links as symbolic links are, and sockets are neither files nor directories; other reparse points, as
     * those of cloud drives, have the type in their attributes.
     */
    static int type(int attributes, int tag) {
        boolean reparse = (attributes & WinFile.FILE_ATTRIBUTE_REPARSE_POINT) != 0;
        if (reparse && (tag == 0 || (tag & WinFile.REPARSE_TAG_NAME_SURROGATE) != 0)) { // Wine returns no tags
            return EntryStat.SYMLINK;
        }
        if (reparse && tag >= WinFile.IO_REPARSE_TAG_AF_UNIX && tag <= LAST_SPECIAL_TAG) {
            return EntryStat.OTHER;
        }
        return (attributes & WinFile.FILE_ATTRIBUTE_DIRECTORY) != 0 ? EntryStat.DIRECTORY : EntryStat.FILE;
    }

    void read(long device, boolean birthKnown, EntryStat stat) {
        fill(
                stat,
                type(),
                buffer.getInt(offset + WinFile.ENTRY_ATTRIBUTES_OFFSET),
                device,
                buffer.getLong(offset + WinFile.ENTRY_FILE_ID_OFFSET),
                birthKnown ? nanos(buffer.getLong(offset + WinFile.ENTRY_CREATION_TIME_OFFSET)) : 0);
        stat.size = stat.type == EntryStat.FILE ? buffer.getLong(offset + WinFile.ENTRY_END_OF_FILE_OFFSET) : 0;
        setModified(stat, buffer.getLong(offset + WinFile.ENTRY_LAST_WRITE_TIME_OFFSET));
        stat.changedNanos = nanos(buffer.getLong(offset + WinFile.ENTRY_CHANGE_TIME_OFFSET));
    }

    /** Reads a {@code BY_HANDLE_FILE_INFORMATION} of an open directory. */
    static void readSelf(ByteBuffer buffer, int at, boolean birthKnown, EntryStat stat) {
        int attributes = buffer.getInt(at + WinFile.BY_HANDLE_ATTRIBUTES_OFFSET);
        long id = (long) buffer.getInt(at + WinFile.BY_HANDLE_INDEX_HIGH_OFFSET) << Integer.SIZE
                | Integer.toUnsignedLong(buffer.getInt(at + WinFile.BY_HANDLE_INDEX_LOW_OFFSET));
        boolean directory = (attributes & WinFile.FILE_ATTRIBUTE_DIRECTORY) != 0;
        fill(
                stat,
                directory ? EntryStat.DIRECTORY : EntryStat.FILE,
                attributes,
                device(buffer, at),
                id,
                birthKnown ? nanos(buffer.getLong(at + WinFile.BY_HANDLE_CREATION_TIME_OFFSET)) : 0);
        stat.size = 0;
        setModified(stat, buffer.getLong(at + WinFile.BY_HANDLE_LAST_WRITE_TIME_OFFSET));
        stat.changedNanos = stat.modifiedNanos;
    }

    static long device(ByteBuffer buffer, int at) {
        return Integer.toUnsignedLong(buffer.getInt(at + WinFile.BY_HANDLE_VOLUME_SERIAL_OFFSET));
    }

    private static void fill(EntryStat stat, int type, int attributes, long device, long id, long birthNanos) {
        stat.type = type;
        stat.complete = true;
        stat.device = device;
        stat.inode = id;
        stat.birthNanos = birthNanos;
        stat.mode = attributes & LASTING_ATTRIBUTES;
        stat.uid = 0;
        stat.gid = 0;
        stat.links = 1;
        stat.racy = false;
        stat.contentHash = 0;
    }

    /** From 100 ns since 1601. */
    static long nanos(long ticks) {
        return EntryStat.nanos(seconds(ticks), fraction(ticks));
    }

    static void setModified(EntryStat stat, long ticks) {
        stat.setModified(seconds(ticks), fraction(ticks));
    }

    private static long seconds(long ticks) {
        return Math.floorDiv(ticks - EPOCH_TICKS, TICKS_PER_SECOND);
    }

    private static long fraction(long ticks) {
        return Math.floorMod(ticks - EPOCH_TICKS, TICKS_PER_SECOND) * (1_000_000_000L / TICKS_PER_SECOND);
    }
}
