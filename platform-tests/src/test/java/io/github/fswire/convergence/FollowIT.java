package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Symbolic links that are followed. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class FollowIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path base;
    private Path root;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.onDisk();
        base = workspace.root().toRealPath();
        root = base.resolve("root");
        Shell.run(base, "mkdir -p root/d out/e; echo > out/e/f");
    }

    private WatchOptions.Builder options() {
        return WatchOptions.builder()
                .root(root)
                .followLinks(true)
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE)
                .pollInterval(Duration.ofMillis(20));
    }

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(
                options.build(),
                batch -> batch.forEach(change -> delivered.add(change.kind() + " " + base.relativize(change.path()))));
    }

    private List<String> deliveredAfter(FileWatcher watcher, String command) throws Exception {
        delivered.clear();
        Shell.run(base, command);
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        return List.copyOf(delivered);
    }

    @Test
    void whatIsBehindALinkIsReportedUnderItsRealPath() throws Exception {
        Shell.run(root, "ln -s ../out here; ln -s ../out/e there");
        try (FileWatcher watcher = start(options())) {
            Deliveries.inAnyOrder(delivered);
            assertThat(watcher.statistics()
                            .watches()) // each directory once; one that was a root before keeps its watch
                    .isBetween(Lane.watches(4, 2), Lane.watches(4, 3));
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "echo > root/here/e/g; mv root/d out/d"), "CREATED out/e/g", "MOVED out/d");
        }
    }

    @Test
    void linksComeAndGo() throws Exception {
        try (FileWatcher watcher = start(options())) {
            Deliveries.inAnyOrder(deliveredAfter(watcher, "echo > out/x"));
            List<String> linked = deliveredAfter(watcher, "ln -s ../../out root/d/l; ln -s ../out root/l");
            assertThat(linked).containsSubsequence("CREATED out", "CREATED out/e", "CREATED out/e/f");
            Deliveries.inAnyOrder(
                    linked,
                    "CREATED out",
                    "CREATED out/e",
                    "CREATED out/e/f",
                    "CREATED root/d/l",
                    "CREATED root/l",
                    "CREATED out/x");
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "mv root/d root/c; rm root/l"), "MOVED root/c", "DELETED root/l");
            Deliveries.inOrder(deliveredAfter(watcher, "echo > out/y"), "CREATED out/y");
            List<String> gone = deliveredAfter(watcher, "rm -r root/c");
            assertThat(gone)
                    .containsSubsequence("DELETED root/c/l", "DELETED root/c")
                    .containsSubsequence("DELETED out/e/f", "DELETED out/e", "DELETED out");
            Deliveries.inAnyOrder(
                    gone,
                    "DELETED root/c/l",
                    "DELETED root/c",
                    "DELETED out/e/f",
                    "DELETED out/e",
                    "DELETED out",
                    "DELETED out/x",
                    "DELETED out/y");
            Deliveries.inAnyOrder(deliveredAfter(watcher, "echo > out/z"));
            assertThat(watcher.statistics().watches()).isEqualTo(1);
        }
    }

    /** With a directory, and then with one in it, before anybody looks. */
    @Test
    void aLinkMayMoveTwiceAtOnce() throws Exception {
        Shell.run(base, "mkdir -p root/d/in root/to; ln -s $PWD/out root/d/in/l");
        try (FileWatcher watcher = start(options())) {
            Deliveries.inOrder(
                    deliveredAfter(watcher, "mv root/d root/c; mv root/c/in root/to/in"),
                    "MOVED root/c",
                    "MOVED root/to/in");
            Deliveries.inOrder(deliveredAfter(watcher, "echo > out/x"), "CREATED out/x");
        }
    }

    @Test
    void targetsThatLeadToEachOtherDoNotKeepEachOther() throws Exception {
        Shell.run(base, "mkdir out/a out/b; ln -s ../b out/a/l; ln -s ../a out/b/l; ln -s ../out/a root/l");
        try (FileWatcher watcher = start(options())) {
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "ln -s ../out/b root/m; rm root/l; echo > out/a/f"),
                    "CREATED root/m",
                    "DELETED root/l",
                    "CREATED out/a/f");
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "rm root/m"),
                    "DELETED root/m",
                    "DELETED out/a/f",
                    "DELETED out/a/l",
                    "DELETED out/a",
                    "DELETED out/b/l",
                    "DELETED out/b");
            Deliveries.inAnyOrder(deliveredAfter(watcher, "echo > out/a/g"));
            assertThat(deliveredAfter(watcher, "ln -s ../out/b root/m"))
                    .contains("CREATED root/m", "CREATED out/a/g", "CREATED out/b/l");
        }
    }

    @Test
    void aLinkToALinkLeadsWhereThatOneLeads() throws Exception {
        Shell.run(base, "mkdir new; echo > new/g; ln -s ../out root/d/k; ln -s d/k root/l; ln -sfn ../../out root/d/k");
        try (FileWatcher watcher = start(options())) {
            Deliveries.inOrder(deliveredAfter(watcher, "echo > out/x"), "CREATED out/x");
            assertThat(deliveredAfter(watcher, "ln -sfn ../../new root/d/k"))
                    .contains("CREATED new", "CREATED new/g", "DELETED out/e/f", "DELETED out");
            assertThat(deliveredAfter(watcher, "rm root/d/k")).contains("DELETED root/d/k", "DELETED new");
            assertThat(deliveredAfter(watcher, "ln -s ../../out root/d/k")).contains("CREATED out", "CREATED out/x");
        }
    }

    @Test
    void aTargetMayBecomeALink() throws Exception {
        Shell.run(base, "mkdir new; echo > new/g; ln -s ../out root/l");
        try (FileWatcher watcher = start(options())) {
            assertThat(deliveredAfter(watcher, "rm -r out")).contains("DELETED out");
            assertThat(deliveredAfter(watcher, "ln -s new out")).contains("CREATED new", "CREATED new/g");
            Deliveries.inOrder(deliveredAfter(watcher, "echo > new/h"), "CREATED new/h");
        }
    }

    @Test
    void aTargetMayBeAwayForAWhile() throws Exception {
        Shell.run(base, "ln -s ../out root/l");
        try (FileWatcher watcher = start(options())) {
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "rm -r out"), "DELETED out/e/f", "DELETED out/e", "DELETED out");
            Deliveries.inAnyOrder(deliveredAfter(watcher, "mkdir out; : > out/x"), "CREATED out", "CREATED out/x");
            Deliveries.inOrder(deliveredAfter(watcher, ": > out/y"), "CREATED out/y");
        }
    }

    /** All links are resolved when a root is removed. */
    @Test
    void aLinkMayBeAwayWhenItIsResolved() throws Exception {
        Shell.run(base, "mkdir other; ln -s $PWD/out root/d/l");
        try (FileWatcher watcher = start(options().root(base.resolve("other")))) {
            Shell.run(root, "mv d c");
            watcher.removeRoot(base.resolve("other"));
            Shell.run(root, "mv c d");
            assertThat(deliveredAfter(watcher, "echo > out/x")).contains("CREATED out/x");
        }
    }

    @Test
    void aLinkMayBeGoneFromADirectoryThatBecomesARoot() throws Exception {
        Shell.run(base, "mkdir x; ln -s ../../x out/e/k; ln -s ../out/e root/l");
        try (FileWatcher watcher = start(options())) {
            Shell.run(base, "rm -r out/e; mkdir out/e");
            watcher.addRoot(base.resolve("out"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.inAnyOrder(deliveredAfter(watcher, "echo > x/y"));
        }
    }

    @Test
    void aLinkMayLeadToSomethingElse() throws Exception {
        Shell.run(base, "mkdir new; echo > new/g; ln -s ../out root/l");
        try (FileWatcher watcher = start(options().initial(true))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).contains("CREATED root/l", "CREATED out", "CREATED out/e/f");
            assertThat(deliveredAfter(watcher, "ln -sfn ../new root/l"))
                    .contains("CREATED new", "CREATED new/g", "DELETED out/e/f", "DELETED out");
            Deliveries.inOrder(deliveredAfter(watcher, "echo > out/h; echo > new/h"), "CREATED new/h");
        }
    }

    @Test
    void G8_cyclesAreNotFollowed() throws Exception {
        Shell.run(
                base,
                "ln -s .. root/d/up; ln -s .. root/above; ln -s . root/self; ln -s loop root/loop; ln -s ../out root/l");
        Shell.run(base, "ln -s ../root out/back; ln -s .. out/e/top; ln -s e out/again");
        try (FileWatcher watcher = start(options())) {
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(4, 2));
            Deliveries.inOrder(deliveredAfter(watcher, ": > out/e/g; : > beside"), "CREATED out/e/g");
        }
    }

    @Test
    void aLinkThatLeadsNowhereIsFollowedWhenItLeadsSomewhere() throws Exception {
        Shell.run(root, "ln -s ../later l; ln -s d/file toFile; echo > d/file");
        try (FileWatcher watcher = start(options().quietPeriod(Duration.ofMillis(50)))) {
            Shell.run(base, "mkdir -p made/x; mv made later");
            Eventually.await().until(() -> delivered.contains("CREATED later/x"));
            Deliveries.inOrder(deliveredAfter(watcher, ": > later/x/f"), "CREATED later/x/f");
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(4, 2));
        }
    }

    @Test
    void notTogetherWithACheckpoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> options().checkpoint(base.resolve("checkpoint")).build())
                .withMessageContaining("followLinks and checkpoint exclude each other");
    }

    static LongStream seeds() {
        return Seeds.take(12);
    }

    /** Links come, go and move between directories that do the same; in the end everything that they lead to is known. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_linksInAStorm(long seed) throws Exception {
        SplittableRandom random = Seeds.random(seed, "links");
        Set<Path> mirror = new ConcurrentSkipListSet<>();
        mirror.add(root);
        mirror.add(root.resolve("d"));
        WatchOptions options =
                WatchOptions.builder().root(root).followLinks(true).build();
        try (FileWatcher watcher =
                FileWatcher.start(options, batch -> batch.forEach(change -> apply(mirror, change)))) {
            for (int i = 0; i < 1_000; i++) {
                operate(random);
                Progress.mark();
                if (random.nextInt(10) == 0) {
                    assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                }
            }
            Set<Path> expected = new TreeSet<>();
            Eventually.await().untilAsserted(() -> {
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                expected.clear();
                collect(root, expected);
                assertThat(mirror).isEqualTo(expected);
            });
        }
    }

    private void operate(SplittableRandom random) {
        Path directory = base.resolve(directory(random));
        Path other = base.resolve(directory(random));
        Path link = directory.resolve("l" + random.nextInt(2));
        try {
            switch (random.nextInt(6)) {
                case 0 -> Files.createDirectories(directory);
                case 1 -> Disk.removeTree(directory);
                case 2 -> Files.move(directory, other, StandardCopyOption.ATOMIC_MOVE);
                case 3 -> Files.delete(link);
                default -> {
                    Path target = random.nextInt(4) == 0 ? other.resolve("l" + random.nextInt(2)) : other;
                    Files.deleteIfExists(link);
                    Files.createSymbolicLink(link, random.nextBoolean() ? target : directory.relativize(target));
                }
            }
        } catch (IOException e) {
            // there is no such directory or link at the moment
        }
    }

    private static String directory(SplittableRandom random) {
        String top = random.nextInt(3) == 0 ? "root" : "out";
        return top + "/" + (char) ('a' + random.nextInt(3)) + (random.nextBoolean() ? "" : "/" + random.nextInt(2));
    }

    private static void apply(Set<Path> mirror, Change change) {
        Path path = change.path();
        switch (change.kind()) {
            case CREATED -> mirror.add(path);
            case DELETED -> mirror.remove(path);
            case MODIFIED -> {}
            case MOVED -> {
                List<Path> moved =
                        mirror.stream().filter(p -> p.startsWith(change.from())).toList();
                mirror.removeAll(moved);
                moved.forEach(p ->
                        mirror.add(path.resolve(change.from().relativize(p)).normalize()));
            }
        }
    }

    /** What a walk finds that follows links and takes every real path once. */
    private static void collect(Path path, Set<Path> expected) throws IOException {
        if (!expected.add(path)) {
            return;
        }
        if (Files.isSymbolicLink(path)) {
            if (Files.isDirectory(path)) {
                Path target = path.toRealPath();
                if (!path.getParent().toRealPath().startsWith(target)) {
                    collect(target, expected);
                }
            }
        } else if (Files.isDirectory(path)) {
            try (Stream<Path> children = Files.list(path)) {
                for (Path child : children.toList()) {
                    collect(child, expected);
                }
            }
        }
    }
}
