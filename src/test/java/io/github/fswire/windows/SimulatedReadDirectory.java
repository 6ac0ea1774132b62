package io.github.fswire.windows;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
import java.util.List;
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

    private final class Session implements RawSession {
        private final ReadDirectorySession session;
        private final RawEventHandler handler;
        private final NativeMemory memory = windows.allocate(ReadDirectoryReader.MEMORY_BYTES);
        private final ReadDirectoryReader reader;
        private boolean ended;
        private boolean reading;

        Session(ReadDirectorySession session, RawEventHandler handler) {
            this.session = session;
            this.handler = handler;
            this.reader = new ReadDirectoryReader(session, handler, windows, memory, windows::nanoTime);
        }

        boolean read() {
            if (ended || reading) {
                return false; // between two of its own calls the one reader does nothing else
            }
            reading = true;
            try {
                reader.tick();
                return windows.isReady(session.port()) && reader.step(0);
            } catch (WatchException | RuntimeException e) {
                handler.onFailure(e);
                end();
                return true;
            } finally {
                reading = false;
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                try {
                    reader.drain();
                } catch (WatchException e) {
                    throw new AssertionError(e);
                }
                memory.close();
                session.release();
            }
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            return session.watch(directory, attachment);
        }

        /** Who hands over something to run may wait for it, and there is nobody else to read meanwhile. */
        @Override
        public void fence(Object token) {
            session.fence(token);
            if (token instanceof Runnable) {
                while (read()) {
                    // until it has passed
                }
            }
        }

        @Override
        public String binding() {
            return session.binding();
        }

        @Override
        public @Nullable String position() {
            return position;
        }

        @Override
        public int watchCount() {
            return session.watchCount();
        }

        @Override
        public List<RawWatch> watches() {
            return session.watches();
        }

        @Override
        public void close() {
            session.close();
            end();
        }
    }
}
