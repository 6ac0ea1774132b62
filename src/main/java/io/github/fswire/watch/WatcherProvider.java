package io.github.fswire.watch;

import java.io.IOException;
import java.util.ServiceLoader;

/**
 * Starts what {@link FileWatcher#start}, {@link ChangeQueue#open(WatchOptions)} and {@link ChangePublisher#open(WatchOptions)}
 * return. The library contains the provider; an application calls those methods instead.
 *
 * <p>{@link ServiceLoader} finds the provider, so that this package does not depend on the engine. All methods may be called from
 * any thread.
 */
public abstract class WatcherProvider {
    /** For the provider. */
    protected WatcherProvider() {}

    /** Finds the provider, which is in the same jar as this class. */
    static WatcherProvider find() {
        return ServiceLoader.load(WatcherProvider.class, WatcherProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("META-INF/services/" + WatcherProvider.class.getName()
                        + " is missing: whatever has packed fswire into another jar must keep that file"));
    }

    /**
     * Starts a watcher; as {@link FileWatcher#start}.
     *
     * @param options what to watch and how
     * @param listener receives the changes
     * @return the running watcher
     * @throws IOException if a root cannot be watched or no backend works here
     */
    public abstract FileWatcher start(WatchOptions options, ChangeListener listener) throws IOException;

    /**
     * Starts a watcher with a queue; as {@link ChangeQueue#open(WatchOptions, ChangeListener)}.
     *
     * @param options what to watch and how
     * @param others receives every callback but {@code onBatch}
     * @return the running queue
     * @throws IOException if a root cannot be watched or no backend works here
     */
    public abstract ChangeQueue openQueue(WatchOptions options, ChangeListener others) throws IOException;

    /**
     * Starts a watcher with a publisher; as {@link ChangePublisher#open(WatchOptions, ChangeListener)}.
     *
     * @param options what to watch and how
     * @param others receives every callback but {@code onBatch}
     * @return the running publisher
     * @throws IOException if a root cannot be watched or no backend works here
     */
    public abstract ChangePublisher openPublisher(WatchOptions options, ChangeListener others) throws IOException;
}
