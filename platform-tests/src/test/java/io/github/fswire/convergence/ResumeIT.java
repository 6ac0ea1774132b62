package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.LoggingWatcher;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class ResumeIT {

    private final List<String> delivered = new CopyOnWriteArrayList<>();
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
                batch.forEach(change -> delivered.add(line(change)));
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

    /** A shell is no process of Windows. */
    private void apply(String... operations) throws IOException {
        apply(root, operations);
    }

    private static void apply(Path directory, String... operations) throws IOException {
        Disk disk = new Disk(directory);
        for (String operation : operations) {
            disk.apply(Operation.parse(operation));
        }
    }

    private List<String> deliveredNext() throws Exception {
        delivered.clear();
        try (FileWatcher watcher = start()) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        return List.copyOf(delivered);
    }

    @Test
    void G3_exactlyWhatHasChangedInBetweenIsDelivered() throws Exception {
        apply("mkdir a/b", "mkdir c", "write a/b/f 2", "write c/g 2", "write h 2");
        start().close();
        Deliveries.inAnyOrder(delivered);
        Deliveries.inAnyOrder(deliveredNext());
        apply("mv a/b c/b2", "append c/g 5", "rm h", "mkdir new", "write new/f 1");
        Deliveries.inAnyOrder(
                deliveredNext(),
                "MOVED a/b c/b2 RESUME",
                "MODIFIED c/g RESUME",
                "DELETED h RESUME",
                "CREATED new RESUME",
                "CREATED new/f RESUME");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** Listings of Windows do not contain the number of links, and Wine makes no symbolic ones. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void G3_aLinkThatHasChangedInBetweenIsDelivered() throws Exception {
        apply("mkdir c", "write h 2", "ln h c/link", "lns x c/l");
        start().close();
        Deliveries.inAnyOrder(deliveredNext());
        apply("rm h", "rm c/l", "lns y c/l");
        Deliveries.inAnyOrder(deliveredNext(), "DELETED h RESUME", "MODIFIED c/link RESUME", "MODIFIED c/l RESUME");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    @Test
    void whatWasDeliveredIsNotDeliveredAgainAndLaterChangesAre() throws Exception {
        try (FileWatcher watcher = start()) {
            apply("mkdir a/b", "write a/b/f 1");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        delivered.clear();
        try (FileWatcher watcher = start()) {
            apply("write a/b/g 1");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED a/b/g EVENT");
    }

    @Test
    void aRootThatIsGoneOrBackIsADifference() throws Exception {
        apply("write f 1");
        start().close();
        Files.move(root, workspace.outside().resolve("away"));
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "DELETED  RESUME");
        Files.move(workspace.outside().resolve("away"), root);
        Deliveries.inOrder(deliveredNext(), "CREATED  RESUME", "CREATED f RESUME");
    }

    @Test
    void aFileThatCannotBeUsedIsReportedAndEverythingIsDelivered() throws Exception {
        apply("mkdir a", "write a/f 1");
        start().close();
        byte[] good = Files.readAllBytes(checkpoint);
        byte[] newer = good.clone();
        newer[11]++;
        for (byte[] bad : List.of(new byte[0], new byte[100], newer)) {
            Files.write(checkpoint, bad);
            Deliveries.inOrder(deliveredNext(), "CREATED a INITIAL", "CREATED a/f INITIAL");
            Deliveries.inAnyOrder(deliveredNext());
        }
        Files.write(checkpoint, good);
        delivered.clear();
        try (FileWatcher watcher = start(WatchOptions.builder().root(root.resolve("a")))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED a/f INITIAL");
        assertThat(errors).hasSize(4).allMatch(error -> error.contains(checkpoint + " is"));
    }

    @Test
    void aPlaceThatCannotBeWrittenFailsTheStart() {
        checkpoint = root.resolve("none/state");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::start)
                .withMessage(checkpoint + " cannot be written: there is no directory " + checkpoint.getParent()
                        + ". Advice: make it, or name another checkpoint.");
    }

    /** Not every user of Windows may make symbolic links, and Wine makes none. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void F1_noFileIsReachedByALink() throws Exception {
        Path victim = Files.writeString(workspace.outside().resolve("victim"), "mine");
        for (String suffix : List.of("", ".journal", ".fswire-lock")) {
            Path link = checkpoint.resolveSibling("state" + suffix);
            Files.createSymbolicLink(link, victim);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::start)
                    .withMessageStartingWith(link + " is a symbolic link and not a regular file");
            Files.delete(link);
        }
        assertThat(victim).hasContent("mine");
    }

    @Test
    void F1_noFileIsReachedByAnotherNameOfIt() throws Exception {
        Path victim = Files.writeString(workspace.outside().resolve("victim"), "mine");
        Files.createLink(checkpoint.resolveSibling("state.journal"), victim);
        Files.createLink(checkpoint.resolveSibling("state.fswire-part"), victim);
        start().close();
        apply("write f 1");
        Deliveries.inOrder(deliveredNext(), "CREATED f RESUME");
        assertThat(victim).hasContent("mine");
    }

    /** Opening it would wait for ever. Windows has no such entries. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void F1_aFifoIsRefusedAtOnce() throws Exception {
        for (String name : List.of("state", "state.journal", "state.fswire-lock")) {
            Shell.run(workspace.outside(), "mkfifo " + name);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::start)
                    .withMessageContaining(name + " is a FIFO, socket or device");
            Shell.run(workspace.outside(), "rm " + name);
        }
    }

    /** The streams of java.io do not let others replace or remove the file. */
    @Test
    @EnabledOnOs(OS.WINDOWS)
    void F6_aCheckpointThatAnotherProgramHasOpenIsReportedAndNothingIsLost() throws Exception {
        start().close();
        try (InputStream held = new FileInputStream(checkpoint.toFile())) {
            try (FileWatcher watcher = start()) {
                apply("write f 1");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            assertThat(held.read()).isPositive();
        }
        Deliveries.inOrder(delivered, "CREATED f EVENT");
        assertThat(errors)
                .isNotEmpty()
                .allMatch(error -> error.startsWith(checkpoint + " cannot be written: ")
                        && error.endsWith(" and that no other program has them open."));
        errors.clear();
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "CREATED f RESUME");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** What is in it may have been delivered, or not. */
    @Test
    void F2_aJournalThatIsNotUnderstoodIsARescanOfEverythingOnce() throws Exception {
        apply("mkdir a", "write a/f 1");
        start().close();
        Path journal = checkpoint.resolveSibling("state.journal");
        byte[] good = Files.readAllBytes(journal);
        byte[] zeros = new byte[100];
        byte[] more = Arrays.copyOf(good, 50);
        Arrays.fill(more, good.length, more.length, (byte) 7);
        for (byte[] bad : List.of(new byte[0], zeros, more)) {
            errors.clear();
            Files.write(journal, bad);
            Deliveries.inOrder(deliveredNext(), "CREATED a INITIAL", "CREATED a/f INITIAL");
            Deliveries.inAnyOrder(deliveredNext());
            assertThat(errors).singleElement().asString().contains(journal + " is damaged or not a journal");
        }
        errors.clear();
        Files.write(journal, Arrays.copyOf(good, 4096)); // zeros behind the last record
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** The user has named the wrong file. */
    @Test
    void F1_aFileOfAnotherProgramIsKept() throws Exception {
        apply("write f 1");
        Path kept = checkpoint.resolveSibling("state.kept");
        Files.writeString(checkpoint, "important");
        Deliveries.inOrder(deliveredNext(), "CREATED f INITIAL");
        assertThat(errors)
                .singleElement()
                .asString()
                .endsWith(checkpoint + " was not written by a watcher and is kept as " + kept);
        assertThat(kept).hasContent("important");
        errors.clear();
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
        Files.writeString(checkpoint, "as important");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::start)
                .withMessageContaining(kept + ", which is there: remove one of them");
        assertThat(checkpoint).hasContent("as important");
        assertThat(kept).hasContent("important");
    }

    /** Without the journal nobody knows what was delivered last. */
    @Test
    void F2_aJournalThatIsMissingIsARescanOfEverythingOnce() throws Exception {
        apply("write f 1");
        start().close();
        Files.delete(checkpoint.resolveSibling("state.journal"));
        Deliveries.inOrder(deliveredNext(), "CREATED f INITIAL");
        assertThat(errors).singleElement().asString().endsWith("state.journal, which belongs to it, is missing");
        errors.clear();
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** A watcher of another root was killed while it delivered. */
    @Test
    void F3_nothingIsDeliveredOfRootsThatAreNotWatched() throws Exception {
        Path other = Files.createDirectory(workspace.outside().resolve("other"));
        FileWatcher[] self = new FileWatcher[1];
        WatchOptions both = WatchOptions.builder()
                .root(root)
                .root(other)
                .quietPeriod(Duration.ofHours(1)) // so that both changes come in one batch
                .maxDelay(Duration.ofHours(1))
                .checkpoint(checkpoint)
                .build();
        self[0] = FileWatcher.start(both, batch -> {
            self[0].close();
            throw new IllegalStateException("not now");
        });
        apply("write f 1");
        apply(other, "write g 1");
        assertThatIllegalStateException().isThrownBy(() -> self[0].sync(Eventually.LIMIT)); // closed
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "CREATED f INITIAL");
    }

    /** Of the same directory another watcher has seen everything. */
    @Test
    void F3_aSingleFileIsAnotherRootThanItsDirectory() throws Exception {
        apply("write f 1", "write g 1");
        start().close();
        try (FileWatcher watcher = start(WatchOptions.builder().root(root.resolve("f")))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED f INITIAL");
        assertThat(errors).singleElement().asString().contains("is about other roots");
    }

    @Test
    void F4_onlyOneWatcherUsesACheckpoint() throws Exception {
        try (FileWatcher watcher = start()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::start)
                    .withMessageStartingWith("another watcher in this process uses the checkpoint " + checkpoint);
            Process other = new ProcessBuilder(ChildJvm.command(
                            LoggingWatcher.class,
                            root.toString(),
                            checkpoint.toString(),
                            workspace.outside().resolve("log").toString()))
                    .redirectErrorStream(true)
                    .start();
            other.getOutputStream().close();
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("another watcher in another process uses the checkpoint " + checkpoint);
            assertThat(other.waitFor()).isNotZero();
            apply("write f 1");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED f EVENT");
        Deliveries.inAnyOrder(deliveredNext());
    }

    /** What one of them delivers makes it write. */
    @Test
    void F7_watchersWithCheckpointsInEachOthersTreesDoNotFeedEachOther() throws Exception {
        Path left = Files.createDirectory(root.resolve("left"));
        Path right = Files.createDirectory(root.resolve("right"));
        for (int start = 0; start < 2; start++) { // the second time all files are there
            List<String> lines = new CopyOnWriteArrayList<>();
            WatchOptions.Builder quick = WatchOptions.builder().quietPeriod(Duration.ZERO);
            try (FileWatcher one = FileWatcher.start(
                            quick.root(left).checkpoint(right.resolve("one")).build(),
                            batch -> batch.forEach(change -> lines.add("left " + line(change))));
                    FileWatcher other = FileWatcher.start(
                            WatchOptions.builder()
                                    .quietPeriod(Duration.ZERO)
                                    .root(right)
                                    .checkpoint(left.resolve("other"))
                                    .build(),
                            batch -> batch.forEach(change -> lines.add("right " + line(change))))) {
                Files.createFile(left.resolve("f" + start));
                Files.createFile(right.resolve("g" + start));
                FileTime first = Files.getLastModifiedTime(right.resolve("one"));
                Eventually.await().until(() -> {
                    assertThat(one.sync(Eventually.LIMIT)).isTrue();
                    assertThat(other.sync(Eventually.LIMIT)).isTrue();
                    return !Files.getLastModifiedTime(right.resolve("one")).equals(first);
                });
                assertThat(one.sync(Eventually.LIMIT)).isTrue();
                assertThat(other.sync(Eventually.LIMIT)).isTrue();
            }
            // Where clocks are coarse a file that was written a moment ago may count as modified once more.
            lines.removeIf(
                    line -> Lane.COARSE_TIMES && line.matches("left MODIFIED left/f.*|right MODIFIED right/g.*"));
            // The last watcher knew that a temporary file there was hidden; this one only knows that it was there.
            lines.removeIf(line -> line.matches("(left|right) DELETED (left/other|right/one)\\.fswire-part RESUME"));
            Deliveries.inAnyOrder(
                    lines, "left CREATED left/f" + start + " EVENT", "right CREATED right/g" + start + " EVENT");
        }
    }

    /** It lies in wait for the next file or channel that the thread uses. */
    @Test
    void E3_callbacksThatLeaveTheirThreadInterrupted() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .checkpoint(checkpoint)
                .verify(WatchOptions.Verify.CONTENT)
                .filter(path -> {
                    asked.incrementAndGet();
                    Thread.currentThread().interrupt();
                    return true;
                })
                .listener(ListenerOptions.EVERYTHING.order(Comparator.comparing(change -> {
                    Thread.currentThread().interrupt();
                    return change.path();
                })))
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, new ChangeListener() {
            private boolean refused;

            @Override
            public void onBatch(ChangeBatch batch) throws IOException {
                Thread.currentThread().interrupt();
                // What counts as modified once more would still wait for its second try when the watcher is closed.
                boolean created = batch.changes().stream().anyMatch(change -> change.kind() == Change.Kind.CREATED);
                refused = created && !refused;
                if (refused) {
                    throw new IOException("once more");
                }
                batch.forEach(change -> delivered.add(line(change)));
            }

            @Override
            public void onError(Exception error) {
                errors.add(error.getMessage());
                Thread.currentThread().interrupt();
            }
        })) {
            for (String name : List.of("f", "g", "h")) {
                apply("write " + name + " 1");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
        }
        Deliveries.inOrder(delivered, "CREATED f EVENT", "CREATED g EVENT", "CREATED h EVENT");
        assertThat(asked).hasPositiveValue();
        assertThat(errors).containsOnly("once more");
        errors.clear();
        delivered.clear();
        start(WatchOptions.builder().root(root).verify(WatchOptions.Verify.CONTENT))
                .close();
        Deliveries.inAnyOrder(delivered);
        assertThat(errors).isEmpty();
    }

    @Test
    void itsOwnFilesAreNotDelivered() throws Exception {
        checkpoint = root.resolve("state");
        try (FileWatcher watcher = start()) {
            apply("mkdir a");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED a EVENT");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(root).isDirectoryContaining(path -> path.equals(checkpoint));
    }

    @Test
    @EnabledOnOs({OS.MAC, OS.WINDOWS})
    void itsOwnFilesAreNotDeliveredHoweverTheyAreSpelled() throws Exception {
        Path spelled = root.resolveSibling("ROOT");
        assumeTrue(Files.exists(spelled), "names are compared exactly here");
        checkpoint = spelled.resolve("State");
        for (int i = 0; i < 2; i++) { // the second time all files are there
            delivered.clear();
            try (FileWatcher watcher = start()) {
                apply("mkdir a" + i);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            Deliveries.inOrder(delivered, "CREATED a" + i + " EVENT");
        }
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
        apply("write f 1");
        try {
            self[0].sync(Eventually.LIMIT);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the watcher is closed: start another one");
        }
        self[0].close();
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "CREATED f RESUME");
    }

    /** The engine is at work in a callback when the watcher is closed. */
    @Test
    void whatWasAcceptedWhileTheWatcherClosedIsNotDeliveredAgain() throws Exception {
        start().close();
        FileWatcher[] self = new FileWatcher[1];
        self[0] = FileWatcher.start(
                WatchOptions.builder().root(root).checkpoint(checkpoint).build(), batch -> self[0].close());
        apply("write f 1");
        try {
            self[0].sync(Eventually.LIMIT);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the watcher is closed: start another one");
        }
        self[0].close();
        Deliveries.inAnyOrder(deliveredNext());
    }

    /** The engine is inspecting when the watcher is closed: what it finds is delivered, so the checkpoint may know of it. */
    @Test
    void whatWasInspectedWhileTheWatcherClosedIsNotDeliveredAgain() throws Exception {
        start().close();
        CountDownLatch inspecting = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        FileWatcher watcher = start(WatchOptions.builder().root(root).filter(holding("late", inspecting, closing)));
        apply("write early 1");
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        apply("write late 1");
        inspecting.await();
        Thread closer = new Thread(watcher::close);
        closer.start();
        Eventually.await().until(() -> closer.getState() == Thread.State.WAITING);
        closing.countDown();
        closer.join();
        Deliveries.inAnyOrder(delivered, "CREATED early EVENT", "CREATED late EVENT");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** A filter at which the inspection of a file waits until it may go on. */
    private static Predicate<Path> holding(String name, CountDownLatch inspecting, CountDownLatch goOn) {
        return path -> {
            if (path.endsWith(name)) {
                inspecting.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return true;
        };
    }

    /** The callback that the cycle would end with can only run when close() has returned. */
    @Test
    void G6_whoseThreadRunsTheCallbacksMayClose() throws Exception {
        CountDownLatch inspecting = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            thread.set(new Thread(task));
            return thread.get();
        });
        try {
            FileWatcher watcher = start(
                    WatchOptions.builder().root(root).executor(executor).filter(holding("late", inspecting, closing)));
            apply("write late 1");
            inspecting.await();
            Future<?> closed = executor.submit(watcher::close);
            Eventually.await().until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
            closing.countDown();
            assertThat(closed).succeedsWithin(Eventually.LIMIT);
            assertThat(delivered).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    /** What has not been accepted comes before everything else. */
    @Test
    void nothingIsDeliveredAfterABatchThatWasNotAccepted() throws Exception {
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
            apply("write f 1", "write g 1");
            Eventually.await().until(() -> !batches.isEmpty());
            assertThat(watcher.statistics().batches()).isZero();
        }
        assertThat(batches).containsExactly(1L);
        assertThat(deliveredNext())
                .anyMatch(line -> line.startsWith("CREATED f "))
                .anyMatch(line -> line.startsWith("CREATED g "));
    }

    /** Closed at once, a watcher has delivered what it has found at its start. */
    @Test
    void whoClosesAtOnceHasGotTheDifference() throws Exception {
        start().close();
        apply("mkdir a", "write a/f 1");
        start().close();
        Deliveries.inOrder(delivered, "CREATED a RESUME", "CREATED a/f RESUME");
        Deliveries.inAnyOrder(deliveredNext());
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
        start().close();
        Path journal = checkpoint.resolveSibling("state.journal");
        long emptyJournal = Files.size(journal);
        for (int i = 0; i < 8; i++) {
            MirrorListener listener = new MirrorListener(root, mirror, good);
            try (FileWatcher watcher = FileWatcher.start(
                    WatchOptions.builder().root(root).checkpoint(checkpoint).build(), listener)) {
                storm.rage(disk, 100);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                listener.assertEquals(TreeSnapshot.of(root));
                // Unlike close(), which gives up an inspection that takes long: then the journal counts for what is in
                // it.
                assertThat(watcher.closeAfterDelivery(Eventually.LIMIT)).isTrue();
            }
            assertThat(journal).hasSize(emptyJournal);
            mirror = listener.snapshot();
            storm.rage(disk, 100);
        }
    }
}
