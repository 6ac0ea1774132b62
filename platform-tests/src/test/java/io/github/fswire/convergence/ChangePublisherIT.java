package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangePublisher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches by the rules of Reactive Streams, from a real tree. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class ChangePublisherIT {

    @AutoClose
    private Workspace workspace;

    private Path root;
    private ChangePublisher publisher;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        publisher = ChangePublisher.open(WatchOptions.builder()
                .root(root)
                .maxDelay(Duration.ofMinutes(1))
                .build());
    }

    @AfterEach
    void close() throws IOException {
        publisher.close();
    }

    @Test
    void everySubscriberGetsEverything() throws Exception {
        Recorder one = new Recorder(Long.MAX_VALUE);
        Recorder other = new Recorder(Long.MAX_VALUE);
        publisher.subscribe(one);
        publisher.subscribe(other);
        Files.createFile(root.resolve("a"));
        assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
        Files.createFile(root.resolve("b"));
        assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
        publisher.close();
        one.assertDelivered("1 CREATED a", "2 CREATED b", "complete");
        other.assertDelivered("1 CREATED a", "2 CREATED b", "complete");
    }

    @Test
    void G7_whoRequestsNothingHoldsTheOthersAndChangesMerge() throws Exception {
        assumeFalse(Lane.COARSE_TIMES, "what counts as modified once more is a batch of its own, which waits as well");
        Recorder eager = new Recorder(Long.MAX_VALUE);
        Recorder slow = new Recorder(1);
        publisher.subscribe(eager);
        publisher.subscribe(slow);
        Files.createFile(root.resolve("a"));
        assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
        Files.createFile(root.resolve("b"));
        Eventually.await().until(() -> eager.delivered.contains("2 CREATED b"));
        for (int i = 0; i < 300; i++) {
            Files.writeString(root.resolve("b"), "x".repeat(i));
            Files.writeString(root.resolve("c"), "x".repeat(i));
        }
        assertThat(slow.delivered).containsExactly("1 CREATED a");
        assertThat(publisher.statistics().batches()).isEqualTo(1);
        slow.request(2);
        assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
        assertThat(slow.delivered).containsExactly("1 CREATED a", "2 CREATED b", "3 MODIFIED b", "3 CREATED c");
    }

    @Test
    void withoutASubscriberTheFirstBatchWaits() throws Exception {
        Files.createFile(root.resolve("a"));
        assertThat(publisher.sync(Duration.ofMillis(200))).isFalse();
        Recorder late = new Recorder(Long.MAX_VALUE);
        publisher.subscribe(late);
        assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
        late.assertDelivered("1 CREATED a");
        late.cancel();
        late.cancel();
    }

    @Test
    void G6_closeEndsEverybodyAlsoWhileABatchWaits() throws Exception {
        Recorder none = new Recorder(0);
        publisher.subscribe(none);
        Files.createFile(root.resolve("a"));
        assertThat(publisher.sync(Duration.ofMillis(200))).isFalse();
        publisher.close();
        publisher.close();
        assertThat(none.delivered).containsExactly("complete");
        Recorder late = new Recorder(1);
        publisher.subscribe(late);
        assertThat(late.delivered).containsExactly("complete");
        assertThatIllegalStateException().isThrownBy(() -> publisher.sync(Eventually.LIMIT));
    }

    private final class Recorder implements Flow.Subscriber<ChangeBatch> {
        final List<String> delivered = new CopyOnWriteArrayList<>();
        private final long first;
        private volatile Flow.@Nullable Subscription subscription;

        Recorder(long first) {
            this.first = first;
        }

        /** Batches have other numbers where one more may come in between. */
        void assertDelivered(String... expected) {
            if (Lane.COARSE_TIMES) {
                Deliveries.inOrder(
                        delivered.stream().map(Recorder::withoutNumber).toList(),
                        Stream.of(expected).map(Recorder::withoutNumber).toArray(String[]::new));
            } else {
                assertThat(delivered).containsExactly(expected);
            }
        }

        private static String withoutNumber(String line) {
            return line.replaceFirst("^\\d+ ", "");
        }

        void request(long n) {
            Flow.Subscription present = subscription;
            if (present != null && n > 0) {
                present.request(n);
            }
        }

        void cancel() {
            Flow.Subscription present = subscription;
            if (present != null) {
                present.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            request(first);
        }

        @Override
        public void onNext(ChangeBatch batch) {
            for (Change change : batch) {
                delivered.add(batch.number() + " " + change.kind() + " " + Words.below(root, change.path()));
            }
        }

        @Override
        public void onError(Throwable failure) {
            delivered.add(failure.toString());
        }

        @Override
        public void onComplete() {
            delivered.add("complete");
        }
    }
}
