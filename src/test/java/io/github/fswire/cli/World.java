package io.github.fswire.cli;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;

import io.github.fswire.raw.RawBackend;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A world in which a command can run without a process of its own: streams, signals and a false watcher. */
final class World {
    static final Instant NOW = Instant.parse("2024-05-06T07:08:09.123Z");
    static final WatchStatistics STATISTICS = new WatchStatistics(
            "false",
            "none",
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8_000_000,
            9,
            10,
            11,
            12,
            13,
            14,
            15_000_000,
            16,
            17,
            18,
            19,
            20,
            List.of());

    /** What is done while a watcher starts. */
    @FunctionalInterface
    interface Start {
        void run(WatchOptions options, ChangeListener listener) throws IOException;
    }

    /** What a test does while a command runs. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    /** Standard output or error. */
    static final class Stream extends OutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private volatile boolean broken;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (broken) {
                throw new IOException("No space left on device");
            }
            written.write(bytes, offset, length);
        }

        void breakOff() {
            broken = true;
        }

        String text() {
            return written.toString(StandardCharsets.UTF_8);
        }
    }

    final Stream out = new Stream();
    final Stream err = new Stream();
    final CompletableFuture<ChangeListener> started = new CompletableFuture<>();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    boolean terminal;
    boolean readByAProgram = true;
    Start start = (options, listener) -> {};
    Function<String, RawBackend> backends = name -> new FakeBackend();
    volatile boolean synced;
    volatile boolean closed;
    volatile Runnable lastWords = () -> {};
    volatile int lastCode = -1;

    Surroundings surroundings() {
        return new Surroundings(
                new LineStream(out, terminal, readByAProgram, StandardCharsets.UTF_8),
                new LineStream(err, terminal, true, StandardCharsets.UTF_8),
                (words, limit) -> {
                    lastWords = () -> lastCode = words.getAsInt();
                    return () -> lastWords = () -> {};
                },
                this::start,
                name -> backends.apply(name),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Surroundings.Running start(WatchOptions options, ChangeListener listener) throws IOException {
        start.run(options, listener);
        started.complete(listener);
        return new Surroundings.Running() {
            @Override
            public boolean sync(Duration limit) {
                synced = true;
                return true;
            }

            @Override
            public WatchStatistics statistics() {
                return STATISTICS;
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    /** Runs a command to its end. */
    int run(String... args) {
        return Main.run(surroundings(), args);
    }

    /** Runs a command while {@code body} runs, unless it ends earlier. */
    void during(Body body, String... args) throws Exception {
        Thread thread = new Thread(
                () -> {
                    exitCode.complete(run(args));
                    started.completeExceptionally(new AssertionError("it has ended: " + err.text())); // unless it has
                },
                "command");
        thread.start();
        try {
            body.run();
        } finally {
            thread.interrupt(); // a signal would have halted the VM
            thread.join();
        }
    }

    /** Waits until the command ends by itself. */
    int exitCode() throws InterruptedException, ExecutionException, TimeoutException {
        return exitCode.get(10, MINUTES);
    }

    /** Waits until that many lines are printed. */
    void awaitLines(int lines) {
        await().atMost(10, MINUTES).until(() -> out.text().lines().count() >= lines);
    }
}
