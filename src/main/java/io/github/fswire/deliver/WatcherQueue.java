package io.github.fswire.deliver;

import io.github.fswire.threads.Nanos;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeQueue;
import io.github.fswire.watch.FileWatcher;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A watcher whose listener is a {@link BatchExchange}. */
public final class WatcherQueue extends ForwardingWatcher implements ChangeQueue {
    private final BatchExchange exchange;

    /** The listener of {@code watcher} is {@code exchange}. */
    public WatcherQueue(BatchExchange exchange, FileWatcher watcher) {
        super(watcher);
        this.exchange = exchange;
    }

    @Override
    public @Nullable ChangeBatch poll(Duration limit) throws InterruptedException {
        return exchange.next(Nanos.of(Objects.requireNonNull(limit, "limit")));
    }

    @Override
    public @Nullable ChangeBatch take() throws InterruptedException {
        return exchange.next(Long.MAX_VALUE);
    }

    @Override
    public boolean accept() {
        return exchange.accept();
    }

    @Override
    public boolean giveBack() {
        return exchange.giveBack();
    }

    @Override
    public Iterator<ChangeBatch> iterator() {
        return new Batches();
    }

    @Override
    public Stream<ChangeBatch> stream() {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(), characteristics), false);
    }

    @Override
    public boolean sync(Duration limit) throws InterruptedException {
        requireAccepted("sync");
        return super.sync(limit);
    }

    @Override
    public boolean reconcile(Duration limit) throws InterruptedException {
        requireAccepted("reconcile");
        return super.reconcile(limit);
    }

    private void requireAccepted(String operation) {
        if (!exchange.isClosed() && exchange.isHeldByCaller()) {
            throw new IllegalStateException(
                    operation + "() with a batch that is not accepted would wait for itself: accept the batch first");
        }
    }

    @Override
    public boolean closeAfterDelivery(Duration limit) throws InterruptedException {
        try {
            return super.closeAfterDelivery(limit);
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        exchange.close();
        super.close();
    }

    private final class Batches implements Iterator<ChangeBatch> {
        private @Nullable ChangeBatch ahead;

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                try {
                    ahead = take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return ahead != null;
        }

        @Override
        public ChangeBatch next() {
            if (!hasNext() || ahead == null) {
                throw new NoSuchElementException("closed or interrupted");
            }
            ChangeBatch batch = ahead;
            ahead = null;
            return batch;
        }
    }
}
