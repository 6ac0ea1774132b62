package io.github.fswire.examples.service;

import static io.github.fswire.watch.Change.Type.FILE;
import static io.github.fswire.watch.ListenerOptions.EVERYTHING;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;

/**
 * Works in batches on the files that change in many directories. A batch for which the work throws, or that a crash interrupts,
 * comes again.
 *
 * <p>There is no queue to fill up: while the work takes long, the watcher merges what happens. Its limits: {@link
 * WatchOptions.Builder#depth}, {@code exclude} and {@code include} bound what it watches, 50 bytes of heap for an entry; {@code
 * quietPeriod} bounds how often it inspects a file; {@code reconcileEvery} takes at most a twentieth of a core.
 */
public final class FileService implements AutoCloseable {
    private static final int BATCH = 100;
    private static final Duration STOP = Duration.ofSeconds(5);

    private final FileWatcher watcher;

    /**
     * Starts, with what has changed since the last one with this checkpoint ended.
     *
     * @param urgency puts first what is urgent
     * @param more further options, such as depth and exclusions
     */
    public FileService(
            Collection<Path> roots,
            Collection<String> patterns,
            Comparator<Change> urgency,
            Path checkpoint,
            WatchOptions.Builder more,
            ChangeListener work)
            throws IOException {
        roots.forEach(more::root);
        patterns.forEach(more::include);
        more.checkpoint(checkpoint).reconcileEvery(Duration.ofHours(1));
        more.listener(EVERYTHING.only(FILE).order(urgency).maxBatch(BATCH));
        watcher = FileWatcher.start(more.build(), work);
    }

    /** Waits until the work of every change made before this call is done. */
    public boolean sync(Duration limit) throws InterruptedException {
        return watcher.sync(limit);
    }

    /** What it costs at the moment, and how far behind the work is. */
    public WatchStatistics statistics() {
        return watcher.statistics();
    }

    /** Finishes the work within five seconds; false if some of it is left for the next service. */
    public boolean stop() throws InterruptedException {
        return watcher.closeAfterDelivery(STOP);
    }

    /** Ends at once, and leaves the work to the next service. */
    @Override
    public void close() {
        watcher.close();
    }
}
