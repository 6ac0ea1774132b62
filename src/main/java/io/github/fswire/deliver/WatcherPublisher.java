package io.github.fswire.deliver;

import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangePublisher;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchStatistics;
import java.time.Duration;
import java.util.concurrent.Flow;

/** A watcher whose listener is a {@link PublisherSubscriptions}. */
public final class WatcherPublisher implements ChangePublisher {
    private final PublisherSubscriptions subscriptions;
    private final FileWatcher watcher;

    /** The listener of {@code watcher} is {@code subscriptions}. */
    public WatcherPublisher(PublisherSubscriptions subscriptions, FileWatcher watcher) {
        this.subscriptions = subscriptions;
        this.watcher = watcher;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChangeBatch> subscriber) {
        subscriptions.subscribe(subscriber);
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
        subscriptions.close();
        watcher.close();
    }
}
