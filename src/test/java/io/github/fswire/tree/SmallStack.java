package io.github.fswire.tree;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A thread with so little stack that nothing can recurse once for each of some thousand nested directories. */
public final class SmallStack {
    private static final long BYTES = 192 << 10;

    private SmallStack() {}

    /** What may fail. */
    @FunctionalInterface
    public interface Work {
        /** Works. */
        void run() throws Exception;
    }

    /** Works on such a thread, and throws what that throws. */
    public static void run(Work work) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                },
                "small-stack",
                BYTES);
        thread.start();
        thread.join();
        try {
            done.join();
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
