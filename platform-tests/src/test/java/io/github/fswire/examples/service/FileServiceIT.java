package io.github.fswire.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the description of the file service requires, each in one test; its figures are those of {@code ServiceLimits} in bench. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class FileServiceIT {
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<ChangeBatch> batches = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private FileService start(Collection<Path> roots, WatchOptions.Builder more, ChangeListener work)
            throws IOException {
        return new FileService(
                roots,
                List.of("*.txt", "data/*.csv"),
                Comparator.comparing(change -> !change.path().getParent().endsWith("urgent")),
                workspace.outside().resolve("checkpoint"),
                more,
                work);
    }

    private FileService start(ChangeListener work) throws IOException {
        return start(List.of(root), WatchOptions.builder(), work);
    }

    /** One that delivers when it is asked to, and not before. */
    private FileService startPatiently() throws IOException {
        return start(List.of(root), WatchOptions.builder().quietPeriod(HOUR), batches::add);
    }

    private static void sync(FileService service) throws InterruptedException {
        assertThat(service.sync(Eventually.LIMIT)).isTrue();
    }

    private List<String> delivered() {
        return batches.stream()
                .flatMap(batch -> batch.changes().stream())
                .map(change -> change.kind() + " " + root.relativize(change.path()))
                .toList();
    }

    private void write(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    @Test
    void manyRootsAreServed() throws Exception {
        List<Path> roots =
                IntStream.range(0, 50).mapToObj(i -> root.resolve("root" + i)).toList();
        for (Path each : roots) {
            Files.createDirectory(each);
        }
        try (FileService service = start(roots, WatchOptions.builder(), batches::add)) {
            for (Path each : roots) {
                Files.createFile(each.resolve("f.txt"));
            }
            sync(service);
            assertThat(delivered()).hasSize(50).contains("CREATED root0/f.txt", "CREATED root49/f.txt");
        }
    }

    @Test
    void patternsSayWhichFilesCount() throws Exception {
        try (FileService service = start(batches::add)) {
            write("a.txt");
            write("b.csv");
            write("data/c.csv");
            write("data/d.bin");
            sync(service);
            assertThat(delivered()).containsExactlyInAnyOrder("CREATED a.txt", "CREATED data/c.csv");
        }
    }

    @Test
    void aBatchHasAtMostAHundredChanges() throws Exception {
        try (FileService service = startPatiently()) {
            for (int i = 0; i < 250; i++) {
                write(i + ".txt");
            }
            sync(service);
            assertThat(batches).extracting(batch -> batch.changes().size()).containsExactly(100, 100, 50);
        }
    }

    @Test
    void urgentFilesComeFirst() throws Exception {
        for (String name : List.of("a", "b", "urgent")) {
            Files.createDirectory(root.resolve(name));
        }
        try (FileService service = startPatiently()) {
            write("a/f.txt");
            write("b/f.txt");
            write("urgent/f.txt");
            sync(service);
            assertThat(delivered()).containsExactly("CREATED urgent/f.txt", "CREATED a/f.txt", "CREATED b/f.txt");
        }
    }

    @Test
    void manyEventsOfAFileAreOneChange() throws Exception {
        Path inner = Files.createDirectory(root.resolve("inner"));
        try (FileService service =
                start(List.of(root, inner), WatchOptions.builder().quietPeriod(HOUR), batches::add)) {
            for (int i = 0; i < 100; i++) {
                write("inner/f.txt");
            }
            sync(service);
            assertThat(delivered()).containsExactly("CREATED inner/f.txt");
            assertThat(service.statistics().coalesced()).isPositive();
        }
    }

    @Test
    void G7_whatWaitsForTheWorkIsBoundedByTheNumberOfFiles() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (FileService service = start(batch -> {
            begun.countDown();
            go.await();
            batches.add(batch);
        })) {
            write("first.txt");
            begun.await();
            for (int round = 0; round < 25; round++) {
                for (int i = 0; i < 20; i++) {
                    write(i + ".txt");
                }
            }
            go.countDown();
            sync(service);
            assertThat(service.statistics().rawEvents()).isGreaterThan(500);
            assertThat(delivered()).contains("CREATED 19.txt").hasSizeLessThanOrEqualTo(2 * 20 + 1);
        }
    }

    @Test
    void G3_whatACrashLeftUndoneIsDoneByTheNextService() throws Exception {
        try (FileService service = start(batch -> {
            throw new IOException("crashed");
        })) {
            write("a.txt");
            Eventually.await().until(() -> service.statistics().errors() > 0);
        }
        write("b.txt"); // while no service is running
        try (FileService service = start(batches::add)) {
            sync(service);
            assertThat(delivered()).contains("CREATED a.txt", "CREATED b.txt");
        }
        batches.clear();
        try (FileService service = start(batches::add)) {
            sync(service);
            assertThat(batches).as("done is done").isEmpty();
        }
    }

    @Test
    void aStopFinishesTheWorkWithinFiveSecondsOrLeavesItToTheNextService() throws Exception {
        boolean finished;
        try (FileService service = startPatiently()) {
            for (int i = 0; i < 250; i++) {
                write(i + ".txt");
            }
            finished = service.stop();
        }
        if (!finished) { // on a machine that is busy with other things
            try (FileService service = start(batches::add)) {
                sync(service);
            }
        }
        assertThat(new TreeSet<>(delivered())).hasSize(250);
    }

    @Test
    void memoryAndWatchesAreBoundedByWhatCounts() throws Exception {
        for (int i = 0; i < 1000; i++) {
            write("d" + i % 10 + "/deep/" + i + ".txt");
        }
        try (FileService service = start(batches::add)) {
            assertThat(service.statistics().watches()).isEqualTo(21);
            assertThat(service.statistics().entries()).isEqualTo(1021);
            assertThat(service.statistics().indexBytes()).isLessThan(256 * 1024);
        }
        try (FileService service =
                start(List.of(root), WatchOptions.builder().depth(1).exclude("d1"), batches::add)) {
            assertThat(service.statistics().watches()).as("only the root").isEqualTo(1);
        }
    }

    @Test
    void nothingIsMissedAHundredAndTwentyLevelsDeep() throws Exception {
        Path deepest = root;
        for (int level = 0; level < 120; level++) {
            deepest = deepest.resolve("d");
        }
        try (FileService service = start(batches::add)) {
            Files.createDirectories(deepest);
            Files.createFile(deepest.resolve("f.txt"));
            sync(service);
            Files.writeString(deepest.resolve("f.txt"), "more");
            sync(service);
            assertThat(delivered())
                    .containsExactly(
                            "CREATED " + root.relativize(deepest.resolve("f.txt")),
                            "MODIFIED " + root.relativize(deepest.resolve("f.txt")));
        }
    }

    @Test
    void G1_nothingIsMissedInAStorm() throws Exception {
        Set<Path> known = new ConcurrentSkipListSet<>();
        ChangeListener work = batch -> {
            for (Change change : batch) {
                known.remove(change.from() == null ? change.path() : change.from());
                if (change.kind() != Change.Kind.DELETED) {
                    known.add(change.path());
                }
            }
        };
        WatchOptions.Builder everything = WatchOptions.builder().include("*");
        try (FileService service = start(List.of(root), everything, work)) {
            new Storm(1, 1).rage(new Disk(root), 1500);
            sync(service);
            try (Stream<Path> all = Files.walk(root)) {
                assertThat(known)
                        .isNotEmpty()
                        .isEqualTo(all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
    }
}
