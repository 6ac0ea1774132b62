package io.github.fswire.raw;

/** A session whose reader has no thread: it takes a step when the test asks for one. */
public abstract class SteppedSession extends ForwardingSession {
    private final RawEventHandler handler;
    private boolean reading;
    private boolean ended;

    /** What the reader finds goes to {@code handler}. */
    protected SteppedSession(RawSession session, RawEventHandler handler) {
        super(session);
        this.handler = handler;
    }

    /** Lets the reader take a step; returns false if there was nothing to do. */
    public final boolean read() {
        if (ended || reading) {
            return false; // between two of its own calls the one reader does nothing else
        }
        reading = true;
        try {
            return step();
        } catch (WatchException | RuntimeException e) {
            handler.onFailure(e);
            end();
            return true;
        } finally {
            reading = false;
        }
    }

    /** Takes a step; returns false if there is nothing to do. */
    protected abstract boolean step() throws WatchException;

    /** Releases what the session and its reader hold. */
    protected abstract void release();

    private void end() {
        if (!ended) {
            ended = true;
            release();
        }
    }

    /** Who hands over something to run may wait for it, and there is nobody else to read meanwhile. */
    @Override
    public final void fence(Object token) {
        super.fence(token);
        if (token instanceof Runnable) {
            while (read()) {
                // until it has passed
            }
        }
    }

    @Override
    public final void close() {
        super.close();
        end();
    }
}
