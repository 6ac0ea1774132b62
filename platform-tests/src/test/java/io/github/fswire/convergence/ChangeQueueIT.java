package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ChangeQueue;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Batches that are asked for. */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class ChangeQueueIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path root;

    private ChangeQueue open() throws Exception {
        return ChangeQueue.open(WatchOptions.builder().root(root).build());
    }

    @Test
    void G7_aConsumerThatStopsSeesTheMergedTruth() throws Exception {
        try (ChangeQueue queue = open()) {
            Files.createFile(root.resolve("a"));
            ChangeBatch first = queue.poll(LIMIT);
            assertThat(first).isNotNull();
            for (int size = 1; size <= 500; size++) {
                Files.write(root.resolve("b"), new byte[size]);
            }
            assertThat(queue.statistics().batches()).isZero();
            ChangeBatch second = Objects.requireNonNull(queue.poll(LIMIT));
            assertThat(second.number()).isEqualTo(2);
            assertThat(second.changes()).singleElement().satisfies(c -> assertThat(c.size())
                    .isEqualTo(500));
        }
    }

    @Test
    void aBatchWhoseConsumerDiedIsHandedToAnotherThread() throws Exception {
        try (ChangeQueue queue = open()) {
            Files.createFile(root.resolve("a"));
            ChangeBatch lost =
                    CompletableFuture.supplyAsync(() -> queue.iterator().next()).get(10, TimeUnit.MINUTES);
            assertThat(queue.poll(LIMIT)).isSameAs(lost);
            assertThatThrownBy(() -> queue.sync(Eventually.LIMIT)).isInstanceOf(IllegalStateException.class);
            assertThat(queue.accept()).isTrue();
            assertThat(queue.accept()).isFalse();
            assertThat(queue.sync(Eventually.LIMIT)).isTrue();
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
        assertThat(queue.poll(LIMIT)).isNotNull();
        long start = System.nanoTime();
        queue.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
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
        }
    }
}
