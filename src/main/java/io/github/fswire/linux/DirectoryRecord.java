package io.github.fswire.linux;

import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;

/**
 * A cursor over one {@code struct linux_dirent64} in the buffer of getdents64(2).
 *
 * <pre>
 *  0       8       16       18     19
 *  +-------+-------+--------+------+-------------------------------+
 *  | d_ino | d_off | reclen | type | name, NUL, padding up to 8    |
 *  +-------+-------+--------+------+-------------------------------+
 * </pre>
 *
 * <p>Owned by the scanner's thread. The name's bytes are copied once, when the cursor is moved.
 */
final class DirectoryRecord {
    static final int RECORD_LENGTH_OFFSET = 16;
    static final int TYPE_OFFSET = 18;
    static final int NAME_OFFSET = 19;

    /** Records are padded to a multiple of this, so the NUL is among the last so many bytes. */
    private static final int ALIGNMENT = 8;

    private static final int DT_DIR = 4;
    private static final int DT_REG = 8;
    private static final int DT_LNK = 10;

    private final ByteBuffer buffer;
    private byte[] name = new byte[512]; // grows: some file systems have names of more than 255 bytes
    private int offset;
    private int recordLength;
    private int nameLength;

    DirectoryRecord(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Moves the cursor.
     *
     * @param offset where a record begins
     * @param end where the kernel's data end
     * @throws IllegalStateException if the record does not fit
     */
    void moveTo(int offset, int end) {
        this.offset = offset;
        recordLength = Short.toUnsignedInt(buffer.getShort(offset + RECORD_LENGTH_OFFSET));
        if (recordLength <= NAME_OFFSET || recordLength > end - offset) {
            throw new IllegalStateException(
                    "getdents64: a record of " + recordLength + " bytes at " + offset + " of " + end);
        }
        int padded = recordLength - NAME_OFFSET;
        if (padded > name.length) {
            name = new byte[padded];
        }
        buffer.get(offset + NAME_OFFSET, name, 0, padded);
        int length = Math.max(0, padded - ALIGNMENT);
        while (length < padded && name[length] != 0) {
            length++;
        }
        nameLength = length;
    }

    /** Length of the record in bytes. */
    int recordLength() {
        return recordLength;
    }

    /** The name from index 0; reused when the cursor moves. */
    byte[] name() {
        return name;
    }

    /** Length of the name in bytes. */
    int nameLength() {
        return nameLength;
    }

    /** Where the name begins in the buffer; it ends with NUL there. */
    int nameOffset() {
        return offset + NAME_OFFSET;
    }

    /** Whether the record is the directory itself or its parent. */
    boolean isDots() {
        return name[0] == '.' && (nameLength == 1 || nameLength == 2 && name[1] == '.');
    }

    /** Type by the constants of {@link EntryStat}; file systems whose records have no type yield {@link EntryStat#OTHER}. */
    int type() {
        return switch (buffer.get(offset + TYPE_OFFSET)) {
            case DT_REG -> EntryStat.FILE;
            case DT_DIR -> EntryStat.DIRECTORY;
            case DT_LNK -> EntryStat.SYMLINK;
            default -> EntryStat.OTHER;
        };
    }
}
