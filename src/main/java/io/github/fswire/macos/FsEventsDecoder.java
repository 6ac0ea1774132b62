package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.session.HandlerGuard;
import java.util.List;

/**
 * Hands out events to the watches that they concern: no kernel, no threads, no allocation for an ordinary one.
 *
 * <p>If a handler throws, its exception is reported to it and it receives the next event.
 */
final class FsEventsDecoder {
    private static final int DROPPED = FsEvents.kFSEventStreamEventFlagUserDropped
            | FsEvents.kFSEventStreamEventFlagKernelDropped
            | FsEvents.kFSEventStreamEventFlagEventIdsWrapped;
    private static final int BELOW = FsEvents.kFSEventStreamEventFlagMustScanSubDirs
            | FsEvents.kFSEventStreamEventFlagMount
            | FsEvents.kFSEventStreamEventFlagUnmount;
    private static final int ITEM = 0x7FFF00 & ~FsEvents.kFSEventStreamEventFlagOwnEvent;

    private final HandlerGuard handler;
    private final FsEvent event = new FsEvent();

    FsEventsDecoder(RawEventHandler handler) {
        this.handler = new HandlerGuard(handler);
    }

    /**
     * Hands out one event.
     *
     * @param path its first {@code length} bytes are the path
     * @param watches those that there are
     * @return false if events were lost that may have been about any path
     */
    boolean decode(byte[] path, int length, int flags, List<FsEventsWatch> watches) {
        if ((flags & DROPPED) != 0) {
            overflow(flags);
            return false;
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagHistoryDone) != 0) {
            return true;
        }
        for (FsEventsWatch watch : watches) {
            if ((flags & FsEvents.kFSEventStreamEventFlagRootChanged) != 0) {
                if (Paths.isAbove(path, length, watch.canonical)) {
                    self(RawKind.SELF_MOVED.bit(), flags, watch);
                }
            } else if (Paths.isWithin(path, length, watch.canonical)) {
                within(path, length, flags, watch);
            } else if ((flags & BELOW) != 0 && Paths.isAbove(path, length, watch.canonical)) {
                below(flags, watch);
            }
        }
        return true;
    }

    private void within(byte[] path, int length, int flags, FsEventsWatch watch) {
        int start = Paths.below(length, watch.canonical);
        if (start == length && (flags & BELOW) != 0) {
            below(flags, watch);
        } else if ((flags & BELOW) != 0 || (flags & ITEM) == 0) { // unknown bits, or none: something has changed there
            hand(event.moveTo(path, start, length, flags, RawKind.OVERFLOW.bit(), watch));
        } else {
            hand(event.moveTo(path, start, length, flags, 0, watch));
        }
    }

    private void below(int flags, FsEventsWatch watch) {
        boolean unmounted = (flags & FsEvents.kFSEventStreamEventFlagUnmount) != 0; // another directory is there now
        self(unmounted ? RawKind.UNMOUNTED.bit() | RawKind.SELF_MOVED.bit() : RawKind.OVERFLOW.bit(), flags, watch);
    }

    /** Something has become of a watched root itself. */
    void self(int kinds, int flags, FsEventsWatch watch) {
        hand(event.moveTo(new byte[0], 0, 0, flags, kinds, watch));
    }

    /** Events of any watch are lost. */
    void overflow(int flags) {
        hand(event.moveTo(new byte[0], 0, 0, flags, RawKind.OVERFLOW.bit(), null));
    }

    private void hand(FsEvent now) {
        handler.record(now, RawKind.OVERFLOW.in(now.kinds()));
    }
}
