package io.github.fswire.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a new user does wrong, and what the messages advise. {@link NullsIT} passes null. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class WrongUsesIT {
    private static final Duration NEGATIVE = Duration.ofMillis(-5);

    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("io.github.fswire");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void resetLogger() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private WatchOptions.Builder options() {
        return WatchOptions.builder().root(root);
    }

    private FileWatcher start(ChangeListener listener) throws IOException {
        return FileWatcher.start(options().build(), listener);
    }

    @Test
    void aRootThatIsMissing() {
        Path missing = root.resolve("missing");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        FileWatcher.start(WatchOptions.builder().root(missing).build(), batch -> {}))
                .withMessageStartingWith(missing + ": ")
                .withMessageEndingWith("There is no such file or directory: create it, or correct the path.")
                .withCauseInstanceOf(NoSuchFileException.class);
    }

    static Stream<Arguments> negativeDurations() {
        return Stream.of(
                option("quietPeriod must be 0 or more and maxDelay", it -> it.quietPeriod(NEGATIVE)),
                option("maxDelay at least as long", it -> it.maxDelay(NEGATIVE)),
                option("settle must be 0 or more", it -> it.settle(NEGATIVE)),
                option("settleAtMost must be at least as long as settle", it -> it.settle(Duration.ofMillis(1))
                        .settleAtMost(NEGATIVE)),
                option("pollInterval must be at least 1 ms", it -> it.pollInterval(NEGATIVE)),
                option(
                        "pollIntervalAtMost must be at least as long as pollInterval",
                        it -> it.pollIntervalAtMost(NEGATIVE)),
                option("reconcileEvery must be 0 or more", it -> it.reconcileEvery(NEGATIVE)));
    }

    private static Arguments option(String message, UnaryOperator<WatchOptions.Builder> change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("negativeDurations")
    void aNegativeDuration(String message, UnaryOperator<WatchOptions.Builder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(options()).build())
                .withMessageContaining(message)
                .withMessageContaining(NEGATIVE.toString());
    }

    @Test
    void everyOptionThatIsADurationIsTriedSo() {
        assertThat(Stream.of(WatchOptions.Builder.class.getMethods())
                        .filter(method -> List.of(method.getParameterTypes()).contains(Duration.class)))
                .hasSize((int) negativeDurations().count());
    }

    /** On the watcher's thread, on that of a further listener, and on an executor's. */
    @Test
    void methodsThatWaitInACallback() throws Exception {
        CompletableFuture<FileWatcher> self = new CompletableFuture<>();
        List<String> messages = new CopyOnWriteArrayList<>();
        CountDownLatch called = new CountDownLatch(2);
        ChangeListener wrong = batch -> {
            FileWatcher watcher = self.join();
            messages.add(message(() -> watcher.sync(Eventually.LIMIT)));
            messages.add(message(() -> watcher.reconcile(Eventually.LIMIT)));
            messages.add(message(() -> watcher.addRoot(root)));
            messages.add(message(() -> watcher.removeRoot(root)));
            messages.add(message(() -> watcher.subscribe(ListenerOptions.EVERYTHING, again -> {})));
            called.countDown();
        };
        try (FileWatcher watcher = start(wrong)) {
            self.complete(watcher);
            watcher.subscribe(ListenerOptions.EVERYTHING.executor(Runnable::run), wrong);
            Files.createFile(root.resolve("file"));
            called.await();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        assertThat(messages)
                .hasSize(10)
                .allMatch(message -> message.matches(
                        "\\w+\\(\\) inside a callback would wait for itself: call it on another thread"));
    }

    /** Something that is refused. */
    @FunctionalInterface
    private interface Wrong {
        void call() throws Exception;
    }

    private static String message(Wrong use) {
        try {
            use.call();
            return "nothing was refused";
        } catch (Exception e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void syncWithABatchThatIsNotAccepted() throws Exception {
        try (ChangeQueue queue = ChangeQueue.open(options().build())) {
            Files.createFile(root.resolve("file"));
            assertThat(queue.take()).isNotNull();
            assertThatIllegalStateException()
                    .isThrownBy(() -> queue.sync(Eventually.LIMIT))
                    .withMessage(
                            "sync() with a batch that is not accepted would wait for itself: accept the batch first");
        }
    }

    @Test
    void closeTwiceAndUseAfterwards() throws Exception {
        FileWatcher watcher = start(batch -> {});
        watcher.close();
        watcher.close();
        assertThat(watcher.closeAfterDelivery(Eventually.LIMIT)).isTrue();
        List<Wrong> uses = List.of(
                () -> watcher.sync(Eventually.LIMIT),
                () -> watcher.addRoot(root),
                () -> watcher.removeRoot(root),
                () -> watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {}));
        assertThat(uses).extracting(WrongUsesIT::message).containsOnly("the watcher is closed: start another one");
        assertThat(watcher.state().status()).isEqualTo(WatcherState.Status.CLOSED);
    }

    @Test
    void startTwice() throws Exception {
        List<String> delivered = new CopyOnWriteArrayList<>();
        try (FileWatcher one = start(batch -> delivered.add("one"));
                FileWatcher other = start(batch -> delivered.add("other"))) {
            Files.createDirectory(root.resolve("directory"));
            assertThat(one.sync(Eventually.LIMIT)).isTrue();
            assertThat(other.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactlyInAnyOrder("one", "other");
        }
    }

    @Test
    void startTwiceWithOneCheckpoint() throws Exception {
        Path checkpoint = workspace.outside().resolve("checkpoint");
        WatchOptions options = options().checkpoint(checkpoint).build();
        FileWatcher first = FileWatcher.start(options, batch -> {});
        try (first) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> FileWatcher.start(options, batch -> {}))
                    .withMessageStartingWith("another watcher in this process uses the checkpoint " + checkpoint)
                    .withMessageEndingWith("close that one, or give each watcher a checkpoint of its own");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "./target, would match nothing, write ''target''",
                "sub\\target, the separator is a slash, write ''sub/target''",
                "/target, it must be relative to the root, write ''target''",
            })
    void aGlobThatCanNeverMatch(String glob, String why, String advice) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options().exclude(glob).build())
                .withMessageStartingWith("the glob \"" + glob + "\" ")
                .withMessageContaining(why)
                .withMessageContaining(advice.replace("''", "\""));
    }

    @ParameterizedTest
    @CsvSource({"{target, }", "[target, ]"})
    void whatIsNoGlob(String glob, String missing) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileWatcher.start(options().exclude(glob).build(), batch -> {}))
                .withMessage("not a glob: \"" + glob + "\": missing " + missing);
    }

    /** Starts a watcher and prints why that fails; a user without privileges runs it. */
    public static final class Refused {
        private Refused() {}

        /** The argument is the root. */
        public static void main(String[] args) throws Exception {
            WatchOptions options = WatchOptions.builder().root(Path.of(args[0])).build();
            try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
                System.out.println(watcher.state());
            } catch (IOException e) {
                System.out.println((e.getCause() instanceof AccessDeniedException) + " " + e.getMessage());
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aRootThatCannotBeRead() throws Exception {
        List<String> command = new ArrayList<>();
        if (Files.getAttribute(root, "unix:uid").equals(0)) {
            command.addAll(List.of(
                    "setpriv",
                    "--inh-caps=-dac_override,-dac_read_search",
                    "--bounding-set=-dac_override,-dac_read_search"));
            assumeTrue(UserNamespace.isPossible(command), "root cannot give up its privileges here");
        }
        command.addAll(ChildJvm.command(Refused.class, root.toString()));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("---------"));
        try {
            assertThat(ChildJvm.output(command))
                    .startsWith("true " + root + ": ")
                    .endsWith("This user may not read the directory: chmod or setfacl helps.");
        } finally {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aListenerThatThrowsIsLoggedOnceAndCounted() throws Exception {
        CountDownLatch calls = new CountDownLatch(3);
        try (FileWatcher watcher = start(batch -> {
            calls.countDown();
            if (calls.getCount() > 0) {
                throw new IllegalStateException("planted");
            }
        })) {
            Files.createFile(root.resolve("file"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().retries()).isEqualTo(2);
            assertThat(watcher.statistics().errors()).isEqualTo(2);
        }
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getMessage())
                    .contains("a listener has thrown", "receives its batch again", "does not override onError");
            assertThat(entry.getThrown()).hasMessage("planted");
            assertThat(entry.getThrown().getStackTrace()).isNotEmpty();
        });
    }

    @Test
    void anExecutorThatRejects() throws Exception {
        ArrayBlockingQueue<Boolean> rejects = new ArrayBlockingQueue<>(1, false, List.of(true));
        WatchOptions options = options()
                .executor(task -> {
                    if (rejects.poll() != null) {
                        throw new RejectedExecutionException("the pool is shut down");
                    }
                    task.run();
                })
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            Files.createFile(root.resolve("file"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().retries()).isEqualTo(1);
            assertThat(watcher.statistics().changes()).as("nothing is lost").isPositive();
        }
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(entry.getMessage()).contains("its executor has refused a callback");
            assertThat(entry.getThrown()).hasMessage("the pool is shut down");
        });
    }

    @Test
    void anExecutorThatIsShutDownIsLoggedOnce() throws Exception {
        CountDownLatch refusals = new CountDownLatch(4);
        WatchOptions options = options()
                .executor(task -> {
                    refusals.countDown();
                    throw new RejectedExecutionException("the pool is shut down");
                })
                .build();
        FileWatcher watcher = FileWatcher.start(options, batch -> {});
        Files.createFile(root.resolve("file"));
        refusals.await();
        watcher.close();
        assertThat(logged).hasSize(1);
    }

    @Test
    void closeAfterDeliveryInACallback() throws Exception {
        CompletableFuture<FileWatcher> self = new CompletableFuture<>();
        CompletableFuture<String> message = new CompletableFuture<>();
        try (FileWatcher watcher =
                start(batch -> message.complete(message(() -> self.join().closeAfterDelivery(Eventually.LIMIT))))) {
            self.complete(watcher);
            Files.createFile(root.resolve("file"));
            assertThat(message.get())
                    .startsWith("closeAfterDelivery() inside a callback would wait for itself")
                    .contains("watching ends when the callback returns");
        }
    }
}
