package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.session.HandlerGuard;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the records in a read buffer: no kernel, no threads, no allocation.
 *
 * <p>It advances by each record's own length and never past the end of what was read. If a handler throws, its exception is
 * reported to it and it receives the next record; a handler that closes the session receives none.
 */
final class InotifyDecoder {
    /** Knows the watches. */
    interface Watches {
        /** The first watch of a wd, or null if it has ended. */
        @Nullable
        InotifyWatch find(int wd);

        /** The kernel has ended a wd; returns its first watch. */
        @Nullable
        InotifyWatch end(int wd);

        /** Whether anything may still be handed out. */
        boolean isOpen();
    }

    private final ByteBuffer buffer;
    private final Watches watches;
    private final HandlerGuard handler;
    private final InotifyEvent event;

    InotifyDecoder(ByteBuffer buffer, Watches watches, RawEventHandler handler) {
        this.buffer = buffer;
        this.watches = watches;
        this.handler = new HandlerGuard(handler);
        this.event = new InotifyEvent(buffer);
    }

    /** Decodes the first {@code length} bytes of the buffer. */
    void decode(int length) {
        int offset = 0;
        while (watches.isOpen() && length - offset >= Inotify.EVENT_NAME_OFFSET) {
            int nameBytes = buffer.getInt(offset + Inotify.EVENT_LEN_OFFSET);
            if (nameBytes < 0 || nameBytes > length - offset - Inotify.EVENT_NAME_OFFSET) {
                break;
            }
            handOut(offset);
            offset += Inotify.EVENT_NAME_OFFSET + nameBytes;
        }
        if (watches.isOpen() && offset != length) {
            handler.failure(new IllegalStateException(
                    "inotify: malformed record at byte " + offset + " of " + length + " read"));
        }
    }

    private void handOut(int offset) {
        int mask = buffer.getInt(offset + Inotify.EVENT_MASK_OFFSET);
        if ((mask & Inotify.IN_Q_OVERFLOW) != 0) { // before the wd, which is -1
            handler.record(event.moveTo(offset, null), true);
            return;
        }
        int wd = buffer.getInt(offset + Inotify.EVENT_WD_OFFSET);
        InotifyWatch watch = (mask & Inotify.IN_IGNORED) != 0 ? watches.end(wd) : watches.find(wd);
        while (watch != null && watches.isOpen()) {
            handler.record(event.moveTo(offset, watch), false);
            watch = watch.next;
        }
    }
}
