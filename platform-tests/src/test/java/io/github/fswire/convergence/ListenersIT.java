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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
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

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
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
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.inOrder(delivered, "CREATED d", "CREATED d/f 2");
        }
    }

    private List<String> deliveredTo(ListenerOptions options, String before, String command) throws Exception {
        Shell.run(root, before);
        try (FileWatcher watcher = start(batch -> {})) {
            watcher.subscribe(options, recording());
            return deliveredAfter(watcher, command);
        }
    }

    @Test
    void onlyTypesLeavesOutDirectories() throws Exception {
        Deliveries.inAnyOrder(
                deliveredTo(
                        ListenerOptions.EVERYTHING.only(Change.Type.FILE),
                        "mkdir a; printf 1 > a/f",
                        "mkdir b; printf 12 > b/g; ln -s b l"),
                "CREATED b/g 2");
    }

    @Test
    void aFileMovesWithADirectoryThatIsNotDelivered() throws Exception {
        Deliveries.inAnyOrder(
                deliveredTo(
                        ListenerOptions.EVERYTHING.only(Change.Type.FILE),
                        "mkdir -p a/b; printf 1 > a/f; printf 12 > a/b/g",
                        "mv a c"),
                "MOVED a/f c/f 1",
                "MOVED a/b/g c/b/g 2");
    }

    @Test
    void onlyKindsWithoutMovesSplitsThem() throws Exception {
        Deliveries.inOrder(
                deliveredTo(
                        ListenerOptions.EVERYTHING.only(Change.Kind.CREATED, Change.Kind.DELETED),
                        "mkdir -p a/b; printf 1 > a/b/f; printf 12 > g",
                        "mv a c"),
                "DELETED a/b/f 0",
                "DELETED a/b",
                "DELETED a",
                "CREATED c",
                "CREATED c/b",
                "CREATED c/b/f 1");
    }

    @Test
    void aSplitMoveOntoAFileIsItsModification() throws Exception {
        Deliveries.inOrder(
                deliveredTo(
                        ListenerOptions.EVERYTHING.only(Change.Kind.CREATED, Change.Kind.MODIFIED, Change.Kind.DELETED),
                        "printf 1 > f; printf 12 > g",
                        "mv g f"),
                "DELETED g 0",
                "MODIFIED f 2");
    }

    @Test
    void expandedMovesCarryAFlatMap() throws Exception {
        Deliveries.inOrder(
                deliveredTo(ListenerOptions.EVERYTHING.expandMoves(), "mkdir -p a/b; printf 1 > a/b/f", "mv a c"),
                "MOVED a c",
                "MOVED a/b c/b",
                "MOVED a/b/f c/b/f 0");
    }

    @Test
    void withinIsOneOfTheRoots() throws Exception {
        ListenerOptions options = ListenerOptions.EVERYTHING.within(root.resolve("a/b"));
        Deliveries.inAnyOrder(
                deliveredTo(
                        options,
                        "mkdir -p a/b a/bc; printf 1 > a/x; printf 12 > a/b/y",
                        "mv a/x a/b; mv a/b/y a; > a/bc/z"),
                "CREATED a/b/x 1",
                "DELETED a/b/y 0");
    }

    @Test
    void aFilterNeedNotAcceptTheDirectoriesAbove() throws Exception {
        Path sub = root.resolve("a/b");
        ListenerOptions options = ListenerOptions.EVERYTHING.filter(path -> path.startsWith(sub));
        Deliveries.inAnyOrder(
                deliveredTo(options, "mkdir -p a/b; printf 1 > a/b/f", "mv a c; mkdir -p a/b; printf 12 > a/b/g"),
                "DELETED a/b/f 0",
                "DELETED a/b",
                "CREATED a/b",
                "CREATED a/b/g 2");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no chmod")
    void onlyContentLeavesOutChangesOfTheMode() throws Exception {
        assertThat(deliveredTo(
                        ListenerOptions.EVERYTHING.only(Change.Aspect.CONTENT),
                        "printf 1 > f; touch -t 202001010000 f",
                        "chmod 600 f"))
                .isEmpty();
    }

    @Test
    void theFirstListenerHasOptionsAsWell() throws Exception {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .listener(ListenerOptions.EVERYTHING.only(Change.Type.DIRECTORY).withInitial())
                .build();
        Shell.run(root, "mkdir a; printf 1 > a/f");
        try (FileWatcher watcher = FileWatcher.start(options, recording())) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.inOrder(delivered, "CREATED a");
            Deliveries.inAnyOrder(deliveredAfter(watcher, "mv a/f g; mkdir h"), "CREATED h");
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
            CountDownLatch begun = new CountDownLatch(1);
            Thread closing = new Thread(() -> {
                try {
                    inside.await();
                    begun.countDown();
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
            Eventually.await().until(() -> begun.getCount() == 0 && closing.getState() == Thread.State.WAITING);
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
            assertThat(refused.get())
                    .hasMessage("subscribe() inside a callback would wait for itself: call it on another thread");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {}))
                .withMessage("the watcher is closed: start another one");
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
                watcher.subscribe(ListenerOptions.EVERYTHING.withInitial().exclude(counts.negate()), some);
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
