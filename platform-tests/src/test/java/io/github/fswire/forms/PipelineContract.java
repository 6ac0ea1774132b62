package io.github.fswire.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangePublisher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a pipeline of another library does with a publisher. Each subclass has the example of the guide for one library. */
@Tag("once")
@ExtendWith(NoLeaks.class)
abstract class PipelineContract {
    private static final String REFUSED = "refused";

    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile @Nullable String refused; // the change that apply refuses

    @AutoClose
    private Workspace workspace;

    private Path root;
    private ChangePublisher publisher;

    /** Starts the example, which calls {@link #apply}, {@link #failed} and {@link #ended}. What is returned cancels it. */
    abstract Runnable start(ChangePublisher source);

    /** The same pipeline for a subscriber that requests by itself. */
    abstract Flow.Publisher<Change> changes(ChangePublisher source);

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        ListenerOptions names =
                ListenerOptions.EVERYTHING.only(Change.Kind.CREATED, Change.Kind.MOVED, Change.Kind.DELETED);
        publisher = ChangePublisher.open(
                WatchOptions.builder().root(root).listener(names).maxBatch(3).build());
    }

    @AfterEach
    void close() throws IOException {
        publisher.close();
    }

    final void apply(Change change) {
        String text = text(change);
        if (text.equals(refused)) {
            throw new IllegalStateException(REFUSED);
        }
        events.add(text);
    }

    final void failed(Throwable failure) {
        events.add("failed: " + failure.getMessage());
    }

    final void ended() {
        events.add("ended");
    }

    private static String text(Change change) {
        return change.kind() + " " + change.relativePath();
    }

    private void create(String name) throws Exception {
        Files.createFile(root.resolve(name));
        assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
    }

    private void awaitEvents(String... expected) {
        Eventually.await().until(() -> events.size() >= expected.length);
        assertThat(events).containsExactly(expected);
    }

    @Test
    void changesComeInOrderAndCloseEndsTheStream() throws Exception {
        start(publisher);
        create("a");
        create("b");
        Files.move(root.resolve("a"), root.resolve("c"));
        assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
        awaitEvents("CREATED a", "CREATED b", "MOVED c");
        publisher.close();
        awaitEvents("CREATED a", "CREATED b", "MOVED c", "ended");
    }

    @Test
    void cancellingEndsThisPipelineOnly() throws Exception {
        Recorder other = new Recorder(Long.MAX_VALUE);
        changes(publisher).subscribe(other);
        Runnable cancel = start(publisher);
        create("a");
        awaitEvents("CREATED a");
        cancel.run();
        create("b");
        other.await("CREATED b");
        assertThat(events).containsExactly("CREATED a");
    }

    @Test
    void anExceptionCancelsOnlyThePipelineThatThrows() throws Exception {
        Recorder other = new Recorder(Long.MAX_VALUE);
        changes(publisher).subscribe(other);
        refused = "CREATED b";
        start(publisher);
        create("a");
        awaitEvents("CREATED a");
        create("b");
        awaitEvents("CREATED a", "failed: " + REFUSED);
        create("c");
        other.await("CREATED c");
        assertThat(other.received).containsExactly("CREATED a", "CREATED b", "CREATED c");
        assertThat(events).containsExactly("CREATED a", "failed: " + REFUSED);
    }

    @Test
    void G7_whoRequestsOneByOneLosesNothing() throws Exception {
        Recorder slow = new Recorder(1);
        changes(publisher).subscribe(slow);
        Files.createFile(root.resolve("first"));
        slow.await("CREATED first");
        for (int i = 0; i < 12; i++) {
            Files.createFile(root.resolve("file" + i));
            Files.deleteIfExists(root.resolve("file" + (i - 4)));
        }
        assertThat(slow.received).as("no more than it has requested").hasSize(1);
        Set<String> left = names();
        Eventually.await().until(() -> {
            slow.request(1);
            return slow.mirror().equals(left);
        });
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    /** A subscriber without any library. */
    private static final class Recorder implements Flow.Subscriber<Change> {
        final List<String> received = new CopyOnWriteArrayList<>();
        private final long first;
        private volatile Flow.@Nullable Subscription subscription;

        Recorder(long first) {
            this.first = first;
        }

        void request(long n) {
            Flow.Subscription present = subscription;
            if (present != null) {
                present.request(n);
            }
        }

        void await(String change) {
            Eventually.await().until(() -> received.contains(change));
        }

        /** The names that exist by what was received. */
        Set<String> mirror() {
            Set<String> mirror = new HashSet<>();
            for (String line : received) {
                String name = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("DELETED ")) {
                    mirror.remove(name);
                } else {
                    mirror.add(name);
                }
            }
            return mirror;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            request(first);
        }

        @Override
        public void onNext(Change change) {
            received.add(text(change));
        }

        @Override
        public void onError(Throwable failure) {
            received.add(failure.toString());
        }

        @Override
        public void onComplete() {}
    }
}
