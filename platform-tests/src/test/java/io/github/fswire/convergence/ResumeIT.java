package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Told;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A watcher that goes on where another one with the same checkpoint has ended. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class ResumeIT {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private Workspace workspace;
    private Path root;
    private Path checkpoint;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        checkpoint = workspace.outside().resolve("state");
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private FileWatcher start() throws IOException {
        return start(WatchOptions.builder().root(root));
    }

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(options.checkpoint(checkpoint).build(), new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {
                batch.forEach(change -> told.add(line(change)));
            }

            @Override
            public void onError(Exception error) {
                errors.add(error.getMessage());
            }
        });
    }

    private String line(Change change) {
        String from = change.from() == null ? "" : Words.below(root, change.from()) + " ";
        return change.kind() + " " + from + Words.below(root, change.path()) + " " + change.cause();
    }

    private List<String> toldNext() throws Exception {
        told.clear();
        try (FileWatcher watcher = start()) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        return List.copyOf(told);
    }

    @Test
    void G3_exactlyWhatHasChangedInBetweenIsTold() throws Exception {
        Shell.run(root, "mkdir -p a/b c; echo 1 > a/b/f; echo 2 > c/g; echo 3 > h; ln h c/link; ln -s x c/l");
        start().close();
        Told.inAnyOrder(told);
        Told.inAnyOrder(toldNext());
        Shell.run(root, "mv a/b c/b2; echo more >> c/g; rm h; mkdir new; echo > new/f; ln -sf y c/l");
        Told.inAnyOrder(
                toldNext(),
                "MOVED a/b c/b2 RESUME",
                "MODIFIED c/g RESUME",
                "DELETED h RESUME",
                "MODIFIED c/link RESUME",
                "CREATED new RESUME",
                "CREATED new/f RESUME",
                "MODIFIED c/l RESUME");
        Told.inAnyOrder(toldNext());
        assertThat(errors).isEmpty();
    }

    @Test
    void whatWasDeliveredIsNotToldAgainAndLaterEventsAreHeard() throws Exception {
        try (FileWatcher watcher = start()) {
            Shell.run(root, "mkdir -p a/b; echo > a/b/f");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        told.clear();
        try (FileWatcher watcher = start()) {
            Shell.run(root, "echo > a/b/g");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Told.inOrder(told, "CREATED a/b/g EVENT");
    }

    @Test
    void aRootThatIsGoneOrBackIsADifference() throws Exception {
        Shell.run(root, "echo > f");
        start().close();
        Files.move(root, workspace.outside().resolve("away"));
        Told.inOrder(toldNext(), "DELETED f RESUME", "DELETED  RESUME");
        Files.move(workspace.outside().resolve("away"), root);
        Told.inOrder(toldNext(), "CREATED  RESUME", "CREATED f RESUME");
    }

    @Test
    void aFileThatCannotBeUsedIsToldAndEverythingIsDelivered() throws Exception {
        Shell.run(root, "mkdir a; echo > a/f");
        start().close();
        byte[] good = Files.readAllBytes(checkpoint);
        byte[] newer = good.clone();
        newer[11]++;
        for (byte[] bad : List.of(new byte[0], new byte[100], newer)) {
            Files.write(checkpoint, bad);
            Told.inOrder(toldNext(), "CREATED a INITIAL", "CREATED a/f INITIAL");
            Told.inAnyOrder(toldNext());
        }
        Files.write(checkpoint, good);
        told.clear();
        try (FileWatcher watcher = start(WatchOptions.builder().root(root.resolve("a")))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Told.inOrder(told, "CREATED a/f INITIAL");
        assertThat(errors).hasSize(4).allMatch(error -> error.contains(checkpoint + " is"));
    }

    @Test
    void aPlaceThatCannotBeWrittenFailsTheStart() {
        checkpoint = root.resolve("none/state");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(this::start);
    }

    @Test
    void itsOwnFilesAreNotTold() throws Exception {
        checkpoint = root.resolve("state");
        try (FileWatcher watcher = start()) {
            Shell.run(root, "mkdir a");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Told.inOrder(told, "CREATED a EVENT");
        Told.inAnyOrder(toldNext());
        assertThat(root).isDirectoryContaining(path -> path.equals(checkpoint));
    }

    @Test
    void G7_theCheckpointDoesNotMoveBeforeTheListenerAccepts() throws Exception {
        start().close();
        FileWatcher[] self = new FileWatcher[1];
        self[0] = FileWatcher.start(
                WatchOptions.builder().root(root).checkpoint(checkpoint).build(), batch -> {
                    self[0].close();
                    throw new IllegalStateException("not now");
                });
        Shell.run(root, "echo > f");
        try {
            self[0].sync(Eventually.LIMIT);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("closed");
        }
        self[0].close();
        Told.inOrder(toldNext(), "DELETED f RESUME", "CREATED f RESUME");
    }

    /** The engine is at work in a callback when the watcher is closed. */
    @Test
    void whatWasAcceptedWhileTheWatcherClosedIsNotToldAgain() throws Exception {
        start().close();
        FileWatcher[] self = new FileWatcher[1];
        self[0] = FileWatcher.start(
                WatchOptions.builder().root(root).checkpoint(checkpoint).build(), batch -> self[0].close());
        Shell.run(root, "echo > f");
        try {
            self[0].sync(Eventually.LIMIT);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("closed");
        }
        self[0].close();
        Told.inAnyOrder(toldNext());
    }

    /** The engine is looking when the watcher is closed: what it finds is delivered, so the checkpoint may know of it. */
    @Test
    void whatWasLookedAtWhileTheWatcherClosedIsNotToldAgain() throws Exception {
        start().close();
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        FileWatcher watcher = start(WatchOptions.builder().root(root).filter(holding("late", looking, closing)));
        Shell.run(root, "echo > early");
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        Shell.run(root, "echo > late");
        looking.await();
        Thread closer = new Thread(watcher::close);
        closer.start();
        Eventually.await().until(() -> closer.getState() == Thread.State.WAITING);
        closing.countDown();
        closer.join();
        Told.inAnyOrder(told, "CREATED early EVENT", "CREATED late EVENT");
        Told.inAnyOrder(toldNext());
        assertThat(errors).isEmpty();
    }

    /** A filter at which the look at a file waits until it may go on. */
    private static Predicate<Path> holding(String name, CountDownLatch looking, CountDownLatch goOn) {
        return path -> {
            if (path.endsWith(name)) {
                looking.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return true;
        };
    }

    /** The callback that the look would end with can only run when close() has returned. */
    @Test
    void G6_whoseThreadRunsTheCallbacksMayClose() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            thread.set(new Thread(task));
            return thread.get();
        });
        try {
            FileWatcher watcher = start(
                    WatchOptions.builder().root(root).executor(executor).filter(holding("late", looking, closing)));
            Shell.run(root, "echo > late");
            looking.await();
            Future<?> closed = executor.submit(watcher::close);
            Eventually.await().until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
            closing.countDown();
            assertThat(closed).succeedsWithin(Eventually.LIMIT);
            assertThat(told).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    /** What has not been accepted comes before everything else. */
    @Test
    void nothingIsToldAfterABatchThatWasNotAccepted() throws Exception {
        Set<Long> batches = ConcurrentHashMap.newKeySet();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .checkpoint(checkpoint)
                .maxBatch(1)
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {
            batches.add(batch.number());
            throw new IOException("not now");
        })) {
            Shell.run(root, "echo > f; echo > g");
            Eventually.await().until(() -> !batches.isEmpty());
            assertThat(watcher.statistics().batches()).isZero();
        }
        assertThat(batches).containsExactly(1L);
        assertThat(toldNext())
                .anyMatch(line -> line.startsWith("CREATED f "))
                .anyMatch(line -> line.startsWith("CREATED g "));
    }

    /** Closed at once, a watcher has told what it has found at its start. */
    @Test
    void whoClosesAtOnceHasHeardOfTheDifference() throws Exception {
        start().close();
        Shell.run(root, "mkdir a; echo > a/f");
        start().close();
        Told.inOrder(told, "CREATED a RESUME", "CREATED a/f RESUME");
        Told.inAnyOrder(toldNext());
    }

    static LongStream seeds() {
        return Seeds.take(10);
    }

    /** Storms while a watcher is running and while none is; each watcher's changes continue the same strict mirror. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_oneMirrorThroughManyRestarts(long seed) throws Exception {
        Storm storm = new Storm(seed, 1);
        Disk disk = new Disk(root);
        storm.rage(disk, 100);
        MirrorListener.Mood good = MirrorListener.Mood.GOOD;
        TreeSnapshot mirror = TreeSnapshot.of(root);
        for (int i = 0; i < 8; i++) {
            MirrorListener listener = new MirrorListener(root, mirror, good);
            try (FileWatcher watcher = FileWatcher.start(
                    WatchOptions.builder().root(root).checkpoint(checkpoint).build(), listener)) {
                storm.rage(disk, 100);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                listener.assertEquals(TreeSnapshot.of(root));
            }
            mirror = listener.snapshot();
            storm.rage(disk, 100);
        }
    }
}
