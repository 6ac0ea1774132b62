package io.github.fswire.watch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs callbacks one at a time: on the thread that asks, or on an executor's while that thread waits.
 *
 * <p>{@link #isInside} may be called by any thread, {@link #call} by one.
 */
final class Callbacks {
    /** A callback. */
    @FunctionalInterface
    interface Callback {
        /** Runs it. */
        void run() throws Exception;
    }

    private final @Nullable Executor executor;
    private volatile @Nullable Thread inside;

    /** Uses {@code executor}, or if that is null the calling thread. */
    Callbacks(@Nullable Executor executor) {
        this.executor = executor;
    }

    /** Runs a callback to its end; what it throws is thrown, and also what the executor throws that refuses it. */
    void call(Callback callback) throws Exception {
        if (executor == null) {
            run(callback);
            return;
        }
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                run(callback);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void run(Callback callback) throws Exception {
        inside = Thread.currentThread();
        try {
            callback.run();
        } finally {
            inside = null;
        }
    }

    /** Whether the calling thread is running a callback. */
    boolean isInside() {
        return Thread.currentThread() == inside;
    }
}
