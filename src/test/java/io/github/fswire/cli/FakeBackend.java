package io.github.fswire.cli;

import io.github.fswire.raw.FakeWatch;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.WatchException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A backend without a kernel: the test plays the reader thread. */
final class FakeBackend implements RawBackend {
    static final NativeName MISSING = NativeName.of(Path.of("/missing").toAbsolutePath());

    final CompletableFuture<RawEventHandler> opened = new CompletableFuture<>();
    volatile boolean closed;

    @Override
    public String name() {
        return "false";
    }

    @Override
    public RawCapabilities capabilities() {
        return new RawCapabilities(
                RawCapabilities.Coverage.DIRECTORY, RawCapabilities.Names.BYTES, true, true, false, true, false);
    }

    @Override
    public @Nullable String unavailableBecause() {
        return null;
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) {
        opened.complete(handler);
        return new Session();
    }

    private final class Session implements RawSession {
        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            if (directory.equals(MISSING)) {
                throw new RootGoneException(directory.toString(), "watch", 2, "ENOENT", "It is missing.");
            }
            return new FakeWatch(directory, attachment);
        }

        @Override
        public void fence(Object token) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String binding() {
            return "none";
        }

        @Override
        public int watchCount() {
            return 1;
        }

        @Override
        public List<RawWatch> watches() {
            return List.of();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /**
     * A record that says something.
     *
     * @param text its string
     * @param watch its watch
     * @param kinds its kinds
     */
    record Reported(String text, @Nullable RawWatch watch, int kinds) implements RawEvent {
        static Reported of(String text, RawKind kind) {
            return new Reported(text, new FakeWatch(NativeName.of("/d"), null), kind.bit());
        }

        static Reported overflow() {
            return new Reported("wd=-1 IN_Q_OVERFLOW", null, RawKind.OVERFLOW.bit());
        }

        @Override
        public int nativeMask() {
            return 0;
        }

        @Override
        public @Nullable Object attachment() {
            return null;
        }

        @Override
        public Subject subject() {
            return Subject.UNKNOWN;
        }

        @Override
        public int cookie() {
            return 0;
        }

        @Override
        public int nameLength() {
            return 0;
        }

        @Override
        public byte nameByte(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int copyName(byte[] target, int offset) {
            return 0;
        }

        @Override
        public NativeName toName() {
            return NativeName.of("");
        }

        @Override
        public Path toPath() {
            throw new IllegalStateException();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
