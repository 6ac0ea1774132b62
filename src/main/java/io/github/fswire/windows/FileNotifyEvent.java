package io.github.fswire.windows;

import io.github.fswire.calls.FileNotify;
import io.github.fswire.calls.WinFile;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.Utf16Names;
import io.github.fswire.session.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A cursor over one {@code FILE_NOTIFY_INFORMATION}, or {@code FILE_NOTIFY_EXTENDED_INFORMATION}, in a buffer that the kernel has
 * filled; or an event of the watched directory itself, which a completion reports without a record.
 *
 * <pre>
 *  0       4       8       12                      0       4       8 ...   56         60       64 ...  80      84
 *  +-------+-------+-------+--------------+        +-------+-------+-------+----------+--------+-------+-------+------+
 *  | next  | action| length| name, UTF-16 |        | next  | action| times | attributes| tag   | ids   | length| name |
 *  +-------+-------+-------+--------------+        +-------+-------+-------+----------+--------+-------+-------+------+
 * </pre>
 *
 * <p>Records need not be aligned: Wine does not align them. The name is a path below the watched directory, given as {@link
 * Utf16Names} has it; it is turned into bytes when it is first asked for. Valid until the handler returns; allocates only in
 * {@code to...} methods.
 */
final class FileNotifyEvent extends RecordCursor {
    private static final int NO_RECORD = -1;
    static final int MAX_NAME_BYTES = 65_534; // of UTF-16

    private final byte[] name = new byte[MAX_NAME_BYTES / 2 * Utf16Names.BYTES_PER_UNIT];
    private final boolean extended;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int offset = NO_RECORD;
    private int selfKinds; // if there is no record
    private int nameLength;

    /** For records of one of the two forms. */
    FileNotifyEvent(boolean extended) {
        this.extended = extended;
    }

    FileNotifyEvent moveTo(ByteBuffer newBuffer, int newOffset, ReadDirectoryWatch newWatch) {
        moveTo(newWatch);
        buffer = newBuffer;
        offset = newOffset;
        selfKinds = 0;
        nameLength = -1;
        return this;
    }

    /** To what a completion says of the watched directory itself. */
    FileNotifyEvent moveToSelf(int kinds, ReadDirectoryWatch newWatch) {
        moveTo(newWatch);
        offset = NO_RECORD;
        selfKinds = kinds;
        nameLength = 0;
        return this;
    }

    @Override
    public int kinds() {
        check();
        if (offset == NO_RECORD) {
            return selfKinds;
        }
        return switch (nativeMask()) {
            case FileNotify.FILE_ACTION_ADDED -> RawKind.CREATED.bit();
            case FileNotify.FILE_ACTION_REMOVED -> RawKind.DELETED.bit();
            case FileNotify.FILE_ACTION_MODIFIED -> RawKind.MODIFIED.bit() | RawKind.ATTRIBUTES.bit();
            case FileNotify.FILE_ACTION_RENAMED_OLD_NAME -> RawKind.MOVED_FROM.bit();
            case FileNotify.FILE_ACTION_RENAMED_NEW_NAME -> RawKind.MOVED_TO.bit();
            default -> 0;
        };
    }

    /** The action; 0 if the completion itself is all there is. */
    @Override
    public int nativeMask() {
        check();
        return offset == NO_RECORD ? 0 : buffer.getInt(offset + FileNotify.ACTION_OFFSET);
    }

    @Override
    public Subject subject() {
        check();
        if (offset == NO_RECORD) {
            return Subject.DIRECTORY;
        }
        if (!extended) {
            return Subject.UNKNOWN;
        }
        int attributes = buffer.getInt(offset + FileNotify.EXTENDED_FILE_ATTRIBUTES_OFFSET);
        return (attributes & WinFile.FILE_ATTRIBUTE_DIRECTORY) != 0 ? Subject.DIRECTORY : Subject.NOT_DIRECTORY;
    }

    @Override
    public int cookie() {
        check();
        return 0;
    }

    @Override
    public int nameLength() {
        check();
        if (nameLength < 0) {
            int units = offset + (extended ? FileNotify.EXTENDED_FILE_NAME_OFFSET : FileNotify.FILE_NAME_OFFSET);
            int bytes = buffer.getInt(offset
                    + (extended ? FileNotify.EXTENDED_FILE_NAME_LENGTH_OFFSET : FileNotify.FILE_NAME_LENGTH_OFFSET));
            nameLength = Utf16Names.toBytes(buffer, units, bytes, name);
        }
        return nameLength;
    }

    @Override
    public byte nameByte(int index) {
        return name[checkedIndex(index)];
    }

    @Override
    public int copyName(byte[] target, int targetOffset) {
        int length = nameLength();
        System.arraycopy(name, 0, target, targetOffset, length);
        return length;
    }

    @Override
    public NativeName toName() {
        return NativeName.of(name, 0, nameLength());
    }

    @Override
    public Path toPath() {
        return onlyWatch().path().resolve(toName()).toPath();
    }

    @Override
    public String toString() {
        if (!isCurrent()) {
            return "(no longer valid)";
        }
        return offset == NO_RECORD
                ? "(the directory itself)"
                : FileNotify.describe(nativeMask()) + " name=\"" + toName() + '"';
    }
}
