package io.github.fswire.source;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.pending.PlaceFlags;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.Causes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into pending places, on the reader's thread. It never touches the disk and allocates nothing for a record.
 */
final class EventCollector implements RawEventHandler {
    /** Receives the other events of a session. */
    interface SessionListener {
        /** A failure of one session. */
        void failed(EventCollector session, Exception failure);

        /** Something was mounted or unmounted. */
        void mountsChanged();

        /** A session has ended. */
        void terminated(EventCollector session);
    }

    /** The old place of an entry that was moved and has not arrived yet. */
    private static final class Departure {
        private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        private int cookie;
        private int directory;
        private int length; // 0: there is none

        private void set(int ofMove, int fromDirectory, byte[] fromName, int fromLength) {
            cookie = ofMove;
            directory = fromDirectory;
            length = Math.min(fromLength, name.length);
            System.arraycopy(fromName, 0, name, 0, length);
        }
    }

    private static final int CONTENT_CHANGED = RawKind.MODIFIED.bit() | RawKind.ATTRIBUTES.bit();
    private static final int OF_FILE = CONTENT_CHANGED | RawKind.CLOSE_WRITE.bit();
    private static final int REMOVED = RawKind.DELETED.bit() | RawKind.MOVED_FROM.bit();
    private static final int MOVED_IN = RawKind.MOVED_TO.bit() | RawKind.SELF_MOVED.bit();
    private final Pending pending;
    private final SessionListener listener;
    private final AtomicLong events;
    private final AtomicLong overflows;
    private final OverflowThrottle throttle;
    private final @Nullable Writers writers; // if files settle, and closes are reported
    private final Coverage coverage;
    private final boolean accumulating;
    private volatile boolean live; // events are no longer history from before the start
    private final Departure[] departures =
            IntStream.range(0, 8).mapToObj(i -> new Departure()).toArray(Departure[]::new);
    private int departed; // the last one
    private byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    EventCollector(
            Pending pending,
            SessionListener listener,
            AtomicLong events,
            AtomicLong overflows,
            OverflowThrottle throttle,
            @Nullable Writers writers,
            RawCapabilities capabilities,
            boolean live) {
        this.live = live;
        this.coverage = Coverage.of(capabilities);
        this.accumulating = capabilities.accumulating();
        this.pending = pending;
        this.listener = listener;
        this.events = events;
        this.overflows = overflows;
        this.throttle = throttle;
        this.writers = capabilities.writeClosed() ? writers : null;
    }

    @Override
    public void onEvent(RawEvent event) {
        events.lazySet(events.get() + 1);
        if (event.attachment() instanceof Integer directory) {
            add(directory, event, flags(event), cause(Causes.EVENT));
        } else if (event.attachment() instanceof FileWatches.WatchedFile file && (event.kinds() & OF_FILE) != 0) {
            pending.file(file.identity(), flags(event));
        }
    }

    /** The session has reported all events from before the start. */
    void live() {
        live = true;
    }

    private int cause(int usual) {
        return live ? usual : Causes.RESUME;
    }

    private void add(int directory, RawEvent event, byte flags, int cause) {
        int length = event.nameLength();
        if (length > name.length) {
            name = new byte[2 * length];
        }
        event.copyName(name, 0);
        byte known = (byte) (flags | writer(directory, event, length));
        if (coverage.namesPaths() && length > 0) {
            pending.path(directory, name, length, known, cause);
        } else {
            pending.entry(directory, name, length, known, cause);
            pair(directory, event, length);
        }
    }

    /** The two events of a move come one after the other, perhaps with a few of other moves in between. */
    private void pair(int directory, RawEvent event, int length) {
        if (RawKind.MOVED_FROM.in(event.kinds())) {
            departed = (departed + 1) % departures.length;
            departures[departed].set(event.cookie(), directory, name, length);
        } else if (RawKind.MOVED_TO.in(event.kinds())) {
            for (Departure from : departures) {
                if (from.cookie == event.cookie() && from.length > 0) {
                    pending.moved(from.directory, from.name, from.length, directory, name, length);
                    from.length = 0;
                }
            }
        }
    }

    /** The flags for the writer of a file that was moved here; 0 if nothing is known. */
    private int writer(int directory, RawEvent event, int length) {
        if (writers == null) {
            return 0;
        }
        if (RawKind.WATCH_ENDED.in(event.kinds())) {
            writers.ended(directory);
        }
        boolean isDirectory = event.subject() == RawEvent.Subject.DIRECTORY;
        return isDirectory ? 0 : writers.record(directory, name, length, event.kinds(), event.cookie());
    }

    /**
     * The flags of an event. A created file is a new one, even if its metadata equals that of the file that had its inode
     * before. If a record may repeat earlier ones of the same name, only the flags that cause a further inspection count.
     */
    private byte flags(RawEvent event) {
        int kinds = event.kinds();
        boolean another = RawKind.CREATED.in(kinds) && event.subject() != RawEvent.Subject.DIRECTORY;
        int changed = another || (kinds & CONTENT_CHANGED) != 0 ? PlaceFlags.CONTENT_CHANGED : 0;
        int created = another && event.nameLength() > 0 ? PlaceFlags.CREATED : 0;
        int movedIn = (kinds & MOVED_IN) != 0 ? PlaceFlags.MOVED_IN : 0;
        boolean appeared = RawKind.CREATED.in(kinds) || RawKind.MOVED_TO.in(kinds);
        int arrived = coverage.namesPaths() && appeared && event.subject() != RawEvent.Subject.NOT_DIRECTORY
                ? PlaceFlags.APPEARED
                : 0;
        int writing = RawKind.CLOSE_WRITE.in(kinds)
                ? PlaceFlags.WRITER_CLOSED
                : RawKind.MODIFIED.in(kinds) ? PlaceFlags.WRITING : 0;
        int unmounted = RawKind.UNMOUNTED.in(kinds) ? PlaceFlags.UNMOUNTED : 0;
        boolean removed = (kinds & REMOVED) != 0;
        int left = removed && (RawKind.MOVED_FROM.in(kinds) || !coverage.reportsMoves()) ? PlaceFlags.MOVED_OUT : 0;
        if (accumulating) { // the other flags may be of what was undone since
            return (byte) (arrived | left);
        }
        return (byte) (changed
                | created
                | movedIn
                | writing
                | unmounted
                | arrived
                | (removed ? PlaceFlags.REMOVED : 0)
                | left);
    }

    @Override
    public void onOverflow(RawEvent event) {
        overflows.incrementAndGet();
        if (writers != null) {
            writers.clear();
        }
        if (coverage == Coverage.SUBTREE && event.attachment() instanceof Integer directory) {
            if (event.nameLength() > 0) {
                add(directory, event, PlaceFlags.APPEARED, cause(Causes.RESCAN));
            } else {
                pending.directory(directory, PendingPlaces.SUBTREE, cause(Causes.RESCAN));
            }
            return;
        }
        throttle.owe();
        pending.everything(cause(Causes.RESCAN));
        throttle.rest();
    }

    @Override
    public void onFence(Object token) {
        if (token instanceof Runnable drained) {
            drained.run();
        } else {
            pending.fence(token);
        }
        throttle.passed();
    }

    @Override
    public void onMountsChanged() {
        listener.mountsChanged();
    }

    @Override
    public void onFailure(Exception failure) {
        listener.failed(this, failure);
    }

    @Override
    public void onTerminated() {
        listener.terminated(this);
    }
}
