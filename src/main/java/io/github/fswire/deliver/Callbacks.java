package io.github.fswire.deliver;

import io.github.fswire.threads.Threads;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs callbacks one at a time: on the thread that asks, or on an executor's while that thread waits.
 *
 * <h2>Errors</h2>
 *
 * Everything that a callback throws is thrown as an exception, so that it can be reported and the callback run again. Exempt
 * are the errors of a virtual machine that is broken or has no memory left, but not a stack overflow, which is the callback's
 * own fault.
 *
 * <h2>Interrupts</h2>
 *
 * A callback may leave its thread interrupted. The watcher's own thread is not interrupted afterwards: the next file or channel
 * that it used would be closed. Only the end of a callback ends the wait for it.
 *
 * <p>{@link #close} may be called by any thread, {@link #call} by one.
 */
final class Callbacks {
    /** A callback. */
    @FunctionalInterface
    interface Callback {
        /** Runs it. */
        void run() throws Exception;
    }

    /** A callback that an executor was given. */
    private final class Task implements Runnable {
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private final AtomicBoolean taken = new AtomicBoolean();
        private final Callback callback;

        Task(Callback callback) {
            this.callback = callback;
        }

        @Override
        public void run() {
            if (!taken.compareAndSet(false, true)) {
                return; // given up
            }
            try {
                Callbacks.this.run(callback);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        }

        void giveUp() {
            if (taken.compareAndSet(false, true)) {
                done.completeExceptionally(new CancellationException("closed before the executor ran the callback"));
            }
        }
    }

    private final @Nullable Executor executor;
    private final Set<Thread> inside;
    private volatile @Nullable Task task;
    private volatile boolean closed;

    /**
     * Uses {@code executor}, or if that is null the calling thread.
     *
     * @param inside the threads that run a callback of the watcher; thread-safe
     */
    Callbacks(@Nullable Executor executor, Set<Thread> inside) {
        this.executor = executor;
        this.inside = inside;
    }

    /**
     * Runs a callback to its end, and throws the exception of the callback, or of an executor that refuses it.
     *
     * @throws VirtualMachineError if the virtual machine cannot go on
     * @throws Exception for anything else, with an error as its cause
     */
    void call(Callback callback) throws Exception {
        call(callback, executor);
    }

    /** The same on the calling thread, whatever the executor is. */
    void callHere(Callback callback) throws Exception {
        call(callback, null);
    }

    private void call(Callback callback, @Nullable Executor target) throws Exception {
        try {
            if (target == null) {
                run(callback);
            } else {
                execute(callback, target);
            }
        } catch (Exception e) {
            throw e;
        } catch (Throwable e) { // an error, or what other languages throw without declaring it
            if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
                throw fatal;
            }
            throw new IllegalStateException("a callback has thrown " + e, e);
        } finally {
            Threads.clearInterrupt();
        }
    }

    private void execute(Callback callback, Executor target) throws Exception {
        Task given = new Task(callback);
        task = given;
        try {
            target.execute(given);
        } catch (RuntimeException | Error e) {
            if (given.taken.compareAndSet(false, true)) {
                throw e;
            } // else it runs all the same
        }
        if (closed) {
            given.giveUp();
        }
        await(given.done);
        task = null;
    }

    private static void await(CompletableFuture<@Nullable Void> done) throws Exception {
        while (true) {
            try {
                done.get();
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                if (e.getCause() instanceof Error cause) {
                    throw cause;
                }
                throw new IllegalStateException("a callback has thrown " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Threads.clearInterrupt(); // the callback runs on
            }
        }
    }

    /** A callback that the executor has not begun is not run any more: perhaps it is its thread that closes the watcher. */
    void close() {
        closed = true;
        Task present = task;
        if (present != null) {
            present.giveUp();
        }
    }

    private void run(Callback callback) throws Exception {
        Thread thread = Thread.currentThread();
        inside.add(thread);
        try {
            callback.run();
        } finally {
            inside.remove(thread);
        }
    }
}
