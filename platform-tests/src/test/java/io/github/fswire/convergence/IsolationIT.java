package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WriterPool;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.UndeliveredException;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners of one watcher, of which some block or throw: that is no concern of the others. */
@ExtendWith(NoLeaks.class)
class IsolationIT {
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    @AfterEach
    void letGo() {
        go.countDown();
    }

    private FileWatcher start(ChangeListener listener) throws IOException {
        return FileWatcher.start(WatchOptions.builder().root(root).build(), listener);
    }

    private void record(ChangeBatch batch) {
        batch.forEach(change -> delivered.add(change.kind() + " " + change.relativePath()));
    }

    private void block(ChangeBatch batch) throws InterruptedException {
        go.await();
    }

    private void awaitDelivered(String change) {
        Eventually.await().until(() -> delivered.contains(change));
    }

    @Test
    void theFirstListenerMayBlock() throws Exception {
        try (FileWatcher watcher = start(this::block)) {
            watcher.subscribe(ListenerOptions.EVERYTHING, this::record);
            Files.createFile(root.resolve("a"));
            awaitDelivered("CREATED a");
            Files.createFile(root.resolve("b"));
            awaitDelivered("CREATED b");
            assertThat(watcher.sync(Duration.ofMillis(1)))
                    .as("not everybody has them")
                    .isFalse();
            go.countDown();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
    }

    @Test
    void anotherListenerMayBlock() throws Exception {
        try (FileWatcher watcher = start(this::record)) {
            watcher.subscribe(ListenerOptions.EVERYTHING, this::block);
            Files.createFile(root.resolve("a"));
            awaitDelivered("CREATED a");
            Files.createFile(root.resolve("b"));
            awaitDelivered("CREATED b");
            go.countDown();
        }
    }

    @Test
    void oneThatThrowsHoldsNobodyUp() throws Exception {
        try (FileWatcher watcher = start(this::record)) {
            ListenerOptions once = ListenerOptions.EVERYTHING.retries(0);
            watcher.subscribe(once, new ChangeListener() {
                @Override
                public void onBatch(ChangeBatch batch) throws IOException {
                    throw new IOException("no");
                }

                @Override
                public void onError(Exception error) {
                    delivered.add(error.getClass().getSimpleName());
                }
            });
            Files.createFile(root.resolve("a"));
            awaitDelivered("CREATED a");
            awaitDelivered(UndeliveredException.class.getSimpleName());
            assertThat(watcher.sync(Eventually.LIMIT))
                    .as("what was lost before")
                    .isTrue();
        }
    }

    @Test
    void eachHasItsExecutorAndItsBatches() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));
        try (FileWatcher watcher = start(batch -> {})) {
            ListenerOptions options = ListenerOptions.EVERYTHING.executor(pool).maxBatch(1);
            watcher.subscribe(options, batch -> {
                threads.add(Thread.currentThread().getName());
                assertThat(batch.changes()).hasSize(1);
            });
            Files.createFile(root.resolve("a"));
            Files.createFile(root.resolve("b"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(threads).hasSizeGreaterThanOrEqualTo(2).containsOnly("own");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void G6_closeInsideOneOfThemReturnsAndAllEnd() throws Exception {
        AtomicReference<FileWatcher> self = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        FileWatcher watcher = start(batch -> {});
        self.set(watcher);
        watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {
            self.get().close();
            closed.countDown();
        });
        Files.createFile(root.resolve("a"));
        closed.await();
        watcher.close();
    }

    @Test
    void G6_aListenerThatIsTakenOutWhileItBlocksEndsWithItsCallback() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        try (FileWatcher watcher = start(this::record)) {
            Registration registration = watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {
                inside.countDown();
                go.await();
            });
            Files.createFile(root.resolve("a"));
            inside.await();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(registration::close);
            Files.createFile(root.resolve("b"));
            awaitDelivered("CREATED b");
            go.countDown();
            closing.join();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
    }

    @Test
    void theStatisticsSayWhoIsBehind() throws Exception {
        try (FileWatcher watcher = start(this::record)) {
            watcher.subscribe(ListenerOptions.EVERYTHING, this::block);
            Files.createFile(root.resolve("a"));
            awaitDelivered("CREATED a");
            Files.createFile(root.resolve("b"));
            awaitDelivered("CREATED b");
            Eventually.await()
                    .until(() -> !watcher.statistics().listeners().get(1).busy().isZero());
            assertThat(watcher.statistics().listeners().get(1).batches()).isEqualTo(1);
            Eventually.await()
                    .until(() -> watcher.statistics().listeners().get(1).waiting() > 0);
            go.countDown();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().listeners())
                    .allSatisfy(listener -> assertThat(listener.waiting()).isZero());
        }
    }

    @Test
    void anErrorThatEndsTheMachineEndsTheWatcherForAll() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        ChangeListener other = new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {}

            @Override
            public void onEnd() {
                ended.countDown();
            }
        };
        try (FileWatcher watcher = start(other)) {
            watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {
                throw new OutOfMemoryError("planted");
            });
            Files.createFile(root.resolve("a"));
            ended.await();
            assertThat(watcher.state().status()).isEqualTo(WatcherState.Status.FAILED);
        }
    }

    @Test
    void G5_aCheckpointWaitsForTheSlowest() throws Exception {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .checkpoint(workspace.outside().resolve("state"))
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            watcher.subscribe(ListenerOptions.EVERYTHING.retries(Integer.MAX_VALUE), batch -> {
                throw new IOException("never");
            });
            watcher.subscribe(ListenerOptions.EVERYTHING, this::record);
            Files.createFile(root.resolve("a"));
            awaitDelivered("CREATED a");
        }
        delivered.clear();
        try (FileWatcher watcher = FileWatcher.start(options, this::record)) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).as("what not everybody had").contains("CREATED a");
        }
    }

    static LongStream seeds() {
        return Seeds.take(3);
    }

    /** One blocks through a storm and has room for few changes: it gets the merged ones. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G7_whatABlockedListenerMissesIsMergedAndNothingIsLost(long seed) throws Exception {
        TreeSnapshot nothing = TreeSnapshot.of(root);
        CountDownLatch half = new CountDownLatch(1);
        MirrorListener slow = new MirrorListener(root, nothing, batch -> half.await());
        MirrorListener fast = new MirrorListener(root, nothing, MirrorListener.Mood.GOOD);
        try (WriterPool writers = new WriterPool(2);
                FileWatcher watcher = start(fast)) {
            watcher.subscribe(ListenerOptions.EVERYTHING.maxBacklog(20), slow);
            for (int round = 0; round < 3; round++) {
                writers.begin(seed + round, 1500, root);
                writers.end();
                if (round == 1) {
                    Eventually.await().until(() -> fast.accepted() > 1);
                    half.countDown();
                }
            }
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            fast.assertEquals(TreeSnapshot.of(root));
            slow.assertEquals(TreeSnapshot.of(root));
        }
        fast.closed();
        slow.closed();
    }
}
