package io.github.fswire.scan;

/**
 * A scanner that refuses to be used after its end, and to list while it lists: its buffers are in use then.
 *
 * <p>Owned by one thread.
 */
public abstract class GuardedScanner implements Scanner {
    private boolean listing;
    private boolean closed;

    /** An open scanner. */
    protected GuardedScanner() {}

    /** Throws if the scanner is closed: before C is given memory that is not there any more. */
    protected final void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the scanner is closed");
        }
    }

    @Override
    public final int list(int directory, ListingSink sink) {
        checkOpen();
        if (listing) {
            throw new IllegalStateException("a sink must not list: the buffer is in use");
        }
        listing = true;
        try {
            return listAll(directory, sink);
        } finally {
            listing = false;
        }
    }

    /** Does what {@link #list} promises. */
    protected abstract int listAll(int directory, ListingSink sink);

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** Closes every handle still open and frees what the scanner has; called once. */
    protected abstract void release();
}
