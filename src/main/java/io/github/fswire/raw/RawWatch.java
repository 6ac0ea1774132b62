package io.github.fswire.raw;

import org.jspecify.annotations.Nullable;

/** One registered directory. All methods may be called from any thread, also from inside a handler. */
public interface RawWatch extends AutoCloseable {
    /**
     * The path under which the directory was registered.
     *
     * @return the path; a directory moved since then keeps its old one
     */
    NativeName path();

    /**
     * The attachment that was given when the directory was registered.
     *
     * @return the attachment, or null
     */
    @Nullable
    Object attachment();

    /**
     * The identity of the directory, whatever its path is. Two watches of one session that have not ended have equal identities
     * exactly if they watch the same directory.
     *
     * @return a value with {@code equals} and {@code hashCode}; it means nothing in another session, and after the directory is
     *     gone another one may get an equal value
     */
    Object identity();

    /**
     * Whether the kernel still reports changes.
     *
     * @return false after {@link #close()}, after the kernel ended the watch, and after the session was closed
     */
    boolean isActive();

    /** Ends the watch; records that are queued already may still be handed out until the next fence. Idempotent. */
    @Override
    void close();
}
