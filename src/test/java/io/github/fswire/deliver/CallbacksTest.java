package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbacksTest {
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private static Callbacks callbacks(@Nullable Executor executor) {
        return new Callbacks(executor, ConcurrentHashMap.newKeySet());
    }

    private @Nullable Executor executor(String kind) {
        return switch (kind) {
            case "none" -> null;
            case "direct" -> Runnable::run;
            default -> pool;
        };
    }

    /** Listeners in other languages throw it without declaring it. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "direct", "pool"})
    void E2_whatIsNeitherErrorNorExceptionIsAnException(String kind) {
        Callbacks callbacks = callbacks(executor(kind));
        Throwable undeclared = new Throwable("from another language");
        assertThatIllegalStateException()
                .isThrownBy(() -> callbacks.call(() -> CallbacksTest.<RuntimeException>raise(undeclared)))
                .withMessageStartingWith("a callback has thrown java.lang.Throwable")
                .withCause(undeclared);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void raise(Throwable throwable) throws T {
        throw (T) throwable;
    }

    /** One rule, whoever's thread it is: what is thrown can be reported and the callback run again. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "direct", "pool"})
    void E2_everyErrorIsAnExceptionUnlessTheMachineIsBroken(String kind) {
        Callbacks callbacks = callbacks(executor(kind));
        for (Error error : List.of(
                new AssertionError("no"), new NoClassDefFoundError("X"), new StackOverflowError(), new Error("e"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> callbacks.call(() -> {
                        throw error;
                    }))
                    .withMessageStartingWith("a callback has thrown java.lang.")
                    .withCause(error);
        }
        for (Error error : List.of(new OutOfMemoryError("none"), new InternalError("broken"))) {
            assertThatExceptionOfType(VirtualMachineError.class)
                    .isThrownBy(() -> callbacks.call(() -> {
                        throw error;
                    }))
                    .isSameAs(error);
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> callbacks.call(() -> {
                    throw new IOException("as it is");
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "direct", "pool"})
    void E3_noInterruptIsLeftBehind(String kind) throws Exception {
        Callbacks callbacks = callbacks(executor(kind));
        callbacks.call(() -> Thread.currentThread().interrupt());
        assertThat(Thread.interrupted()).isFalse();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> callbacks.call(() -> {
                    Thread.currentThread().interrupt();
                    throw new IOException("as well");
                }));
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Else the same batch would be delivered while the listener is still at work on it. */
    @Test
    void E7_anInterruptDoesNotEndTheWaitForACallback() throws Exception {
        Thread self = Thread.currentThread();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch interrupted = new CountDownLatch(1);
        Callbacks callbacks = callbacks(task -> {
            pool.execute(task);
            self.interrupt();
            interrupted.countDown();
        });
        callbacks.call(() -> {
            interrupted.await();
            runs.incrementAndGet();
        });
        assertThat(runs).hasValue(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void E7_anExecutorThatThrowsAlthoughItRunsTheCallbackHasNotRefusedIt() throws Exception {
        CountDownLatch thrown = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        Callbacks callbacks = callbacks(task -> {
            pool.execute(task);
            try {
                begun.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            thrown.countDown();
            throw new RejectedExecutionException("after all");
        });
        callbacks.call(() -> {
            begun.countDown();
            thrown.await();
            order.add("run");
        });
        order.add("returned");
        assertThat(order).containsExactly("run", "returned");
    }

    @Test
    void E7_whatWasRefusedIsNotRunLater() {
        List<Runnable> kept = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        Callbacks callbacks = callbacks(task -> {
            kept.add(task);
            throw new RejectedExecutionException("full");
        });
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> callbacks.call(runs::incrementAndGet));
        kept.forEach(Runnable::run);
        assertThat(runs).hasValue(0);
    }

    /** It has no thread left, or the one that it has is the one that closes. */
    @Test
    void G6_aCallbackThatTheExecutorHasNotBegunIsGivenUp() throws Exception {
        List<Runnable> kept = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch given = new CountDownLatch(1);
        Callbacks callbacks = callbacks(task -> {
            kept.add(task);
            given.countDown();
        });
        CompletableFuture<Void> called =
                CompletableFuture.runAsync(() -> assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> callbacks.call(runs::incrementAndGet)));
        given.await();
        callbacks.close();
        called.get();
        kept.forEach(Runnable::run);
        assertThat(runs).hasValue(0);
    }
}
