package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ChangeQueue;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Batches that are asked for. */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class ChangeQueueIT {
    @TempDir
    private Path root;

    private ChangeQueue open() throws Exception {
        return ChangeQueue.open(WatchOptions.builder().root(root).build());
    }

    @Test
    void G7_aConsumerThatStopsSeesTheMergedTruth() throws Exception {
        try (ChangeQueue queue = open()) {
            Files.createFile(root.resolve("a"));
            ChangeBatch first = queue.poll(Eventually.LIMIT);
            assertThat(first).isNotNull();
            for (int size = 1; size <= 500; size++) {
                Files.write(root.resolve("b"), new byte[size]);
            }
            assertThat(queue.statistics().batches()).isZero();
            ChangeBatch second = Objects.requireNonNull(queue.poll(Eventually.LIMIT));
            assertThat(second.number()).isEqualTo(2);
            assertThat(second.changes())
                    .filteredOn(change -> !(Lane.COARSE_TIMES && change.path().endsWith("a"))) // modified once more
                    .singleElement()
                    .satisfies(change -> assertThat(change.size()).isEqualTo(500));
        }
    }

    @Test
    void aBatchWhoseConsumerDiedIsHandedToAnotherThread() throws Exception {
        CompletableFuture<Void> rest;
        try (ChangeQueue queue = open()) {
            Files.createFile(root.resolve("a"));
            AtomicReference<ChangeBatch> lost = new AtomicReference<>();
            Thread consumer = new Thread(() -> lost.set(queue.iterator().next()));
            consumer.start();
            consumer.join();
            assertThat(queue.poll(Eventually.LIMIT)).isSameAs(lost.get());
            assertThatThrownBy(() -> queue.sync(Eventually.LIMIT)).isInstanceOf(IllegalStateException.class);
            assertThat(queue.accept()).isTrue();
            assertThat(queue.accept()).isFalse();
            rest = CompletableFuture.runAsync(() -> queue.forEach(batch -> {})); // it may count as modified once more
            assertThat(queue.sync(Eventually.LIMIT)).isTrue();
        }
        assertThat(rest).succeedsWithin(Eventually.LIMIT);
    }

    @Test
    void aQueueIsAWatcher() throws Exception {
        Path inside = Files.createDirectory(root.resolve("a"));
        try (ChangeQueue queue =
                ChangeQueue.open(WatchOptions.builder().root(inside).build())) {
            queue.addRoot(root);
            Files.createFile(root.resolve("b"));
            Path found = queue.stream()
                    .flatMap(batch -> batch.changes().stream())
                    .map(Change::path)
                    .filter(path -> path.endsWith("b"))
                    .findFirst()
                    .orElseThrow();
            assertThat(found).isEqualTo(root.resolve("b"));
            assertThat(queue.mxBean().getBackend()).isEqualTo(queue.statistics().backend());
        }
    }

    @Test
    void G6_closeEndsAConsumerThatWaits() throws Exception {
        ChangeQueue queue = open();
        CompletableFuture<Boolean> more =
                CompletableFuture.supplyAsync(() -> queue.iterator().hasNext());
        queue.close();
        queue.close();
        assertThat(more.get(10, TimeUnit.MINUTES)).isFalse();
        assertThat(queue.take()).isNull();
    }

    @Test
    void G6_closeDoesNotWaitForABatchThatNobodyAccepts() throws Exception {
        ChangeQueue queue = open();
        Files.createFile(root.resolve("a"));
        assertThat(queue.poll(Eventually.LIMIT)).isNotNull();
        assertThat(CompletableFuture.runAsync(queue::close)).succeedsWithin(Eventually.LIMIT);
        assertThat(queue.statistics().batches()).isZero();
        assertThat(queue.accept()).isFalse();
    }

    @Test
    void aWatcherThatFailsEndsTheWait() throws Exception {
        List<String> errors = new CopyOnWriteArrayList<>();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .filter(path -> {
                    if (path.endsWith("poison")) {
                        throw new IllegalArgumentException("cannot say");
                    }
                    return true;
                })
                .build();
        ChangeListener others = new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {}

            @Override
            public void onError(Exception error) {
                errors.add(error.getMessage());
            }
        };
        try (ChangeQueue queue = ChangeQueue.open(options, others)) {
            Files.createFile(root.resolve("poison"));
            assertThat(queue.take()).isNull();
            assertThat(errors).singleElement().asString().contains("the watcher has failed and ends", "cannot say");
            assertThatThrownBy(() -> queue.sync(Eventually.LIMIT)).isInstanceOf(IllegalStateException.class);
            assertThat(queue.state().status()).isEqualTo(WatcherState.Status.FAILED);
            assertThat(queue.state().failure()).hasMessage("cannot say");
        }
    }
}
