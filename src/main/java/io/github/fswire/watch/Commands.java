package io.github.fswire.watch;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What users want to be done between two rounds. {@link #give} may be called by any thread, {@link #obey} by the engine's. */
final class Commands {
    /** Something to be done. */
    @FunctionalInterface
    interface Command<T> {
        /** Does it. */
        T run(Looker looker) throws IOException;
    }

    private final Rounds.Host host;
    private final Queue<Consumer<@Nullable Looker>> waiting = new ConcurrentLinkedQueue<>();

    Commands(Rounds.Host host) {
        this.host = host;
    }

    /** Wants something to be done; the future tells its result, or fails once the watcher is closed. */
    <T> CompletableFuture<T> give(Command<T> command) {
        CompletableFuture<T> done = new CompletableFuture<>();
        waiting.add(looker -> run(command, looker, done));
        if (host.isClosed()) {
            refuse();
        }
        host.wakeUp();
        return done;
    }

    private static <T> void run(Command<T> command, @Nullable Looker looker, CompletableFuture<T> done) {
        if (looker == null) {
            done.completeExceptionally(new IllegalStateException("closed"));
            return;
        }
        try {
            done.complete(command.run(looker));
        } catch (IOException | IllegalArgumentException e) {
            done.completeExceptionally(e);
        } finally {
            done.completeExceptionally(new IllegalStateException("the watcher has failed"));
        }
    }

    /** Does what was wanted. */
    void obey(Looker looker) {
        forEach(looker);
    }

    /** Nothing is done any more. */
    void refuse() {
        forEach(null);
    }

    private void forEach(@Nullable Looker looker) {
        for (Consumer<@Nullable Looker> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.accept(looker);
        }
    }
}
