package io.github.fswire.nio;

import io.github.fswire.raw.WatchException;
import java.io.IOException;

/** Where the events of keys come from. Called under the lock of the {@link Registrations}, except {@link #close}. */
interface Source extends AutoCloseable {
    /**
     * Watches a directory: every change made after this method returned is signalled to the key.
     *
     * @return ends that
     * @throws WatchException if the system refuses it
     * @throws IOException if this source cannot be opened
     */
    Watched add(DirectoryKey key, OpenDirectory directory, Request request) throws IOException;

    /** A directory that is watched for a key. */
    interface Watched {
        /** Whether changes are signalled. A source ends this before it reports the end of the key. Any thread may call it. */
        boolean isActive();

        /** Whether this is that very directory and not an earlier one that had the same identity. */
        boolean isOf(OpenDirectory directory) throws IOException;

        /** Changes what is watched to another request; returns false if that needs another source. */
        boolean change(OpenDirectory directory, Request request) throws IOException;

        /** Ends it. */
        void remove();
    }

    /** Ends all. Must not be called under that lock: it waits for a thread that may want it. */
    @Override
    void close();
}
