package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.calls.Statx;
import io.github.fswire.linux.SimulatedQueue.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a {@link SimulatedKernel} writes into the memory of its process. */
final class LinuxAnswers {
    private static final int DT_DIR = 4;
    private static final int DT_REG = 8;
    private static final int DT_LNK = 10;

    private LinuxAnswers() {}

    /** An entry of a listing; returns where the next one begins. */
    static int putEntry(ByteBuffer target, int offset, Inode inode, String name, boolean hasType) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        int length = DirectoryRecord.NAME_OFFSET + bytes.length + 8 & -8;
        target.putLong(offset, inode.number);
        target.putShort(offset + DirectoryRecord.RECORD_LENGTH_OFFSET, (short) length);
        target.put(offset + DirectoryRecord.TYPE_OFFSET, (byte) (hasType ? listedType(inode.type) : 0));
        target.put(offset + DirectoryRecord.NAME_OFFSET, bytes);
        target.put(offset + DirectoryRecord.NAME_OFFSET + bytes.length, (byte) 0);
        return offset + length;
    }

    private static int listedType(int type) {
        return type == SimulatedDisk.DIRECTORY ? DT_DIR : type == SimulatedDisk.LINK ? DT_LNK : DT_REG;
    }

    /** Everything that statx(2) can tell. */
    static void putStatx(ByteBuffer target, int offset, Inode inode) {
        target.putInt(offset + Statx.MASK, Statx.STATX_BASIC_STATS | Statx.STATX_BTIME);
        target.putInt(offset + Statx.NLINK, inode.links);
        target.putInt(offset + Statx.UID, 0);
        target.putInt(offset + Statx.GID, 0);
        target.putShort(offset + Statx.MODE, (short) (inode.type | inode.permissions));
        target.putLong(offset + Statx.INO, inode.number);
        target.putLong(offset + Statx.SIZE, inode.size);
        putTime(target, offset + Statx.BTIME, inode.birth);
        putTime(target, offset + Statx.CTIME, inode.changed);
        putTime(target, offset + Statx.MTIME, inode.modified);
        target.putInt(offset + Statx.DEV_MAJOR, 8);
        target.putInt(offset + Statx.DEV_MINOR, 1);
    }

    private static void putTime(ByteBuffer target, int offset, long nanos) {
        target.putLong(offset, nanos / 1_000_000_000);
        target.putInt(offset + 8, (int) (nanos % 1_000_000_000));
    }

    /** As many records of inotify(7) as there is room for, but not more than {@code most}; returns how many bytes they are. */
    static int takeEvents(ByteBuffer target, int start, long room, SimulatedQueue queue, int most) {
        int offset = start;
        for (int i = 0; i < most; i++) {
            Event event = queue.events.peek();
            if (event == null || offset - start + event.length() > room) {
                break;
            }
            queue.events.poll();
            offset = putEvent(target, offset, event);
        }
        return offset - start;
    }

    private static int putEvent(ByteBuffer target, int offset, Event event) {
        target.putInt(offset + Inotify.EVENT_WD_OFFSET, event.wd());
        target.putInt(offset + Inotify.EVENT_MASK_OFFSET, event.mask());
        target.putInt(offset + Inotify.EVENT_COOKIE_OFFSET, event.cookie());
        target.putInt(offset + Inotify.EVENT_LEN_OFFSET, event.nameLength());
        for (int n = 0; n < event.nameLength(); n++) {
            int letter = n < event.name().length() ? event.name().charAt(n) : 0;
            target.put(offset + Inotify.EVENT_NAME_OFFSET + n, (byte) letter);
        }
        return offset + event.length();
    }
}
