package io.github.fswire.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A watcher whose consumer asks for the batches instead of being called.
 *
 * <p>A batch is accepted when the thread that was handed it asks for the next one, or by {@link #accept}. Until then the
 * watcher holds it and merges the changes made meanwhile, so memory stays bounded (G7). Each batch is handed to one consumer:
 * another thread that asks meanwhile waits for the next batch. If a thread ends with a batch, another one is handed it again; a
 * task that fails on a thread that lives on calls {@link #giveBack}. A consumer that hops between threads calls {@link #accept} itself.
 *
 * <p>All methods may be called from any thread.
 */
public interface ChangeQueue extends FileWatcher, Iterable<ChangeBatch> {
    /**
     * Starts watching; as {@link FileWatcher#start}.
     *
     * @param options what to watch and how
     * @return the running queue, to be closed by the caller
     * @throws IOException if a root cannot be watched or no backend works here
     * @throws IllegalArgumentException if an exclusion is not a glob or there is no such backend
     */
    static ChangeQueue open(WatchOptions options) throws IOException {
        return open(options, batch -> {});
    }

    /**
     * Starts watching; as {@link FileWatcher#start}.
     *
     * @param options what to watch and how
     * @param others receives every callback but {@code onBatch}, on the engine's thread
     * @return the running queue, to be closed by the caller
     * @throws IOException if a root cannot be watched or no backend works here
     * @throws IllegalArgumentException if an exclusion is not a glob or there is no such backend
     */
    static ChangeQueue open(WatchOptions options, ChangeListener others) throws IOException {
        Objects.requireNonNull(options, "options");
        return WatcherProvider.find().openQueue(options, Objects.requireNonNull(others, "others"));
    }

    /**
     * Accepts the batch that this thread was handed before, if any, and waits for the next one.
     *
     * @param limit how long to wait; 0 or less does not wait
     * @return the batch, or null if the limit passed first, the queue is closed or the watcher has failed
     * @throws InterruptedException if interrupted while waiting; nothing is lost
     */
    @Nullable
    ChangeBatch poll(Duration limit) throws InterruptedException;

    /**
     * Accepts the batch that this thread was handed before, if any, and waits for the next one without limit.
     *
     * @return the batch, or null once the queue is closed or the watcher has failed
     * @throws InterruptedException if interrupted while waiting; nothing is lost
     */
    @Nullable
    ChangeBatch take() throws InterruptedException;

    /**
     * Accepts the batch that was handed out last, whichever thread has it.
     *
     * @return false if there is none, it has been accepted before, or the queue is closed
     */
    boolean accept();

    /**
     * Gives the batch back that this thread was handed last: whoever asks next, this thread or another, is handed it again.
     *
     * @return false if this thread holds no batch
     */
    boolean giveBack();

    /**
     * Takes batch after batch: {@code hasNext} accepts the one before and blocks. Ends when the queue is closed, the watcher has
     * failed, or the thread is interrupted, whose flag then stays set.
     *
     * @return an iterator for one thread
     */
    @Override
    Iterator<ChangeBatch> iterator();

    /**
     * The same as a stream, which takes the next batch when it is asked for one. It ends as the iterator does, and closing it
     * closes nothing.
     *
     * @return a sequential stream for one thread
     */
    Stream<ChangeBatch> stream();

    /**
     * Blocks until every change made before this call has been accepted (G5). Another thread has to take the batches
     * meanwhile: without one, the limit passes as soon as there is something to deliver.
     *
     * @param limit how long to wait; 0 or less does not wait
     * @return false if the limit passed first
     * @throws IllegalStateException if this thread holds a batch it has not accepted, on the engine's thread, or after close
     * @throws InterruptedException if interrupted while waiting; nothing is lost
     */
    @Override
    boolean sync(Duration limit) throws InterruptedException;

    /**
     * Ends watching (G6) and every wait in this queue. A batch that is not accepted stays so, and counts as one error in the
     * statistics. Idempotent; from inside a
     * callback it returns at once and the watcher ends when that callback returns.
     */
    @Override
    void close();
}
