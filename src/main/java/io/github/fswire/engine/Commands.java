package io.github.fswire.engine;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commands of users, to be run between two cycles. {@link #submit} may be called by any thread, {@link #run} by the engine's.
 */
final class Commands {
    /** Something to be done. */
    @FunctionalInterface
    interface Command<T> {
        /** Does it. */
        T run(WatchLoop.DiskAccess access) throws IOException;
    }

    private final Lifecycle lifecycle;
    private final Runnable wakeUp;
    private final Queue<Consumer<WatchLoop.@Nullable DiskAccess>> waiting = new ConcurrentLinkedQueue<>();

    Commands(Lifecycle lifecycle, Runnable wakeUp) {
        this.lifecycle = lifecycle;
        this.wakeUp = wakeUp;
    }

    /** Queues a command for the engine thread. The future completes with its result, or fails once the watcher is closed. */
    <T> CompletableFuture<T> submit(Command<T> command) {
        CompletableFuture<T> done = new CompletableFuture<>();
        waiting.add(access -> run(command, access, done));
        if (lifecycle.refuses()) {
            refuse();
        }
        wakeUp.run();
        return done;
    }

    private static <T> void run(Command<T> command, WatchLoop.@Nullable DiskAccess access, CompletableFuture<T> done) {
        if (access == null) {
            done.completeExceptionally(new IllegalStateException("the watcher is closed: start another one"));
            return;
        }
        try {
            done.complete(command.run(access));
        } catch (IOException | IllegalArgumentException e) {
            done.completeExceptionally(e);
        } finally {
            done.completeExceptionally(new IllegalStateException("the watcher has failed"));
        }
    }

    /** Runs the waiting commands. */
    void run(WatchLoop.DiskAccess access) {
        forEach(access);
    }

    /** Nothing is done any more. */
    void refuse() {
        forEach(null);
    }

    private void forEach(WatchLoop.@Nullable DiskAccess access) {
        for (Consumer<WatchLoop.@Nullable DiskAccess> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.accept(access);
        }
    }
}
