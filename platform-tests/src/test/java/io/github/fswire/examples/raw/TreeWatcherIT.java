package io.github.fswire.examples.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.RawBackends;
import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.InspectingMirror;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.ShortQueue;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.raw.RawBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example of the guide to the raw layer does what the guide says. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class TreeWatcherIT {
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    @AutoClose
    private Workspace workspace;

    static LongStream seeds() {
        return Seeds.take(5);
    }

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
    }

    @AfterEach
    void assertNothingFailed() {
        assertThat(failures).isEmpty();
    }

    @Test
    void newDirectoriesAreWatchedAndMovedOnesUnderTheirNewPath() throws Exception {
        Path root = workspace.root();
        Queue<Path> changed = new ConcurrentLinkedQueue<>();
        Files.createDirectories(root.resolve("a/b"));
        try (TreeWatcher watcher = TreeWatcher.start(root, changed::add, failures::add)) {
            assertThat(watcher).isNotNull();
            Files.createFile(root.resolve("a/b/f"));
            Eventually.await().until(() -> changed.contains(root.resolve("a/b/f")));
            Files.move(root.resolve("a"), root.resolve("c"));
            Eventually.await().until(() -> changed.contains(root.resolve("c/b/f")));
            changed.clear();
            Files.createFile(root.resolve("c/b/g"));
            Eventually.await().until(() -> changed.contains(root.resolve("c/b/g")));
            assertThat(changed).noneMatch(path -> path.startsWith(root.resolve("a")));
        }
    }

    /** Somebody who inspects what is announced has the tree in the end, although the queue overflows again and again. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stormsConverge(long seed) throws Exception {
        Disk disk = new Disk(workspace.root());
        Storm storm = new Storm(seed, 1);
        InspectingMirror mirror = new InspectingMirror(workspace.root());
        RawBackend backend = RawBackends.byName(WrappedBackend.use(new ShortQueue(seed, 1 + (int) (seed % 40))));
        try (TreeWatcher watcher =
                new TreeWatcher(backend, workspace.root(), path -> announce(mirror, path), failures::add)) {
            assertThat(watcher).isNotNull();
            for (int i = 0; i < 10; i++) {
                storm.rageWithoutLinks(disk, 100);
                TreeSnapshot now = workspace.snapshot();
                Eventually.until(Progress.LIMIT, () -> mirror.snapshot().differenceTo(now), () -> mirror.snapshot()
                        .equals(now));
            }
        }
    }

    private static void announce(InspectingMirror mirror, Path path) {
        try {
            mirror.announce(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
