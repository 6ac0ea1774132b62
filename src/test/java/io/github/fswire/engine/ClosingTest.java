package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.platform.Platform;
import io.github.fswire.polling.PollingBackend;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is closed while it is at work. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClosingTest {
    @TempDir
    private Path root;

    @TempDir
    private Path outside;

    private final CountDownLatch reading = new CountDownLatch(1);

    /** Reads files that have no end. */
    private final class Endless extends ForwardingScanner {
        Endless(Scanner scanner) {
            super(scanner);
        }

        @Override
        public int contentHash(int directory, byte[] name, int length, BooleanSupplier over) {
            reading.countDown();
            while (!over.getAsBoolean()) {
                Thread.onSpinWait();
            }
            return 0;
        }
    }

    private Engine engine(WatchOptions.Builder options) throws IOException {
        return new Engine(
                options.root(root).backend(PollingBackend.NAME).build(),
                batch -> {},
                new PollingBackend(),
                path -> WatchRegistry.Verdict.POLLED_ON_REQUEST,
                () -> new Endless(Platform.openScanner()));
    }

    /** A large file is read at the start, or later; with a checkpoint there is a moment more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void E4_aFileIsNotReadToItsEnd(boolean kept) throws Exception {
        WatchOptions.Builder options = WatchOptions.builder().verify(WatchOptions.Verify.CONTENT);
        if (kept) {
            options.checkpoint(outside.resolve("state"));
        }
        Engine engine = engine(options);
        engine.start();
        Files.createFile(root.resolve("large"));
        reading.await();
        engine.close();
    }

    @Test
    void E4_aStartEndsAsWell() throws Exception {
        Files.createFile(root.resolve("large"));
        Engine engine = engine(WatchOptions.builder().verify(WatchOptions.Verify.CONTENT));
        CompletableFuture<Void> started = CompletableFuture.runAsync(
                () -> assertThatThrownBy(engine::start).isInstanceOf(IllegalStateException.class));
        reading.await();
        engine.close();
        started.get();
    }

    /** A thread that could not be started has left nothing behind. */
    @Test
    void E8_theCheckpointCanBeUsedAgainAfterAFailedStart() throws Exception {
        WatchOptions.Builder options = WatchOptions.builder().checkpoint(outside.resolve("state"));
        for (int i = 0; i < 3; i++) {
            Engine failing = new Engine(
                    options.root(root).build(),
                    batch -> {},
                    new PollingBackend(),
                    path -> WatchRegistry.Verdict.POLLED_ON_REQUEST,
                    () -> {
                        throw new OutOfMemoryError("planted");
                    });
            assertThatThrownBy(failing::start).hasRootCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    private Engine blocked(CountDownLatch entered, CountDownLatch go) throws Exception {
        Engine engine = new Engine(
                WatchOptions.builder().root(root).backend(PollingBackend.NAME).build(),
                batch -> {
                    entered.countDown();
                    go.await();
                },
                new PollingBackend(),
                path -> WatchRegistry.Verdict.POLLED_ON_REQUEST,
                Platform::openScanner);
        engine.start();
        Files.createFile(root.resolve("f"));
        var unused = CompletableFuture.runAsync(() -> {
            try {
                engine.sync(Duration.ofMinutes(10));
            } catch (IllegalStateException | InterruptedException e) {
                // closed meanwhile
            }
        });
        entered.await();
        return engine;
    }

    @Test
    void anInterruptEndsTheWaitForTheDelivery() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Engine engine = blocked(new CountDownLatch(1), go);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> engine.closeAfterDelivery(Duration.ofDays(1)))
                .isInstanceOf(InterruptedException.class);
        go.countDown();
        engine.close();
    }

    @Test
    void whoIsOvertakenByACloseHasNotDelivered() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Engine engine = blocked(new CountDownLatch(1), go);
        CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                delivered.complete(engine.closeAfterDelivery(Duration.ofDays(1)));
            } catch (RuntimeException | InterruptedException e) {
                delivered.completeExceptionally(e);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        CompletableFuture<Void> closed = CompletableFuture.runAsync(engine::close);
        while (!engine.state().status().equals(WatcherState.Status.CLOSED)) {
            Thread.onSpinWait();
        }
        go.countDown();
        closed.get();
        assertThat(delivered.get()).isFalse();
    }
}
