package io.github.fswire.deliver;

import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangePublisher;
import io.github.fswire.watch.FileWatcher;
import java.time.Duration;
import java.util.concurrent.Flow;

/** A watcher whose listener is a {@link PublisherSubscriptions}. */
public final class WatcherPublisher extends ForwardingWatcher implements ChangePublisher {
    private final PublisherSubscriptions subscriptions;

    /** The listener of {@code watcher} is {@code subscriptions}. */
    public WatcherPublisher(PublisherSubscriptions subscriptions, FileWatcher watcher) {
        super(watcher);
        this.subscriptions = subscriptions;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChangeBatch> subscriber) {
        subscriptions.subscribe(subscriber);
    }

    @Override
    public boolean closeAfterDelivery(Duration limit) throws InterruptedException {
        try {
            return super.closeAfterDelivery(limit);
        } finally {
            subscriptions.close();
        }
    }

    @Override
    public void close() {
        subscriptions.close();
        super.close();
    }
}
