package io.github.fswire.macos;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.session.HandlerGuard;
import io.github.fswire.threads.Threads;
import java.util.concurrent.locks.LockSupport;

/** Takes events from a session's ring and hands them out, and passes fences. Owned by the session's reader thread. */
final class FsEventsReader {
    private static final int SWALLOWS =
            FsEvents.kFSEventStreamEventFlagMustScanSubDirs | FsEvents.kFSEventStreamEventFlagRootChanged;

    private static final int MOST_BATCHES = 64;

    private final FsEventsSession session;
    private final HandlerGuard handler;
    private final EventRing ring;
    private final FsEventsDecoder decoder;
    private final Directories directories;
    private final Directories.Found fenceDirectory;
    private final Fences fences;
    private final byte[] path = new byte[EventRing.MAX_PATH_BYTES];

    FsEventsReader(
            FsEventsSession session,
            RawEventHandler handler,
            EventRing ring,
            Directories directories,
            Directories.Found fenceDirectory,
            Fences fences) {
        this.session = session;
        this.handler = new HandlerGuard(handler);
        this.ring = ring;
        this.decoder = new FsEventsDecoder(handler);
        this.directories = directories;
        this.fenceDirectory = fenceDirectory;
        this.fences = fences;
    }

    /** Until the session is closed. */
    void run() {
        while (session.isOpen()) {
            if (ring.isEmpty() && !session.isAsked()) {
                park();
            }
            step();
        }
    }

    private void park() {
        Threads.clearInterrupt(); // a handler may have left that behind, and nobody would wait any more
        if (fences.isAny()) {
            LockSupport.parkNanos(this, Fences.LIMIT_NANOS / 10);
        } else {
            LockSupport.park(this);
        }
    }

    /** Handles the present events, requests and fences. */
    void step() {
        boolean any = drain();
        any |= reportLost();
        if (any && session.isOpen()) {
            handler.batchEnd();
        }
        for (FsEventsWatch watch = session.nextUncovered(); watch != null; watch = session.nextUncovered()) {
            decoder.self(RawKind.OVERFLOW.bit(), FsEvents.kFSEventStreamEventFlagMustScanSubDirs, watch);
            session.covered(watch);
        }
        for (Object token = session.nextFence(); token != null && session.isOpen(); token = session.nextFence()) {
            fences.begin(token);
        }
        for (Object late = fences.expired(); late != null && session.isOpen(); late = fences.expired()) {
            for (FsEventsWatch watch : session.active()) {
                decoder.self(RawKind.OVERFLOW.bit(), FsEvents.kFSEventStreamEventFlagMustScanSubDirs, watch);
            }
            ring.waiveHistory();
            pass(late);
        }
    }

    /** Hands out events of the ring, only so many at a time that fences get their turn; returns whether there were any. */
    private boolean drain() {
        boolean any = false;
        int batches = 0;
        while (batches < MOST_BATCHES && session.isOpen()) {
            int length = ring.poll(path);
            if (length == EventRing.EMPTY) {
                return any;
            }
            if (length == EventRing.BATCH_END) {
                batches++;
                reportLost(); // it was before what the fences wait for
                passFences();
            } else if (!handOut(length, ring.flags())) {
                fences.repeat();
            }
            any = true;
        }
        return any;
    }

    /** Returns whether the ring has had no room for something. */
    private boolean reportLost() {
        boolean lost = ring.takeLost();
        if (lost) {
            decoder.overflow(FsEvents.kFSEventStreamEventFlagUserDropped);
            ring.waiveHistory();
            fences.repeat();
        }
        return lost;
    }

    /** Returns false if the events of fences may be lost. */
    private boolean handOut(int found, int flags) {
        int length = found > 1 && path[found - 1] == '/' ? found - 1 : found;
        boolean complete = decoder.decode(path, length, flags, session.active());
        if ((flags & FsEvents.kFSEventStreamEventFlagEventIdsWrapped) != 0) {
            session.wrapped();
        }
        if ((flags & FsEvents.kFSEventStreamEventFlagRootChanged) != 0) {
            checkPlaces();
        }
        if (!fences.isAny()) {
            return true;
        }
        fences.see(path, length);
        return complete && ((flags & SWALLOWS) == 0 || !Paths.isAbove(path, length, fenceDirectory.canonical()));
    }

    private void passFences() {
        if (!ring.isHistoryDone()) {
            return; // events of earlier changes may be still to come
        }
        for (Object fence = fences.passed(); fence != null && session.isOpen(); fence = fences.passed()) {
            pass(fence);
        }
    }

    /** Passes a fence, after everything that no event may have reported yet. */
    private void pass(Object fence) {
        checkPlaces();
        for (FsEventsWatch watch : session.active()) {
            if (watch.identity().device()
                    != fenceDirectory.identity().device()) { // another volume's events come by themselves
                decoder.self(RawKind.OVERFLOW.bit(), FsEvents.kFSEventStreamEventFlagMustScanSubDirs, watch);
            }
        }
        if (session.isOpen()) {
            handler.fence(fence);
        }
    }

    /**
     * Reports directories that are not at their paths any more, or are there again. A directory whose name has another
     * spelling now must be watched anew, because events use the new spelling.
     */
    private void checkPlaces() {
        for (FsEventsWatch watch : session.active()) {
            Directories.Found found = directories.at(watch.path());
            boolean here = found != null && found.identity().equals(watch.identity());
            if (found != null && here && !found.canonical().equals(watch.canonical)) {
                session.remove(watch);
                int kinds = RawKind.WATCH_ENDED.bit() | RawKind.SELF_MOVED.bit();
                decoder.self(kinds, FsEvents.kFSEventStreamEventFlagRootChanged, watch);
            } else if (here == watch.hasMoved()) {
                watch.moved(!here);
                decoder.self(RawKind.SELF_MOVED.bit(), FsEvents.kFSEventStreamEventFlagRootChanged, watch);
            }
        }
    }
}
