package io.github.fswire.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ChangeQueueTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path root;

    private ChangeQueue open() throws Exception {
        return ChangeQueue.open(WatchOptions.builder().root(root).build());
    }

    @Test
    void g7AConsumerThatStopsSeesTheMergedTruth() throws Exception {
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
                    CompletableFuture.supplyAsync(() -> queue.iterator().next()).get(5, TimeUnit.SECONDS);
            assertThat(queue.poll(LIMIT)).isSameAs(lost);
            assertThatThrownBy(() -> queue.sync(LIMIT)).isInstanceOf(IllegalStateException.class);
            assertThat(queue.accept()).isTrue();
            assertThat(queue.accept()).isFalse();
            assertThat(queue.sync(LIMIT)).isTrue();
        }
    }

    @Test
    void g6CloseEndsAConsumerThatWaits() throws Exception {
        ChangeQueue queue = open();
        CompletableFuture<Boolean> more =
                CompletableFuture.supplyAsync(() -> queue.iterator().hasNext());
        queue.close();
        queue.close();
        assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.take()).isNull();
    }

    @Test
    void g6CloseDoesNotWaitForABatchThatNobodyAccepts() throws Exception {
        ChangeQueue queue = open();
        Files.createFile(root.resolve("a"));
        assertThat(queue.poll(LIMIT)).isNotNull();
        long start = System.nanoTime();
        queue.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(queue.statistics().batches()).isZero();
        assertThat(queue.accept()).isFalse();
    }
}
