package io.github.fswire.engine;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawWatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is between a backend and the engine, with a bug, for {@link Plant}. */
final class PlantedHandlers {
    private PlantedHandlers() {}

    /** Drops events. */
    static final class Without extends ForwardingHandler {
        private final Predicate<RawEvent> dropped;

        Without(RawEventHandler handler, Predicate<RawEvent> dropped) {
            super(handler);
            this.dropped = dropped;
        }

        @Override
        public void onEvent(RawEvent event) {
            if (!dropped.test(event)) {
                super.onEvent(event);
            }
        }
    }

    /** Drops overflows. */
    static final class WithoutOverflow extends ForwardingHandler {
        private final boolean onlyTheFirst;
        private boolean any;

        WithoutOverflow(RawEventHandler handler, boolean onlyTheFirst) {
            super(handler);
            this.onlyTheFirst = onlyTheFirst;
        }

        @Override
        public void onOverflow(RawEvent event) {
            if (any && onlyTheFirst) {
                super.onOverflow(event);
            }
            any = true;
        }
    }

    /** Does not pass on the end of a session. */
    static final class WithoutEnd extends ForwardingHandler {
        WithoutEnd(RawEventHandler handler) {
            super(handler);
        }

        @Override
        public void onTerminated() {}
    }

    /** Passes nothing of a watch on after an overflow of that watch. */
    static final class DeafAfterOverflow extends ForwardingHandler {
        private final Set<@Nullable RawWatch> deaf = new HashSet<>();

        DeafAfterOverflow(RawEventHandler handler) {
            super(handler);
        }

        @Override
        public void onOverflow(RawEvent event) {
            if (deaf.add(event.watch())) {
                super.onOverflow(event);
            }
        }

        @Override
        public void onEvent(RawEvent event) {
            if (!deaf.contains(event.watch()) || RawKind.WATCH_ENDED.in(event.kinds())) {
                super.onEvent(event);
            }
        }
    }

    /** Forgets at the end of a batch that one half of a rename was in it. */
    static final class PairsWithinABatch extends ForwardingHandler {
        private boolean first;

        PairsWithinABatch(RawEventHandler handler) {
            super(handler);
        }

        @Override
        public void onEvent(RawEvent event) {
            if (RawKind.MOVED_FROM.in(event.kinds())) {
                first = true;
                super.onEvent(event);
            } else if (RawKind.MOVED_TO.in(event.kinds())) {
                if (first) {
                    super.onEvent(event);
                }
                first = false;
            } else {
                super.onEvent(event);
            }
        }

        @Override
        public void onBatchEnd() {
            first = false;
            super.onBatchEnd();
        }
    }

    /** Has other kinds than the event. */
    static final class Altered extends ForwardingHandler {
        private final int without;

        Altered(RawEventHandler handler, RawKind... without) {
            super(handler);
            int bits = 0;
            for (RawKind kind : without) {
                bits |= kind.bit();
            }
            this.without = bits;
        }

        @Override
        public void onEvent(RawEvent event) {
            super.onEvent(new Event(event, event.kinds() & ~without, event.subject(), event.toName()));
        }
    }

    /** Names what is below a renamed directory by its old path. */
    static final class OldPaths extends ForwardingHandler {
        private final Map<String, String> renamed = new TreeMap<>(); // new to old
        private String from = "";

        OldPaths(RawEventHandler handler) {
            super(handler);
        }

        @Override
        public void onEvent(RawEvent event) {
            String name = event.toName().toString();
            if (RawKind.MOVED_FROM.in(event.kinds())) {
                from = name;
            }
            if (RawKind.MOVED_TO.in(event.kinds()) && !from.isEmpty()) {
                renamed.put(name + "/", from + "/");
                from = "";
            }
            for (Map.Entry<String, String> entry : renamed.entrySet()) {
                if (name.startsWith(entry.getKey())) {
                    name = entry.getValue() + name.substring(entry.getKey().length());
                    break;
                }
            }
            super.onEvent(new Event(event, event.kinds(), event.subject(), NativeName.of(name)));
        }
    }

    private record Event(RawEvent event, int kinds, RawEvent.Subject subject, NativeName name) implements RawEvent {
        @Override
        public int nativeMask() {
            return event.nativeMask();
        }

        @Override
        public @Nullable RawWatch watch() {
            return event.watch();
        }

        @Override
        public @Nullable Object attachment() {
            return event.attachment();
        }

        @Override
        public int cookie() {
            return event.cookie();
        }

        @Override
        public int nameLength() {
            return name.length();
        }

        @Override
        public byte nameByte(int index) {
            return name.byteAt(index);
        }

        @Override
        public int copyName(byte[] target, int offset) {
            byte[] bytes = name.toString().getBytes(StandardCharsets.US_ASCII); // as all names of a simulation are
            System.arraycopy(bytes, 0, target, offset, bytes.length);
            return bytes.length;
        }

        @Override
        public NativeName toName() {
            return name;
        }

        @Override
        public Path toPath() {
            return event.toPath();
        }
    }
}
