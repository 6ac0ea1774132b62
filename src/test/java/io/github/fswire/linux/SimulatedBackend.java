package io.github.fswire.linux;

import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.SteppedSession;
import io.github.fswire.raw.WatchException;
import io.github.fswire.session.SessionSetup;
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

    private final class Session extends SteppedSession {
        private final InotifySession session;
        private final NativeMemory memory = kernel.allocate(InotifyReader.memoryBytes(BUFFER_BYTES));
        private final InotifyReader reader;
        private boolean inside; // a batch

        Session(InotifySession session, RawEventHandler handler) {
            super(session, handler);
            this.session = session;
            this.reader = new InotifyReader(session, handler, kernel, memory, BUFFER_BYTES);
        }

        @Override
        protected boolean step() throws WatchException {
            if (!inside) {
                if (!kernel.isReady(session.fd()) && !kernel.isReady(session.wakeFd())) {
                    return false;
                }
                reader.await();
            }
            inside = reader.step();
            return true;
        }

        @Override
        protected void release() {
            memory.close();
            session.release();
        }
    }
}
