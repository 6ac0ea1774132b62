package io.github.fswire.windows;

import io.github.fswire.calls.FileNotify;
import io.github.fswire.calls.WinFile;
import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.windows.WindowsHandle.Change;
import io.github.fswire.windows.WindowsHandle.Completion;
import java.nio.ByteBuffer;
import java.util.List;

/** What {@link SimulatedWindows} writes into the memory of its process. */
final class WindowsAnswers {
    private static final long EPOCH_TICKS = 116_444_736_000_000_000L;

    private WindowsAnswers() {}

    /** {@code BY_HANDLE_FILE_INFORMATION}. */
    static void putInformation(ByteBuffer target, int at, Inode inode) {
        target.putInt(at + WinFile.BY_HANDLE_ATTRIBUTES_OFFSET, attributes(inode));
        target.putLong(at + WinFile.BY_HANDLE_CREATION_TIME_OFFSET, ticks(inode.birth()));
        target.putLong(at + WinFile.BY_HANDLE_LAST_WRITE_TIME_OFFSET, ticks(inode.modified()));
        target.putInt(at + WinFile.BY_HANDLE_VOLUME_SERIAL_OFFSET, 1);
        target.putInt(at + WinFile.BY_HANDLE_INDEX_HIGH_OFFSET, (int) (inode.number() >>> 32));
        target.putInt(at + WinFile.BY_HANDLE_INDEX_LOW_OFFSET, (int) inode.number());
    }

    private static int attributes(Inode inode) {
        return switch (inode.type()) {
            case SimulatedDisk.DIRECTORY -> WinFile.FILE_ATTRIBUTE_DIRECTORY;
            case SimulatedDisk.LINK -> WinFile.FILE_ATTRIBUTE_REPARSE_POINT;
            default -> 0x20;
        };
    }

    private static long ticks(long nanos) {
        return nanos / 100 + EPOCH_TICKS;
    }

    /** {@code FILE_ID_BOTH_DIR_INFORMATION}; returns where the next one begins. */
    static int putEntry(ByteBuffer target, int at, String name, Inode inode) {
        target.putInt(at + WinFile.ENTRY_NEXT_OFFSET, 0);
        target.putLong(at + WinFile.ENTRY_CREATION_TIME_OFFSET, ticks(inode.birth()));
        target.putLong(at + WinFile.ENTRY_LAST_WRITE_TIME_OFFSET, ticks(inode.modified()));
        target.putLong(at + WinFile.ENTRY_CHANGE_TIME_OFFSET, ticks(inode.changed()));
        target.putLong(at + WinFile.ENTRY_END_OF_FILE_OFFSET, inode.size());
        target.putInt(at + WinFile.ENTRY_ATTRIBUTES_OFFSET, attributes(inode));
        target.putInt(at + WinFile.ENTRY_NAME_LENGTH_OFFSET, 2 * name.length());
        target.putInt(
                at + WinFile.ENTRY_REPARSE_TAG_OFFSET,
                inode.type() == SimulatedDisk.LINK ? WinFile.IO_REPARSE_TAG_SYMLINK : 0);
        target.putLong(at + WinFile.ENTRY_FILE_ID_OFFSET, inode.number());
        for (int i = 0; i < name.length(); i++) {
            target.putChar(at + WinFile.ENTRY_NAME_OFFSET + 2 * i, name.charAt(i));
        }
        return at + WinFile.ENTRY_NAME_OFFSET + 2 * name.length() + 7 & ~7;
    }

    /** Records of changes, one behind the other; returns where the last one ends. */
    static int putRecords(ByteBuffer target, int start, List<Change> changes, boolean extended) {
        int at = start;
        int last = start;
        int end = start;
        for (Change change : changes) {
            end = putRecord(target, at, change, extended);
            int next = end + 7 & ~7;
            target.putInt(at + FileNotify.NEXT_ENTRY_OFFSET, next - at);
            last = at;
            at = next;
        }
        target.putInt(last + FileNotify.NEXT_ENTRY_OFFSET, 0);
        return end;
    }

    private static int putRecord(ByteBuffer target, int at, Change change, boolean extended) {
        target.putInt(at + FileNotify.ACTION_OFFSET, change.action());
        if (extended) {
            target.putInt(at + FileNotify.EXTENDED_FILE_ATTRIBUTES_OFFSET, change.attributes());
        }
        int length = extended ? FileNotify.EXTENDED_FILE_NAME_LENGTH_OFFSET : FileNotify.FILE_NAME_LENGTH_OFFSET;
        int name = at + (extended ? FileNotify.EXTENDED_FILE_NAME_OFFSET : FileNotify.FILE_NAME_OFFSET);
        target.putInt(at + length, 2 * change.path().length());
        for (int i = 0; i < change.path().length(); i++) {
            target.putChar(name + 2 * i, change.path().charAt(i));
        }
        return name + 2 * change.path().length();
    }

    /** {@code OVERLAPPED_ENTRY}. */
    static void putCompletion(ByteBuffer target, int at, Completion completion) {
        target.putLong(at + WinFile.COMPLETION_KEY_OFFSET, completion.key());
        target.putLong(at + WinFile.COMPLETION_OVERLAPPED_OFFSET, completion.overlapped());
        target.putLong(
                at + WinFile.COMPLETION_STATUS_OFFSET,
                0x7E0047L << 32 | Integer.toUnsignedLong(completion.status())); // the upper half is not part of it
        target.putInt(at + WinFile.COMPLETION_BYTES_OFFSET, completion.bytes());
    }
}
