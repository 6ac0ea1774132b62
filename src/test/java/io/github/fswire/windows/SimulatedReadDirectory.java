package io.github.fswire.windows;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.SteppedSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import org.jspecify.annotations.Nullable;

/** ReadDirectoryChangesW on {@link SimulatedWindows}, with a reader that takes a step for each call of the test. */
public final class SimulatedReadDirectory implements RawBackend {
    /** How often the reader does something although nothing has happened. */
    public static final long CHECK_NANOS = ReadDirectoryReader.CHECK_MILLIS * 1_000_000L;

    private final SimulatedWindows windows;
    private @Nullable Session session;
    private @Nullable String position; // in a history

    /** Opens nothing yet. */
    public SimulatedReadDirectory(SimulatedWindows windows) {
        this.windows = windows;
    }

    /** From now on there is a history, with one position. */
    public void keepHistory() {
        position = "here";
    }

    /** Lets the reader of the latest session take what is there; returns false if there was nothing. */
    public boolean read() {
        return session != null && session.read();
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public RawCapabilities capabilities() {
        return new ReadDirectoryBackend().capabilities();
    }

    @Override
    public @Nullable String unavailableBecause() {
        return null;
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        SessionSetup<WindowsCalls> setup = new SessionSetup<>(
                handler, options, "none", () -> windows, () -> windows, windows::allocate, Thread::new);
        ReadDirectorySession opened = setup.prepare(ReadDirectorySession::prepare);
        Session stepped = new Session(opened, handler);
        session = stepped;
        return stepped;
    }

    private final class Session extends SteppedSession {
        private final ReadDirectorySession session;
        private final NativeMemory memory = windows.allocate(ReadDirectoryReader.MEMORY_BYTES);
        private final ReadDirectoryReader reader;

        Session(ReadDirectorySession session, RawEventHandler handler) {
            super(session, handler);
            this.session = session;
            this.reader = new ReadDirectoryReader(session, handler, windows, memory, windows::nanoTime);
        }

        @Override
        protected boolean step() throws WatchException {
            reader.tick();
            return windows.isReady(session.port()) && reader.step(0);
        }

        @Override
        protected void release() {
            try {
                reader.drain();
            } catch (WatchException e) {
                throw new AssertionError(e);
            }
            memory.close();
            session.release();
        }

        @Override
        public @Nullable String position() {
            return position;
        }
    }
}
