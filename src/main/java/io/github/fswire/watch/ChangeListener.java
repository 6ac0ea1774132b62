package io.github.fswire.watch;

/**
 * Receives batches, one at a time, in order: on the watcher's engine thread, or on one of its own if the watcher has several
 * listeners.
 *
 * <p>A listener that is slow delays later batches, which grow by merging; it loses nothing (G7). A listener that throws gets
 * the same batch again after a pause. Neither delays another listener.
 *
 * <p>Exceptions and errors are treated alike, with an executor and without: they are logged or reported to {@link #onError}, an
 * error as the cause of an exception, and the watcher goes on. Only a {@link VirtualMachineError} other than {@link
 * StackOverflowError}, such as {@link OutOfMemoryError}, ends the watcher, because the virtual machine may not be able to go on.
 * A callback that leaves its thread interrupted interrupts nothing.
 */
@FunctionalInterface
public interface ChangeListener {
    /**
     * Changes to apply.
     *
     * @param batch the next batch
     * @throws Exception if the batch could not be applied: it is reported to {@link #onError} and delivered again
     */
    void onBatch(ChangeBatch batch) throws Exception;

    /**
     * The initial scan goes on. Called once for every 10,000 entries of it.
     *
     * @param entries how many have been found so far
     */
    default void onScanProgress(int entries) {}

    /**
     * The kernel dropped records; a rescan follows, and nothing is lost.
     *
     * @param overflows how many times that has happened in this watcher
     */
    default void onOverflow(long overflows) {}

    /**
     * The watcher inspects places that the kernel does not watch every interval from now on. Called once for each reason.
     *
     * @param notice how many, why and what to do about it
     */
    default void onDegraded(DegradedNotice notice) {}

    /**
     * The watcher's state has changed: places are not watched any more or are again, a root is missing or back, the watcher has
     * failed. Called after the changes that belong to it, and at the start only if not everything is watched.
     *
     * @param state the new state
     */
    default void onState(WatcherState state) {}

    /**
     * Something went wrong that is not a change: this listener threw, a place cannot be read, a root is gone. If a listener
     * that does not override this throws, the first exception is logged with its stack trace; all errors are counted in the
     * {@link WatchStatistics}.
     *
     * @param error what happened; a {@code WatchException} carries operation, path, code and advice
     */
    default void onError(Exception error) {}

    /**
     * The watcher has failed and ends; {@link #onError} received the reason before. No further call follows. The watcher must
     * still be closed. Not called because the watcher is closed.
     */
    default void onEnd() {}
}
