package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is handed a batch. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BatchExchangeTest {
    private static final long LIMIT = TimeUnit.MINUTES.toNanos(1);

    private final BatchExchange exchange = new BatchExchange(batch -> {});

    @AfterEach
    void close() {
        exchange.close();
    }

    private CompletableFuture<Void> offer(long number) {
        return CompletableFuture.runAsync(() -> exchange.onBatch(batch(number)), task -> new Thread(task).start());
    }

    private static ChangeBatch batch(long number) {
        Change change = Change.builder(Change.Kind.CREATED, Path.of("f")).build();
        return ChangeBatch.of(number, List.of(change));
    }

    private Thread consumer(AtomicReference<@Nullable ChangeBatch> got) {
        Thread thread = new Thread(() -> {
            try {
                got.set(exchange.next(LIMIT));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread) {
        await().atMost(Duration.ofMinutes(1)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void aBatchIsHandedToOneOfTwoConsumers() throws Exception {
        var first = offer(1);
        ChangeBatch mine = exchange.next(LIMIT);
        AtomicReference<@Nullable ChangeBatch> other = new AtomicReference<>();
        Thread consumer = consumer(other);
        awaitWaiting(consumer);
        assertThat(exchange.accept()).isTrue();
        first.get();
        var second = offer(2);
        consumer.join();
        assertThat(Objects.requireNonNull(mine).number()).isEqualTo(1);
        assertThat(Objects.requireNonNull(other.get()).number()).isEqualTo(2);
        assertThat(exchange.accept()).isTrue();
        second.get();
    }

    @Test
    void aConsumerThatEndedHandsItsBatchToAnother() throws Exception {
        var first = offer(1);
        AtomicReference<@Nullable ChangeBatch> lost = new AtomicReference<>();
        consumer(lost).join();
        assertThat(exchange.next(LIMIT)).isSameAs(lost.get());
        exchange.accept();
        first.get();
    }

    @Test
    void aConsumerMayGiveItsBatchBack() throws Exception {
        var first = offer(1);
        ChangeBatch mine = exchange.next(LIMIT);
        AtomicReference<@Nullable ChangeBatch> other = new AtomicReference<>();
        Thread consumer = consumer(other);
        awaitWaiting(consumer);
        assertThat(exchange.giveBack()).isTrue();
        consumer.join();
        assertThat(other.get()).isSameAs(mine);
        exchange.accept();
        first.get();
        assertThat(exchange.giveBack()).isFalse();
    }

    @Test
    void nothingIsHandedOutTwiceWhileItsConsumerLives() throws Exception {
        var first = offer(1);
        assertThat(exchange.next(LIMIT)).isNotNull();
        CompletableFuture<ChangeBatch> other = CompletableFuture.supplyAsync(() -> {
            try {
                return exchange.next(0);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(other.get()).isNull();
        exchange.accept();
        first.get();
    }
}
