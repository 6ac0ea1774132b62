package io.github.fswire.raw;

/**
 * Receives the records of one session's kernel queue, in the kernel's order, on the session's reader thread.
 *
 * <p>While a method runs nothing is read, so a slow handler makes the kernel's queue overflow (which is reported). An
 * exception thrown by any method but {@link #onFailure} is handed to {@link #onFailure} and the reader goes on with the next
 * record.
 */
public interface RawEventHandler {
    /**
     * A record was read.
     *
     * @param event a cursor, valid until this method returns
     */
    void onEvent(RawEvent event);

    /**
     * The kernel dropped records. Nothing shows which ones: inspect everything that {@code event.watch()} covers, or, if the
     * record has a name, that entry and everything below it.
     *
     * @param event a cursor; its watch is null if every watch of the session is concerned
     */
    void onOverflow(RawEvent event);

    /** The queue was read to its end. */
    default void onBatchEnd() {}

    /**
     * Everything that was in the queue when {@link RawSession#fence} was called has been handed out.
     *
     * @param token what was given to {@link RawSession#fence}
     */
    default void onFence(Object token) {}

    /**
     * Something was mounted or unmounted, so that a path may lead to another directory than the one that is watched under it.
     * Only Linux reports that, of all mounts that this process can see.
     */
    default void onMountsChanged() {}

    /**
     * Something went wrong: the queue could not be read, a watch was lost, or this handler threw.
     *
     * @param failure what happened; the session goes on unless {@link #onTerminated} follows
     */
    void onFailure(Exception failure);

    /** The last call: the session is closed or its queue cannot be read any more. */
    default void onTerminated() {}
}
