package io.github.fswire.watch;

import java.util.Map;

/** A watcher's {@link WatchStatistics} for management tools; see {@link FileWatcher#mxBean}. */
public interface FileWatcherMXBean {
    /**
     * See {@link WatchStatistics#backend}.
     *
     * @return a name
     */
    String getBackend();

    /**
     * See {@link WatchStatistics#binding}.
     *
     * @return a name
     */
    String getBinding();

    /**
     * The numbers of {@link WatchStatistics} by their names.
     *
     * @return a new map
     */
    Map<String, Long> getStatistics();

    /**
     * See {@link WatchStatistics#missRate}.
     *
     * @return from 0 to 1
     */
    double getMissRate();
}
