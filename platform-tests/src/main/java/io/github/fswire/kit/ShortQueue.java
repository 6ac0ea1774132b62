package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RawWatchOptions;
import io.github.fswire.raw.WatchException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the system's queue behave like a short one that is full again and again: by its seed it drops records and hands out an
 * overflow of the whole session after them. The first record is dropped already, so that a session which reads anything has an
 * overflow.
 *
 * <p>As in the kernel, all that was dropped happened before the overflow is handed out, and the overflow comes before the end of
 * the batch and before a fence. The record which ends a watch may be among those that were dropped: then the watch stays active.
 */
public final class ShortQueue implements WrappedBackend.Wrapper {
    private final long seed;
    private final int records;

    /** A queue that drops one to twice {@code records} records, hands out one to {@code records}, and so on. */
    public ShortQueue(long seed, int records) {
        this.seed = seed;
        this.records = records;
    }

    @Override
    public RawSession open(RawBackend real, RawEventHandler handler, RawOptions options) throws WatchException {
        Set<Watch> unended = ConcurrentHashMap.newKeySet();
        Dropping dropping = new Dropping(handler, Seeds.random(seed, "short queue"), records, unended);
        return new Session(real.open(dropping, options), unended);
    }

    /** Between the reader and the handler. Owned by the reader's thread. */
    private static final class Dropping extends ForwardingHandler {
        private final SplittableRandom random;
        private final int records;
        private final Set<Watch> unended;
        private final Cursor cursor = new Cursor();
        private int room; // records that are handed out before the queue is full
        private int excess; // records that are dropped then
        private boolean owed; // an overflow, since a record was dropped

        private Dropping(RawEventHandler target, SplittableRandom random, int records, Set<Watch> unended) {
            super(target);
            this.random = random;
            this.records = records;
            this.unended = unended;
            this.excess = 1 + random.nextInt(2 * records);
        }

        @Override
        public void onEvent(RawEvent event) {
            if (room > 0) {
                room--;
                target.onEvent(cursor.on(event));
                return;
            }
            owed = true;
            if (RawKind.WATCH_ENDED.in(event.kinds()) && event.attachment() instanceof Watch watch) {
                unended.add(watch);
            }
            if (--excess == 0) {
                overflow();
            }
        }

        private void overflow() {
            if (owed) {
                owed = false;
                room = 1 + random.nextInt(records);
                excess = 1 + random.nextInt(2 * records);
                target.onOverflow(cursor.on(null));
            }
        }

        @Override
        public void onOverflow(RawEvent event) {
            target.onOverflow(cursor.on(event));
        }

        @Override
        public void onBatchEnd() {
            overflow();
            target.onBatchEnd();
        }

        @Override
        public void onFence(Object token) {
            overflow();
            target.onFence(token);
        }
    }

    private static final class Session extends ForwardingSession {
        private final Set<Watch> unended; // the records of their ends were dropped

        private Session(RawSession real, Set<Watch> unended) {
            super(real);
            this.unended = unended;
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            Watch watch = new Watch(directory, attachment, unended);
            watch.real = real.watch(directory, watch);
            return watch;
        }

        @Override
        public RawWatch watch(NativeName directory, RawWatchOptions options, @Nullable Object attachment)
                throws WatchException {
            Watch watch = new Watch(directory, attachment, unended);
            watch.real = real.watch(directory, options, watch);
            return watch;
        }

        @Override
        public @Nullable RawWatch watchFile(NativeName file, @Nullable Object attachment) throws WatchException {
            Watch watch = new Watch(file, attachment, unended);
            RawWatch opened = real.watchFile(file, watch);
            watch.real = opened;
            return opened == null ? null : watch;
        }

        @Override
        public int watchCount() {
            return watches().size();
        }

        @Override
        public List<RawWatch> watches() {
            Stream<RawWatch> known =
                    real.watches().stream().map(RawWatch::attachment).map(RawWatch.class::cast);
            return Stream.concat(known, unended.stream()).distinct().toList();
        }
    }

    /** The watch as the handler sees it, and the attachment of the real one. */
    private static final class Watch implements RawWatch {
        private final NativeName path;
        private final @Nullable Object attachment;
        private final Set<Watch> unended;
        private volatile @Nullable RawWatch real; // null for a moment, in which records may come already

        private Watch(NativeName path, @Nullable Object attachment, Set<Watch> unended) {
            this.path = path;
            this.attachment = attachment;
            this.unended = unended;
        }

        @Override
        public NativeName path() {
            return path;
        }

        @Override
        public @Nullable Object attachment() {
            return attachment;
        }

        @Override
        public Object identity() {
            RawWatch present = real;
            if (present == null) {
                throw new IllegalStateException("not watched yet");
            }
            return present.identity();
        }

        @Override
        public boolean isActive() {
            RawWatch present = real;
            return unended.contains(this) || present == null || present.isActive();
        }

        @Override
        public void close() {
            unended.remove(this);
            RawWatch present = real;
            if (present != null) {
                present.close();
            }
        }
    }

    /** A real record with the watch that the handler knows; without one, the overflow of the whole session. */
    private static final class Cursor implements RawEvent {
        private @Nullable RawEvent real;

        private RawEvent on(@Nullable RawEvent event) {
            real = event;
            return this;
        }

        @Override
        public int kinds() {
            return real == null ? RawKind.OVERFLOW.bit() : real.kinds();
        }

        @Override
        public int nativeMask() {
            return real == null ? 0 : real.nativeMask();
        }

        @Override
        public @Nullable RawWatch watch() {
            return real != null && real.attachment() instanceof Watch watch ? watch : null;
        }

        @Override
        public @Nullable Object attachment() {
            RawWatch watch = watch();
            return watch == null ? null : watch.attachment();
        }

        @Override
        public Subject subject() {
            return real == null ? Subject.UNKNOWN : real.subject();
        }

        @Override
        public int cookie() {
            return real == null ? 0 : real.cookie();
        }

        @Override
        public int nameLength() {
            return real == null ? 0 : real.nameLength();
        }

        @Override
        public byte nameByte(int index) {
            return present().nameByte(index);
        }

        @Override
        public int copyName(byte[] target, int offset) {
            return real == null ? 0 : real.copyName(target, offset);
        }

        @Override
        public NativeName toName() {
            return present().toName();
        }

        @Override
        public Path toPath() {
            return present().toPath();
        }

        private RawEvent present() {
            if (real == null) {
                throw new IllegalStateException("an overflow of the whole session has neither name nor path");
            }
            return real;
        }
    }
}
