package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only so many levels are watched. */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class DepthIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        Files.createDirectories(root.resolve("a/b/c"));
        Files.createFile(root.resolve("a/f"));
        Files.createFile(root.resolve("a/b/f"));
    }

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        delivered.clear();
        return FileWatcher.start(
                options.quietPeriod(MINUTE).maxDelay(MINUTE).build(),
                batch ->
                        batch.forEach(change -> delivered.add(change.kind() + " " + Words.below(root, change.path()))));
    }

    private void move(String from, String to) throws IOException {
        Files.move(root.resolve(from), root.resolve(to));
    }

    private void assertDelivered(FileWatcher watcher, String... expected) throws Exception {
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        Deliveries.inAnyOrder(List.copyOf(delivered), expected);
        delivered.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "polling"})
    void whatIsDeeperIsNeitherWatchedNorReported(String backend) throws Exception {
        boolean polled = backend.equals("polling");
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).depth(1).initial(true).backend(backend))) {
            assertDelivered(watcher, "CREATED a");
            assertThat(watcher.statistics().watches()).isEqualTo(polled ? 0 : 1);
            Files.createFile(root.resolve("a/g"));
            Files.createFile(root.resolve("a/b/c/g"));
            Files.createFile(root.resolve("g"));
            assertDelivered(watcher, "CREATED g");
            move("a/b", "b");
            assertDelivered(watcher, "CREATED b");
            move("g", "b/g");
            assertDelivered(watcher, "DELETED g");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "polling"})
    void aDirectoryThatMovesUpOrDownConverges(String backend) throws Exception {
        boolean polled = backend.equals("polling");
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).depth(2).backend(backend))) {
            move("a/b", "b");
            assertDelivered(watcher, "MOVED b", "CREATED b/c", "CREATED b/f");
            assertThat(watcher.statistics().watches()).isEqualTo(polled ? 0 : Lane.watches(3, 1));
            Files.createFile(root.resolve("b/g"));
            assertDelivered(watcher, "CREATED b/g");
            move("b", "a/d");
            assertDelivered(watcher, "MOVED a/d", "DELETED a/d/c", "DELETED a/d/f", "DELETED a/d/g");
            assertThat(watcher.statistics().watches()).isEqualTo(polled ? 0 : Lane.watches(2, 1));
        }
    }

    @Test
    void anotherDepthAfterARestartCounts() throws Exception {
        Path checkpoint = workspace.outside().resolve("state");
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).depth(1).checkpoint(checkpoint))) {
            assertDelivered(watcher);
        }
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).depth(3).checkpoint(checkpoint))) {
            assertDelivered(watcher, "CREATED a/f", "CREATED a/b", "CREATED a/b/f", "CREATED a/b/c");
        }
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).depth(2).checkpoint(checkpoint))) {
            assertDelivered(watcher, "DELETED a/b/f", "DELETED a/b/c");
            Files.createFile(root.resolve("a/b/g"));
            Files.createFile(root.resolve("a/g"));
            assertDelivered(watcher, "CREATED a/g");
        }
    }

    @Test
    void aRootInsideAnotherOneCountsItsOwnLevelsAndOutlivesIt() throws Exception {
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).root(root.resolve("a")).depth(1))) {
            Files.createFile(root.resolve("a/g"));
            Files.createFile(root.resolve("a/b/g"));
            assertDelivered(watcher, "CREATED a/g");
            watcher.removeRoot(root);
            Files.createFile(root.resolve("a/h"));
            Files.createFile(root.resolve("h"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).contains("CREATED a/h").doesNotContain("CREATED h");
        }
    }

    @Test
    void aFileThatIsARootBelowTheLastLevelIsWatched() throws Exception {
        Path file = root.resolve("a/f");
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).root(file).depth(1))) {
            Files.writeString(file, "changed");
            Files.createFile(root.resolve("a/g"));
            assertDelivered(watcher, "MODIFIED a/f");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkThatIsFollowedLeadsToARootWithItsOwnLevels() throws Exception {
        Path outside = Files.createDirectories(workspace.outside().resolve("o/p"));
        Files.createSymbolicLink(root.resolve("link"), outside.getParent());
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).depth(1).followLinks(true))) {
            Files.createFile(outside.resolve("deep"));
            Path near = Files.createFile(outside.resolveSibling("near"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).hasSize(1);
            assertThat(delivered.get(0))
                    .startsWith("CREATED ")
                    .endsWith(near.getFileName().toString());
        }
    }
}
