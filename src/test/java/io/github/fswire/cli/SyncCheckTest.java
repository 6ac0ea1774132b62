package io.github.fswire.cli;

import static io.github.fswire.cli.Samples.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SyncCheckTest {
    @TempDir
    private Path directory;

    private final World world = new World();
    private NativeName root;
    private Mirror mirror;

    @BeforeEach
    void makeMirror() throws IOException {
        directory = directory.toRealPath();
        root = NativeName.of(directory);
        mirror = new Mirror(root);
    }

    private NativeName path(String name) {
        return root.resolve(NativeName.of(name));
    }

    /** What a watcher would deliver of an entry that is there. */
    private Change found(Change.Kind kind, String name) {
        Mirror.Entry entry = Objects.requireNonNull(Disk.at(path(name)), name);
        return Change.builder(kind, path(name))
                .type(entry.type())
                .now(entry.size(), entry.modifiedNanos())
                .build();
    }

    private Change moved(String from, String to, Change.Type type) {
        return Samples.change(Change.Kind.MOVED, path(to), path(from), type, Change.Cause.EVENT);
    }

    private Change deleted(String name) {
        return Samples.change(Change.Kind.DELETED, path(name), null, Change.Type.FILE, Change.Cause.EVENT);
    }

    /** A watcher of which each {@code sync} does something. */
    private record Watcher(World.Body onSync) implements Surroundings.Running {
        @Override
        public boolean sync(Duration limit) {
            try {
                onSync.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return true;
        }

        @Override
        public WatchStatistics statistics() {
            return World.STATISTICS;
        }

        @Override
        public void close() {}
    }

    private Comparison compare(World.Body onSync) throws InterruptedException {
        return Comparison.of(root, mirror, new Watcher(onSync), Duration.ofMinutes(1));
    }

    private Comparison compare() throws InterruptedException {
        return compare(() -> {});
    }

    @Test
    void aMirrorThatGotEverythingDoesNotDiffer() throws Exception {
        Files.createDirectories(directory.resolve("d/e"));
        Files.writeString(directory.resolve("d/f"), "f");
        mirror.apply(batch(found(Change.Kind.CREATED, "d"), found(Change.Kind.CREATED, "d/e")));
        mirror.apply(batch(found(Change.Kind.CREATED, "d/f")));
        Files.move(directory.resolve("d"), directory.resolve("x"));
        mirror.apply(batch(moved("d", "x", Change.Type.DIRECTORY)));
        Comparison found = compare();
        assertThat(found.differences()).isEmpty();
        assertThat(found.entries()).isEqualTo(4);
        assertThat(mirror.changes()).isEqualTo(4);
    }

    @Test
    void aMovedFileReplacesAndKeepsItsSize() throws Exception {
        Files.writeString(directory.resolve("a"), "aa");
        Files.writeString(directory.resolve("b"), "b");
        mirror.apply(batch(found(Change.Kind.CREATED, "a"), found(Change.Kind.CREATED, "b")));
        Files.delete(directory.resolve("b"));
        Files.move(directory.resolve("a"), directory.resolve("b"));
        mirror.apply(batch(moved("a", "b", Change.Type.FILE)));
        assertThat(compare().differences()).isEmpty();
    }

    @Test
    void whatIsMissingOrTooMuchOrOldDiffers() throws Exception {
        Files.writeString(directory.resolve("missed"), "");
        Files.writeString(directory.resolve("old"), "");
        mirror.apply(batch(found(Change.Kind.CREATED, "old"), found(Change.Kind.CREATED, "missed")));
        mirror.apply(batch(deleted("missed"), Samples.created(path("gone"))));
        Files.writeString(directory.resolve("old"), "new");
        Comparison found = compare();
        assertThat(found.differences().keySet()).containsExactly(path("gone"), path("missed"), path("old"));
        assertThat(found.differences())
                .hasEntrySatisfying(path("gone"), difference -> assertThat(difference.disk())
                        .isNull())
                .hasEntrySatisfying(path("missed"), difference -> assertThat(difference.mirror())
                        .isNull());
        assertThat(found.undecided()).isZero();
    }

    @Test
    void whatArrivesMeanwhileIsNoDifference() throws Exception {
        Files.writeString(directory.resolve("f"), "");
        int[] syncs = {0};
        Comparison found = compare(() -> {
            if (++syncs[0] == 2) {
                mirror.apply(batch(found(Change.Kind.CREATED, "f")));
            }
        });
        assertThat(found.differences()).isEmpty();
        assertThat(found.undecided()).isZero();
    }

    @Test
    void whatNeverRestsIsNotDecided() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "");
        Comparison found = compare(() -> Files.writeString(file, Files.readString(file) + "x"));
        assertThat(found.differences()).isEmpty();
        assertThat(found.undecided()).isEqualTo(1);
    }

    @Test
    void whatTheMirrorStillLearnsIsNotDecided() throws Exception {
        Files.writeString(directory.resolve("f"), "");
        int[] syncs = {0};
        Comparison found = compare(() -> mirror.apply(batch(Change.builder(Change.Kind.MODIFIED, path("f"))
                .now(++syncs[0], 0)
                .build())));
        assertThat(found.differences()).isEmpty();
        assertThat(found.undecided()).isEqualTo(1);
    }

    @Test
    void whatGoesAndComesBackIsNotDecided() throws Exception {
        Change created =
                Samples.change(Change.Kind.CREATED, path("d"), null, Change.Type.DIRECTORY, Change.Cause.EVENT);
        Comparison found = compare(() -> mirror.apply(batch(deleted("d"), created)));
        assertThat(found.differences()).isEmpty();
        assertThat(found.undecided()).isEqualTo(1);
    }

    @Test
    void aDirectoryHasNoTimeAndNoSize() throws Exception {
        Files.createDirectory(directory.resolve("d"));
        mirror.apply(batch(
                Samples.change(Change.Kind.CREATED, path("d"), null, Change.Type.DIRECTORY, Change.Cause.INITIAL)));
        assertThat(compare().differences()).isEmpty();
    }

    private void start(World.Body body, String... args) throws Exception {
        world.during(body, args);
    }

    @Test
    void aCheckAtTheEndIsOneLineAndZero() throws Exception {
        start(() -> assertThat(world.exitCode()).isZero(), "sync-check", "--json", "--for", "1", directory.toString());
        assertThat(world.out.text().lines().toList().get(1))
                .isEqualTo(
                        "{\"event\":\"check\",\"check\":1,\"entries\":1,\"changes\":0,\"overflows\":0,\"differences\":0,"
                                + "\"undecided\":0,\"unreadable\":0,\"synced\":true}");
    }

    @Test
    void itBeginsWithWhatIsThere() throws Exception {
        CompletableFuture<WatchOptions> given = new CompletableFuture<>();
        world.start = (options, listener) -> given.complete(options);
        start(() -> assertThat(world.exitCode()).isZero(), "sync-check", "--for", "1", directory.toString());
        assertThat(given.join().initial()).isTrue();
        assertThat(given.join().roots()).containsExactly(directory);
    }

    @Test
    void aDifferenceIsListedAndEndsIt() throws Exception {
        Files.writeString(directory.resolve("f"), "12");
        start(() -> assertThat(world.exitCode()).isEqualTo(1), "sync-check", "--every", "1", directory.toString());
        List<String> lines = world.out.text().lines().toList();
        assertThat(lines.get(1)).contains(" check 1: 1 entries, 0 changes, 0 overflows, 1 differences");
        assertThat(lines.get(2))
                .contains(" differs: " + directory.resolve("f") + ": on disk FILE of 2 bytes, modified ")
                .endsWith(", in the mirror nothing");
    }

    @Test
    void programsGetTheListToo() throws Exception {
        world.start = (options, listener) -> apply(listener, Samples.created(path("x")));
        start(
                () -> assertThat(world.exitCode()).isEqualTo(1),
                "sync-check",
                "--json",
                "--every=1",
                directory.toString());
        String shown = Text.path(path("x")).replace("\\", "\\\\");
        assertThat(world.out.text().lines().toList().get(2))
                .isEqualTo("{\"event\":\"difference\",\"path\":\"" + shown + "\",\"disk\":null,\"mirror\":"
                        + "{\"type\":\"FILE\",\"size\":0,\"modifiedNanos\":0}}");
    }

    private static void apply(ChangeListener listener, Change change) {
        try {
            listener.onBatch(batch(change));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void atASignalItChecksOnceMore() throws Exception {
        start(
                () -> {
                    world.awaitLines(1);
                    world.lastWords.run();
                    assertThat(world.lastCode).isZero();
                },
                "sync-check",
                "--every=86400",
                directory.toString());
        assertThat(world.out.text()).contains(" check 1: ");
    }

    @Test
    void atASignalADifferenceIsOne() throws Exception {
        Files.createFile(directory.resolve("f"));
        start(
                () -> {
                    world.awaitLines(1);
                    world.lastWords.run();
                    assertThat(world.lastCode).isEqualTo(1);
                },
                "sync-check",
                "--every=86400",
                directory.toString());
    }

    @Test
    void itNeedsADirectory() throws Exception {
        Path file = Files.createFile(directory.resolve("f"));
        assertThat(world.run("sync-check", file.toString())).isEqualTo(2);
        assertThat(world.err.text()).contains("sync-check needs a directory: ").hasLineCount(1);
    }
}
