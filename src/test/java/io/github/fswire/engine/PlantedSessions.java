package io.github.fswire.engine;

import io.github.fswire.raw.FakeWatch;
import io.github.fswire.raw.ForwardingSession;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sessions with a bug, for {@link Plant}. */
final class PlantedSessions {
    private PlantedSessions() {}

    /** Forgets to bind anew what is watched already. */
    static final class FirstAttachments extends ForwardingSession {
        private final Function<String, @Nullable Object> inodeOf;
        private final Map<@Nullable Object, RawWatch> first = new HashMap<>();

        FirstAttachments(RawSession session, Function<String, @Nullable Object> inodeOf) {
            super(session);
            this.inodeOf = inodeOf;
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            Object inode = inodeOf.apply(directory.toString());
            RawWatch before = first.get(inode);
            Object bound = before != null && before.isActive() ? before.attachment() : attachment;
            RawWatch watch = super.watch(directory, bound);
            first.put(inode, watch);
            return watch;
        }
    }

    /** Keeps the watch that a node has had, whatever has become of it. */
    static final class KeptWatches extends ForwardingSession {
        private final Map<@Nullable Object, RawWatch> first = new HashMap<>();

        KeptWatches(RawSession session) {
            super(session);
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            RawWatch before = first.get(attachment);
            if (before != null && before.isActive()) {
                return before;
            }
            RawWatch watch = super.watch(directory, attachment);
            first.put(attachment, watch);
            return watch;
        }
    }

    /** Takes what has no watch for want of room for watched. */
    static final class Boundless extends ForwardingSession {
        Boundless(RawSession session) {
            super(session);
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            try {
                return super.watch(directory, attachment);
            } catch (WatchLimitException e) {
                return new FakeWatch(directory, attachment);
            }
        }
    }

    /** Watches no file. */
    static final class DirectoriesOnly extends ForwardingSession {
        DirectoriesOnly(RawSession session) {
            super(session);
        }

        @Override
        public @Nullable RawWatch watchFile(NativeName file, @Nullable Object attachment) {
            return null;
        }
    }

    /** Lets fences overtake what is in the queue. */
    static final class QuickFences extends ForwardingSession {
        private final RawEventHandler handler;

        QuickFences(RawSession session, RawEventHandler handler) {
            super(session);
            this.handler = handler;
        }

        @Override
        public void fence(Object token) {
            handler.onFence(token);
        }
    }
}
