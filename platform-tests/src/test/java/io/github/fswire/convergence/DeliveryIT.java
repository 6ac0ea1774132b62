package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.UndeliveredException;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchOptions.Debounce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** When, where and how often the listener is called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class DeliveryIT {
    private static final String GIVEN_UP =
            "batch 1 with 1 changes is given up after 2 deliveries: java.io.IOException: no."
                    + " The listener lacks its changes: subscribe it anew, with withInitial()";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private FileWatcher start(UnaryOperator<WatchOptions.Builder> options, ChangeListener listener) throws IOException {
        return FileWatcher.start(
                options.apply(WatchOptions.builder().root(root)).build(), listener);
    }

    private List<String> names(ChangeBatch batch) {
        return batch.changes().stream()
                .map(change -> change.kind() + " " + Words.below(root, change.path()) + " " + change.cause())
                .toList();
    }

    @Test
    void G7_noBatchIsLargerThanAsked() throws Exception {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        try (FileWatcher watcher = start(
                o -> o.maxBatch(10).quietPeriod(MINUTE).maxDelay(MINUTE),
                batch -> sizes.add(batch.changes().size()))) {
            for (int i = 0; i < 25; i++) {
                Files.writeString(root.resolve("f" + i), "");
            }
            watcher.sync(Eventually.LIMIT);
        }
        if (Lane.COARSE_TIMES) { // then some count as modified once more
            assertThat(sizes).startsWith(10, 10).allMatch(size -> size <= 10);
        } else {
            assertThat(sizes).containsExactly(10, 10, 5);
        }
    }

    @Test
    void G7_aBatchIsGivenUpAfterTheTriesAskedForAndThatIsReported() throws Exception {
        List<String> errors = new CopyOnWriteArrayList<>();
        List<String> delivered = new CopyOnWriteArrayList<>();
        ChangeListener listener = new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) throws IOException {
                if (batch.number() == 1) {
                    throw new IOException("no");
                }
                delivered.addAll(names(batch));
            }

            @Override
            public void onError(Exception error) {
                errors.add(error.getMessage());
            }
        };
        try (FileWatcher watcher = start(o -> o.retries(1).quietPeriod(MINUTE).maxDelay(MINUTE), listener)) {
            Files.writeString(root.resolve("lost"), "");
            assertThatExceptionOfType(UndeliveredException.class)
                    .isThrownBy(() -> watcher.sync(Eventually.LIMIT))
                    .withMessage(GIVEN_UP);
            Files.writeString(root.resolve("next"), "");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().retries()).isEqualTo(1);
        }
        assertThat(errors).containsExactly("no", "no", GIVEN_UP);
        Deliveries.inOrder(delivered, "CREATED next EVENT");
    }

    @Test
    void G6_anExecutorRunsTheCallbacksOneAtATimeAndMayCloseTheWatcher() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3, task -> new Thread(task, "callbacks"));
        AtomicReference<FileWatcher> self = new AtomicReference<>();
        List<String> threads = new CopyOnWriteArrayList<>();
        try (Trial trial = Trial.start(
                workspace,
                o -> o.executor(pool).maxBatch(3),
                batch -> threads.add(Thread.currentThread().getName()))) {
            Shell.run(root, "for i in 1 2 3 4 5 6 7 8 9; do mkdir d$i; echo > d$i/f; done");
            trial.assertConverged();
        }
        assertThat(threads).hasSizeGreaterThanOrEqualTo(6).containsOnly("callbacks");
        try (FileWatcher watcher =
                start(o -> o.executor(pool), batch -> self.get().close())) {
            self.set(watcher);
            Files.writeString(root.resolve("last"), "");
            Eventually.await().until(() -> {
                try {
                    watcher.sync(Duration.ofMillis(10));
                    return false;
                } catch (IllegalStateException e) {
                    return true; // closed
                }
            });
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void G7_anExecutorThatRefusesCountsAsAListenerThatThrows() throws Exception {
        AtomicReference<Trial> self = new AtomicReference<>();
        try (Trial trial = Trial.start(
                workspace,
                o -> o.executor(task -> {
                    // Until it was a batch: what is delivered because of an overflow is not delivered again.
                    if (self.get() == null || self.get().statistics().retries() == 0) {
                        throw new java.util.concurrent.RejectedExecutionException("busy");
                    }
                    task.run();
                }),
                MirrorListener.Mood.GOOD)) {
            self.set(trial);
            Files.writeString(root.resolve("f"), "");
            assertThat(trial.watcher().sync(Eventually.LIMIT)).isTrue();
            assertThat(trial.statistics().retries()).isEqualTo(1);
            assertThat(trial.statistics().changes()).isBetween(1L, Lane.COARSE_TIMES ? 2L : 1L);
        }
    }

    @Test
    void G2_whatIsWantedFirstComesFirst() throws Exception {
        ListenerOptions wanted = ListenerOptions.EVERYTHING.order(
                Comparator.comparing(change -> !change.path().getParent().endsWith("c")));
        Shell.run(root, "mkdir a b c");
        List<String> delivered = new CopyOnWriteArrayList<>();
        try (FileWatcher watcher = start(
                o -> o.quietPeriod(MINUTE).maxDelay(MINUTE).listener(wanted),
                batch -> delivered.addAll(names(batch)))) {
            Shell.run(root, "echo > a/f; echo > b/f; echo > c/f; echo > a/g");
            watcher.sync(Eventually.LIMIT);
            assumeTrue(watcher.statistics().overflows() == 0, "the stand-in reported an overflow");
        }
        assertThat(delivered.get(0)).startsWith("CREATED c/f ");
        Deliveries.inOrder(
                delivered, "CREATED c/f EVENT", "CREATED a/f EVENT", "CREATED a/g EVENT", "CREATED b/f EVENT");
    }

    @Test
    void leadingHoldsFurtherChangesOfAFileBackUntilTheEnd() throws Exception {
        assumeFalse(Lane.MACOS || Lane.WINDOWS, "everything that was reported is one place there");
        List<String> delivered = new CopyOnWriteArrayList<>();
        try (FileWatcher watcher =
                start(o -> o.debounce(Debounce.LEADING).maxDelay(MINUTE), batch -> delivered.addAll(names(batch)))) {
            for (int i = 0; i < 20; i++) {
                String file = "f" + i;
                Files.createFile(root.resolve(file));
                Eventually.await().until(() -> delivered.contains("CREATED " + file + " EVENT"));
                Files.writeString(root.resolve(file), "more");
                String other = "g" + i;
                Files.createFile(root.resolve(other));
                Eventually.await().until(() -> delivered.contains("CREATED " + other + " EVENT"));
            }
            assertThat(delivered).noneMatch(line -> line.startsWith("MODIFIED"));
            watcher.sync(Eventually.LIMIT);
            assertThat(delivered).contains("MODIFIED f0 EVENT", "MODIFIED f19 EVENT");
        }
    }

    /** Each place has its own clock, but where the kernel names paths. */
    @Test
    void leadingDeliversTheFirstAtOnceAndTheRestTogether() throws Exception {
        List<List<String>> delivered = new CopyOnWriteArrayList<>();
        try (FileWatcher watcher =
                start(o -> o.debounce(Debounce.LEADING).maxDelay(MINUTE), batch -> delivered.add(names(batch)))) {
            Files.createDirectory(root.resolve("first"));
            Eventually.await().until(() -> !delivered.isEmpty());
            Shell.run(root, "chmod 700 first; chmod 750 first");
            assertThat(delivered).hasSize(1);
            if (!Lane.MACOS) {
                Files.createDirectory(root.resolve("second"));
                Eventually.await().until(() -> delivered.size() == 2);
            }
            watcher.sync(Eventually.LIMIT);
        }
        Deliveries.inOrder(delivered.get(0), "CREATED first EVENT");
        if (!Lane.MACOS) {
            Deliveries.inOrder(delivered.get(1), "CREATED second EVENT");
        }
        Deliveries.inAnyOrder(
                delivered.stream()
                        .skip(Lane.MACOS ? 1 : 2)
                        .flatMap(List::stream)
                        .toList(),
                "MODIFIED first EVENT");
    }

    @Test
    void G1_withTheInitialStateAMirrorCanBeginEmpty() throws Exception {
        Shell.run(root, "mkdir -p a/b c; echo 1 > a/b/f; ln -s nowhere c/l; echo 2 > g; ln g c/h");
        MirrorListener mirror = new MirrorListener(root, rootAlone(), MirrorListener.Mood.GOOD);
        List<String> causes = new CopyOnWriteArrayList<>();
        ChangeListener both = batch -> {
            causes.addAll(names(batch));
            mirror.onBatch(batch);
        };
        try (FileWatcher watcher = start(o -> o.initial(true).maxBatch(2), both)) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            mirror.assertEquals(TreeSnapshot.of(root));
            assertThat(causes)
                    .filteredOn(line -> !Lane.COARSE_TIMES || !line.startsWith("MODIFIED"))
                    .hasSize(7)
                    .allMatch(line -> line.endsWith(" INITIAL"));
            Shell.run(root, "echo 3 >> c/h; mv a c");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            mirror.assertEquals(TreeSnapshot.of(root));
        }
    }

    private TreeSnapshot rootAlone() throws IOException {
        return TreeSnapshot.of(root, name -> true);
    }

    @Test
    void aRootThatIsNotThereYetIsWaitedForIfAsked() throws Exception {
        Path late = root.resolve("late/root");
        WatchOptions.Builder options = WatchOptions.builder().root(late).pollInterval(Duration.ofMillis(10));
        assertThatExceptionOfType(RootGoneException.class)
                .isThrownBy(
                        () -> FileWatcher.start(options.build(), batch -> {}).close());
        List<String> delivered = new CopyOnWriteArrayList<>();
        try (FileWatcher watcher =
                FileWatcher.start(options.waitForRoots(true).build(), batch -> delivered.addAll(names(batch)))) {
            assertThat(watcher.statistics().degraded()).isEqualTo(1);
            Path made = Files.createDirectories(root.resolve("made/root"));
            Files.writeString(made.resolve("f"), "");
            Files.move(made.getParent(), late.getParent()); // at once, or a poll may see half of it
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assumeTrue(watcher.statistics().overflows() == 0, "the stand-in reported an overflow");
            Deliveries.inOrder(delivered, "CREATED late/root POLL", "CREATED late/root/f POLL");
            Files.writeString(late.resolve("g"), "");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.inOrder(
                    delivered, "CREATED late/root POLL", "CREATED late/root/f POLL", "CREATED late/root/g EVENT");
            assertThat(watcher.statistics().degraded()).isZero();
        }
    }
}
