package io.github.fswire.pending;

/** Wakes the thread that runs the cycles. All methods may be called by any thread. */
@FunctionalInterface
public interface Waker {
    /** There may be something to do. */
    void wakeUp();

    /** Something was added that is not due before a time. A thread that only notes the time sleeps on at little cost. */
    default void wakeUpAt(long nanos) {
        wakeUp();
    }
}
