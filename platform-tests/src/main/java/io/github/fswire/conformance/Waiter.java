package io.github.fswire.conformance;

import java.nio.file.WatchKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A thread that waits for a key. */
final class Waiter implements AutoCloseable {
    private final Thread thread;
    private volatile @Nullable WatchKey key;
    private volatile @Nullable Throwable failure;

    Waiter(Callable<@Nullable WatchKey> call) {
        thread = new Thread(() -> wait(call), "waiter");
        thread.setDaemon(true);
        thread.start();
    }

    private void wait(Callable<@Nullable WatchKey> call) {
        try {
            key = call.call();
        } catch (Throwable e) { // a test asks for it
            failure = e;
        }
    }

    /** Whether it waits: in Java, or in a native method, in which a thread that waits for the kernel counts as running. */
    boolean waits() {
        Thread.State state = thread.getState();
        if (state != Thread.State.RUNNABLE) {
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].isNativeMethod();
    }

    /** Whether it waits no more. */
    boolean isOver() {
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** What it has got. */
    @Nullable
    WatchKey key() {
        return key;
    }

    /** What was thrown instead. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** A subject that does not end its wait keeps its thread, which is a daemon. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
