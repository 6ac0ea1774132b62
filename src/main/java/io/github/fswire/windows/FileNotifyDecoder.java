package io.github.fswire.windows;

import io.github.fswire.calls.FileNotify;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.session.HandlerGuard;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/**
 * Hands out the records that a completion has brought: no kernel, no threads, no allocation.
 *
 * <p>It advances by each record's own offset of the next, and never past the end of what was filled. If a handler throws, its
 * exception is reported to it and it receives the next record; a handler that closes the session receives none.
 */
final class FileNotifyDecoder {
    private final HandlerGuard handler;
    private final BooleanSupplier open;
    private final FileNotifyEvent event;
    private final int nameLengthOffset;
    private final int nameOffset;

    /** A decoder for one of the two forms; it hands out nothing when the session is not {@code open} any more. */
    FileNotifyDecoder(RawEventHandler handler, boolean extended, BooleanSupplier open) {
        this.handler = new HandlerGuard(handler);
        this.open = open;
        this.event = new FileNotifyEvent(extended);
        this.nameLengthOffset =
                extended ? FileNotify.EXTENDED_FILE_NAME_LENGTH_OFFSET : FileNotify.FILE_NAME_LENGTH_OFFSET;
        this.nameOffset = extended ? FileNotify.EXTENDED_FILE_NAME_OFFSET : FileNotify.FILE_NAME_OFFSET;
    }

    /** Decodes the first {@code length} bytes of the buffer; returns whether something was renamed. */
    boolean decode(ByteBuffer buffer, int length, ReadDirectoryWatch watch) {
        int offset = 0;
        boolean renamed = false;
        while (open.getAsBoolean()) {
            if (length - offset < nameOffset) {
                malformed(offset, length, watch);
                return renamed;
            }
            int nameBytes = buffer.getInt(offset + nameLengthOffset);
            if (nameBytes < 0 || nameBytes > Math.min(length - offset - nameOffset, FileNotifyEvent.MAX_NAME_BYTES)) {
                malformed(offset, length, watch);
                return renamed;
            }
            int next = buffer.getInt(offset + FileNotify.NEXT_ENTRY_OFFSET);
            renamed |= buffer.getInt(offset + FileNotify.ACTION_OFFSET) == FileNotify.FILE_ACTION_RENAMED_NEW_NAME;
            hand(event.moveTo(buffer, offset, watch));
            if (next == 0) {
                return renamed;
            }
            if (next < nameOffset + nameBytes || next > length - offset) {
                malformed(offset, length, watch);
                return renamed;
            }
            offset += next;
        }
        return renamed;
    }

    /** Something has become of the watched directory itself. */
    void self(int kinds, ReadDirectoryWatch watch) {
        hand(event.moveToSelf(kinds, watch));
    }

    /** A malformed record is lost with everything behind it, and the loss is reported. */
    private void malformed(int offset, int length, ReadDirectoryWatch watch) {
        handler.failure(new IllegalStateException(
                "ReadDirectoryChangesW: malformed record at byte " + offset + " of " + length + " filled"));
        self(RawKind.OVERFLOW.bit(), watch);
    }

    private void hand(FileNotifyEvent now) {
        if (open.getAsBoolean()) {
            handler.record(now, RawKind.OVERFLOW.in(now.kinds()));
        }
    }
}
