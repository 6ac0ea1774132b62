package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WriterPool;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several listeners of one watcher, each with what counts for it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class ListenersIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private Workspace workspace;
    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private FileWatcher start(ChangeListener listener) throws IOException {
        return FileWatcher.start(
                WatchOptions.builder()
                        .root(root)
                        .quietPeriod(MINUTE)
                        .maxDelay(MINUTE)
                        .build(),
                listener);
    }

    private ChangeListener recording() {
        return batch -> batch.forEach(change -> delivered.add(change.kind() + " "
                + (change.from() == null ? "" : Words.below(root, change.from()) + " ")
                + Words.below(root, change.path())
                + (change.type() == Change.Type.FILE ? " " + change.size() : "")));
    }

    private List<String> deliveredAfter(FileWatcher watcher, String command) throws Exception {
        delivered.clear();
        Shell.run(root, command);
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        return List.copyOf(delivered);
    }

    @Test
    void eachSeesWhatCountsForIt() throws Exception {
        try (FileWatcher watcher = start(batch -> {})) {
            watcher.subscribe(ListenerOptions.EVERYTHING.exclude("target").include("*.java"), recording());
            Deliveries.inAnyOrder(
                    deliveredAfter(
                            watcher,
                            "mkdir -p src target; printf 1 > src/A.java; printf 12 > src/A.txt; echo > target/B.java"),
                    "CREATED src",
                    "CREATED src/A.java 1");
        }
    }

    @Test
    void whatMovesIntoTheViewIsCreatedAndWhatMovesOutOfItIsDeleted() throws Exception {
        Shell.run(root, "mkdir -p target/d/e; printf 123 > target/d/e/f; printf 1 > g");
        try (FileWatcher watcher = start(batch -> {})) {
            watcher.subscribe(ListenerOptions.EVERYTHING.exclude("target"), recording());
            assertThat(deliveredAfter(watcher, "mv target/d ."))
                    .containsSubsequence("CREATED d", "CREATED d/e", "CREATED d/e/f 3")
                    .doesNotContain("CREATED target");
            assertThat(deliveredAfter(watcher, "mv d/e/f g")).contains("MOVED d/e/f g 3");
            assertThat(deliveredAfter(watcher, "mv g target/; mv d target/"))
                    .containsSubsequence("DELETED d/e", "DELETED d")
                    .contains("DELETED g 0");
            Deliveries.inOrder(deliveredAfter(watcher, "printf 1 > h"), "CREATED h 1");
            Deliveries.inAnyOrder(deliveredAfter(watcher, "mv target/g h"), "MODIFIED h 3");
        }
    }

    @Test
    void aMoveMayChangeWhatCountsBelow() throws Exception {
        Shell.run(root, "mkdir -p a; printf 1 > a/x; printf 12 > a/y");
        try (FileWatcher watcher = start(batch -> {})) {
            watcher.subscribe(ListenerOptions.EVERYTHING.exclude("a/x").exclude("b/y"), recording());
            assertThat(deliveredAfter(watcher, "mv a b"))
                    .containsSubsequence("MOVED a b", "CREATED b/x 1")
                    .containsSubsequence("MOVED a b", "DELETED b/y 0");
        }
    }

    @Test
    void whatIsThereIsDeliveredIfWanted() throws Exception {
        Shell.run(root, "mkdir -p d; printf 12 > d/f");
        try (FileWatcher watcher = start(batch -> {})) {
            watcher.subscribe(ListenerOptions.EVERYTHING.withInitial(), recording());
            Deliveries.inOrder(delivered, "CREATED d", "CREATED d/f 2");
        }
    }

    @Test
    void G6_nothingIsDeliveredAfterItWasTakenOut() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (FileWatcher watcher = start(batch -> {})) {
            Registration registration = watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {
                inside.countDown();
                go.await();
                delivered.add("done");
                throw new IOException("not accepted");
            });
            Files.writeString(root.resolve("f"), "");
            Thread closing = new Thread(() -> {
                try {
                    inside.await();
                    registration.close();
                    delivered.add("closed");
                } catch (InterruptedException e) {
                    delivered.add("interrupted");
                }
            });
            closing.start();
            Thread syncing = new Thread(() -> {
                try {
                    watcher.sync(Eventually.LIMIT);
                } catch (InterruptedException e) {
                    delivered.add("interrupted");
                }
            });
            syncing.start();
            Eventually.await().until(() -> closing.getState() == Thread.State.WAITING && inside.getCount() == 0);
            go.countDown();
            closing.join();
            syncing.join();
            assertThat(delivered).containsExactly("done", "closed");
            assertThat(deliveredAfter(watcher, "touch f")).isEmpty();
            registration.close();
        }
    }

    @Test
    void aListenerMayTakeItselfOut() throws Exception {
        AtomicReference<Registration> registration = new AtomicReference<>();
        try (FileWatcher watcher = start(batch -> {})) {
            registration.set(watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {
                delivered.add("once");
                registration.get().close();
            }));
            assertThat(deliveredAfter(watcher, "echo > f")).containsExactly("once");
            assertThat(deliveredAfter(watcher, "echo > g")).isEmpty();
        }
    }

    @Test
    void wrongCallsAreRefused() throws Exception {
        AtomicReference<Exception> refused = new AtomicReference<>();
        AtomicReference<FileWatcher> self = new AtomicReference<>();
        FileWatcher watcher = start(batch -> {
            try {
                self.get().subscribe(ListenerOptions.EVERYTHING, ignored -> {});
            } catch (IllegalStateException e) {
                refused.set(e);
            }
        });
        self.set(watcher);
        try (watcher) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> watcher.subscribe(ListenerOptions.EVERYTHING.exclude("{"), batch -> {}))
                    .withMessageContaining("missing }");
            deliveredAfter(watcher, "echo > f");
            assertThat(refused.get()).hasMessage("subscribe() inside a callback would wait for itself");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {}))
                .withMessage("closed");
    }

    static LongStream seeds() {
        return Seeds.take(4);
    }

    /** Both join in a storm; one sees only some names, so that every move is one into its view or out of it. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_whoJoinsInAStormConverges(long seed) throws Exception {
        Predicate<NativeName> excluded = path -> path.last().hashCode() % 4 == 0;
        TreeSnapshot nothing = TreeSnapshot.of(root);
        MirrorListener all = new MirrorListener(root, nothing, MirrorListener.Mood.GOOD);
        MirrorListener some = new MirrorListener(root, nothing, MirrorListener.Mood.GOOD);
        Predicate<Path> counts = path -> !excluded.test(NativeName.of(path));
        WatchOptions options = WatchOptions.builder().root(root).build();
        try (WriterPool writers = new WriterPool(2)) {
            writers.rage(-seed, 500, root);
            try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
                writers.begin(seed, 3000, root);
                watcher.subscribe(ListenerOptions.EVERYTHING.withInitial(), all);
                watcher.subscribe(ListenerOptions.EVERYTHING.withInitial().withFilter(counts), some);
                writers.end();
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                all.assertEquals(TreeSnapshot.of(root));
                some.assertEquals(TreeSnapshot.of(root, excluded));
            }
            all.closed();
            some.closed();
        }
    }
}
