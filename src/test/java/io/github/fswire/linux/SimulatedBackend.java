package io.github.fswire.linux;

import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeMemory;
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

/** inotify on a {@link SimulatedKernel}, with a reader that takes a step for each call of the test. */
public final class SimulatedBackend implements RawBackend {
    private static final int BUFFER_BYTES = 1024;

    private final SimulatedKernel kernel;
    private @Nullable Session session;

    /** Opens nothing yet. */
    public SimulatedBackend(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    /** Lets the reader of the latest session read once; returns false if there was nothing to do. */
    public boolean read() {
        return session != null && session.read();
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public RawCapabilities capabilities() {
        return new InotifyBackend().capabilities();
    }

    @Override
    public @Nullable String unavailableBecause() {
        return null;
    }

    @Override
    public RawSession open(RawEventHandler handler, RawOptions options) throws WatchException {
        SessionSetup<LinuxCalls> setup =
                new SessionSetup<>(handler, options, "none", () -> kernel, () -> kernel, kernel::allocate, Thread::new);
        InotifySession opened = setup.prepare(InotifySession::prepare);
        Session stepped = new Session(opened, handler);
        session = stepped;
        return stepped;
    }

    private final class Session implements RawSession {
        private final InotifySession session;
        private final RawEventHandler handler;
        private final NativeMemory memory = kernel.allocate(InotifyReader.memoryBytes(BUFFER_BYTES));
        private final InotifyReader reader;
        private boolean inside; // a batch
        private boolean ended;

        Session(InotifySession session, RawEventHandler handler) {
            this.session = session;
            this.handler = handler;
            this.reader = new InotifyReader(session, handler, kernel, memory, BUFFER_BYTES);
        }

        boolean read() {
            if (ended || !inside && !kernel.isReady(session.fd()) && !kernel.isReady(session.wakeFd())) {
                return false;
            }
            try {
                if (!inside) {
                    reader.await();
                }
                inside = reader.step();
            } catch (WatchException | RuntimeException e) {
                handler.onFailure(e);
                end();
            }
            return true;
        }

        private void end() {
            if (!ended) {
                ended = true;
                memory.close();
                session.release();
            }
        }

        @Override
        public RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException {
            return session.watch(directory, attachment);
        }

        @Override
        public RawWatch watchFile(NativeName file, @Nullable Object attachment) throws WatchException {
            return session.watchFile(file, attachment);
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
