package io.github.fswire.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * A watcher that publishes the batches by the rules of Reactive Streams.
 *
 * <p>Every subscriber gets every batch from its subscription on, on the watcher's thread, as far as it has requested. A batch
 * is accepted when every subscriber has received it. So the subscriber that requests least sets the pace; the watcher merges
 * the changes made meanwhile, and memory stays bounded (G7). While there is no subscriber the first batch waits for one.
 * {@code onComplete} comes when this is closed, {@code onError} when the watcher has failed. A subscriber that throws has
 * cancelled; the others get every batch all the same.
 *
 * <p>All methods may be called from any thread.
 */
public interface ChangePublisher extends FileWatcher, Flow.Publisher<ChangeBatch> {
    /**
     * Starts watching; as {@link FileWatcher#start}.
     *
     * @param options what to watch and how
     * @return the running publisher, to be closed by the caller
     * @throws IOException if a root cannot be watched or no backend works here
     * @throws IllegalArgumentException if an exclusion is not a glob or there is no such backend
     */
    static ChangePublisher open(WatchOptions options) throws IOException {
        return open(options, batch -> {});
    }

    /**
     * The same with a listener for the other callbacks.
     *
     * @param options what to watch and how
     * @param others receives every callback but {@code onBatch}
     * @return the running publisher, to be closed by the caller
     * @throws IOException if a root cannot be watched or no backend works here
     * @throws IllegalArgumentException if an exclusion is not a glob or there is no such backend
     */
    static ChangePublisher open(WatchOptions options, ChangeListener others) throws IOException {
        Objects.requireNonNull(options, "options");
        return WatcherProvider.find().openPublisher(options, Objects.requireNonNull(others, "others"));
    }

    /**
     * Adds a subscriber.
     *
     * @param subscriber receives batches from now on, the one that waits for others included
     */
    @Override
    void subscribe(Flow.Subscriber<? super ChangeBatch> subscriber);

    /**
     * Blocks until every change made before this call has been accepted (G5), that is until every subscriber has got it.
     *
     * @param limit how long to wait; 0 or less does not wait
     * @return false if the limit passed first
     * @throws IllegalStateException inside {@code onNext}, or after close
     * @throws InterruptedException if interrupted while waiting; nothing is lost
     */
    @Override
    boolean sync(Duration limit) throws InterruptedException;

    /**
     * Ends watching (G6) and completes every subscriber; a batch that not all have got is not accepted. Idempotent; from inside
     * {@code onNext} it returns at once and the watcher ends when that call returns.
     */
    @Override
    void close();
}
