package io.github.fswire.watch;

import java.time.Duration;
import java.util.concurrent.Flow;

/** A watcher whose listener is a {@link Broadcast}. */
final class WatcherPublisher implements ChangePublisher {
    private final Broadcast broadcast;
    private final FileWatcher watcher;

    /** The listener of {@code watcher} is {@code broadcast}. */
    WatcherPublisher(Broadcast broadcast, FileWatcher watcher) {
        this.broadcast = broadcast;
        this.watcher = watcher;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChangeBatch> subscriber) {
        broadcast.subscribe(subscriber);
    }

    @Override
    public boolean sync(Duration limit) throws InterruptedException {
        return watcher.sync(limit);
    }

    @Override
    public WatchStatistics statistics() {
        return watcher.statistics();
    }

    @Override
    public void close() {
        broadcast.close();
        watcher.close();
    }
}
