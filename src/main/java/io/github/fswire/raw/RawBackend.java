package io.github.fswire.raw;

import org.jspecify.annotations.Nullable;

/**
 * One kernel interface for changes. Found by {@link java.util.ServiceLoader}, so that others can add one; implementations
 * have a public constructor without parameters that touches nothing native.
 */
public interface RawBackend {
    /**
     * The name under which users choose the backend.
     *
     * @return a short lower-case word such as {@code inotify}
     */
    String name();

    /**
     * What the backend can do.
     *
     * @return its capabilities
     */
    RawCapabilities capabilities();

    /**
     * Why the backend cannot be used here.
     *
     * @return one sentence, or null if it can be used
     */
    @Nullable
    String unavailableBecause();

    /**
     * Opens a kernel queue and starts its reader thread.
     *
     * @param handler receives the records
     * @param options buffer size, interest and thread name
     * @return the session, to be closed by the caller
     * @throws WatchLimitException if the system's limit of queues or descriptors is reached
     * @throws NativeAccessException if native code cannot be called in this JVM
     * @throws WatchException if the system refuses for another reason
     */
    RawSession open(RawEventHandler handler, RawOptions options) throws WatchException;
}
