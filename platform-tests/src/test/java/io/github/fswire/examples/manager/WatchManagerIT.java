package io.github.fswire.examples.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.ShortQueue;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.ListenerStatistics;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.UndeliveredException;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the description of the watch manager requires, each in one test. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class WatchManagerIT {
    private final List<String> first = new CopyOnWriteArrayList<>();
    private final List<String> second = new CopyOnWriteArrayList<>();
    private final List<Exception> errors = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path directory;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        directory = Files.createDirectory(workspace.root().resolve("d"));
    }

    private static WatchManager start() throws IOException {
        return new WatchManager(WatchOptions.builder(), batch -> {});
    }

    private static ChangeListener into(List<String> delivered) {
        return batch -> batch.forEach(
                change -> delivered.add(change.kind() + " " + change.path().getFileName()));
    }

    private static void sync(WatchManager manager) throws InterruptedException {
        assertThat(manager.watcher().sync(Eventually.LIMIT)).isTrue();
    }

    @Test
    void aHandleEndsItsHandlerAndNoOther() throws Exception {
        Registration late;
        try (WatchManager manager = start()) {
            Registration handle = manager.watch(directory, ListenerOptions.EVERYTHING, into(first));
            late = manager.watch(directory, ListenerOptions.EVERYTHING, into(second));
            Files.createFile(directory.resolve("a"));
            sync(manager);
            handle.close();
            handle.close();
            Files.createFile(directory.resolve("b"));
            sync(manager);
            assertThat(first).containsExactly("CREATED a");
            assertThat(second).containsExactly("CREATED a", "CREATED b");
        }
        late.close(); // also after the manager
    }

    private static void assertWatches(WatchManager manager, int expected) throws InterruptedException {
        sync(manager);
        assertThat(manager.watcher().statistics().watches()).isEqualTo(expected);
    }

    @Test
    void aDirectoryIsWatchedOnceAndUntilTheLastHandleIsClosed() throws Exception {
        Path below = Files.createDirectory(directory.resolve("below"));
        try (WatchManager manager = start()) {
            Registration one = manager.watch(directory, ListenerOptions.EVERYTHING, into(first));
            Registration another = manager.watch(directory, ListenerOptions.EVERYTHING, into(first));
            Registration inner = manager.watch(below, ListenerOptions.EVERYTHING, into(second));
            assertWatches(manager, 2);
            one.close();
            assertWatches(manager, 2);
            another.close();
            assertWatches(manager, 1);
            Files.createFile(below.resolve("f"));
            sync(manager);
            assertThat(first).isEmpty();
            assertThat(second).containsExactly("CREATED f");
            inner.close();
            assertWatches(manager, 0);
        }
    }

    @Test
    void aHandlerThatBlocksOrThrowsDelaysItselfOnly() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (WatchManager manager = start()) {
            manager.watch(directory, ListenerOptions.EVERYTHING, batch -> {
                begun.countDown();
                go.await();
            });
            manager.watch(directory, ListenerOptions.EVERYTHING.retries(0), failing(new AtomicInteger()));
            manager.watch(directory, ListenerOptions.EVERYTHING, into(second));
            Files.createFile(directory.resolve("a"));
            begun.await();
            Eventually.await().until(() -> second.contains("CREATED a"));
            Files.createFile(directory.resolve("b"));
            Eventually.await().until(() -> second.contains("CREATED b"));
            Eventually.await().until(() -> waiting(manager).equals(List.of(0, 1, 0, 0)));
            go.countDown();
        }
    }

    private static List<Integer> waiting(WatchManager manager) {
        return manager.watcher().statistics().listeners().stream()
                .map(ListenerStatistics::waiting)
                .toList();
    }

    private ChangeListener failing(AtomicInteger calls) {
        return new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) throws IOException {
                calls.incrementAndGet();
                throw new IOException("no");
            }

            @Override
            public void onError(Exception error) {
                errors.add(error);
            }
        };
    }

    @Test
    void aHandlerIsCalledAgainAsOftenAsItWants() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (WatchManager manager = start()) {
            manager.watch(directory, ListenerOptions.EVERYTHING.retries(2), failing(calls));
            Files.createFile(directory.resolve("a"));
            Eventually.await().until(() -> errors.stream().anyMatch(error -> error instanceof UndeliveredException));
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void G3_overflowsAreCountedAndNothingIsLost() throws Exception {
        AtomicInteger reported = new AtomicInteger();
        WatchOptions.Builder options = WrappedBackend.use(new ShortQueue(1, 1), WatchOptions.builder());
        ChangeListener events = new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {}

            @Override
            public void onOverflow(long overflows) {
                reported.set(Math.toIntExact(overflows));
            }
        };
        try (WatchManager manager = new WatchManager(options, events)) {
            manager.watch(directory, ListenerOptions.EVERYTHING, into(first));
            for (String name : List.of("a", "b", "c", "d")) {
                Files.createFile(directory.resolve(name));
                sync(manager);
            }
            assertThat(first).contains("CREATED a", "CREATED b", "CREATED c", "CREATED d");
            assertThat(manager.watcher().statistics().overflows()).isPositive();
            Eventually.await().until(() -> manager.watcher().statistics().overflows() == reported.get());
        }
    }

    @Test
    void everyErrorIsOneOfTheFamilyOfFileSystemExceptions() throws Exception {
        Path missing = directory.resolve("missing");
        Path file = Files.createFile(directory.resolve("file"));
        try (WatchManager manager = start()) {
            assertThatThrownBy(() -> manager.watch(missing, ListenerOptions.EVERYTHING, into(first)))
                    .isInstanceOfSatisfying(FileSystemException.class, error -> assertThat(error.getFile())
                            .isEqualTo(missing.toString()))
                    .hasRootCauseInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> manager.watch(file, ListenerOptions.EVERYTHING, into(first)))
                    .isInstanceOfSatisfying(FileSystemException.class, error -> assertThat(error.getFile())
                            .isEqualTo(file.toString()));
            Files.createDirectory(missing);
            manager.watch(missing, ListenerOptions.EVERYTHING, into(first));
            Files.createFile(missing.resolve("f"));
            sync(manager);
            assertThat(first).as("a watch that failed can be tried again").containsExactly("CREATED f");
        }
    }

    @Test
    void pollingIsTheFallbackWhereTheKernelRefuses() throws Exception {
        List<String> command = UserNamespace.withInstances(0);
        assumeTrue(UserNamespace.isPossible(command), "user namespaces are not available");
        command.addAll(ChildJvm.command(WatchManagerIT.class, directory.toString()));
        assertThat(ChildJvm.output(command))
                .contains("DEGRADED", "inotify_init1: EMFILE", "sudo sysctl user.max_inotify_instances=")
                .endsWith("[CREATED f]");
    }

    /** With a limit of 0 queues. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        List<String> delivered = new CopyOnWriteArrayList<>();
        try (WatchManager manager = start()) {
            manager.watch(directory, ListenerOptions.EVERYTHING, into(delivered));
            Files.createFile(directory.resolve("f"));
            sync(manager);
            System.out.println(manager.report());
            System.out.println(delivered);
        }
    }

    @Test
    void theReportHasTheStateTheNumbersAndEachHandler() throws Exception {
        try (WatchManager manager = start()) {
            manager.watch(directory, ListenerOptions.EVERYTHING, into(first));
            Files.createFile(directory.resolve("f"));
            sync(manager);
            assertThat(manager.report())
                    .contains("RUNNING", "watches=1", "overflows=0", "errors=0", "1 batches, 0 changes wait");
        }
    }
}
