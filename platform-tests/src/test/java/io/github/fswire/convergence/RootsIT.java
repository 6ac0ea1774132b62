package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WriterPool;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Roots that are added and removed while the watcher runs. */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class RootsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.onDisk();
        root = workspace.root();
        Shell.run(root, "mkdir -p a/d b/d; echo > a/f; echo > b/f");
    }

    private WatchOptions.Builder options(String first) {
        return WatchOptions.builder()
                .root(root.resolve(first))
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE);
    }

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(
                options.build(),
                batch ->
                        batch.forEach(change -> delivered.add(change.kind() + " " + Words.below(root, change.path()))));
    }

    private List<String> deliveredAfter(FileWatcher watcher, String command) throws Exception {
        delivered.clear();
        Shell.run(root, command);
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        return List.copyOf(delivered);
    }

    /** What was delivered of places: all but modifications where what was written a moment ago counts as modified. */
    private static List<String> ofPlaces(List<String> lines) {
        return lines.stream()
                .filter(line -> !Lane.COARSE_TIMES || !line.startsWith("MODIFIED"))
                .toList();
    }

    /** The same; the ends of a rename may come so far apart that it is a deletion and a creation. */
    private static List<String> arrivals(List<String> lines) {
        return !Lane.MACOS
                ? ofPlaces(lines)
                : ofPlaces(lines).stream()
                        .filter(line -> !line.startsWith("DELETED"))
                        .map(line -> line.replace("MOVED", "CREATED"))
                        .toList();
    }

    @Test
    void oneBesideTheOther() throws Exception {
        try (FileWatcher watcher = start(options("a"))) {
            watcher.addRoot(root.resolve("b"));
            watcher.addRoot(root.resolve("b"));
            assertThat(ofPlaces(delivered)).isEmpty();
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(4, 2));
            assertThat(arrivals(deliveredAfter(watcher, "echo > b/d/g; mv a/f b/h")))
                    .containsExactlyInAnyOrderElementsOf(arrivals(List.of("CREATED b/d/g", "MOVED b/h")));
            watcher.removeRoot(root.resolve("a"));
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(2, 1));
            assertThat(ofPlaces(deliveredAfter(watcher, "echo > a/d/g; echo > b/d/h")))
                    .containsExactly("CREATED b/d/h");
            watcher.removeRoot(root.resolve("b"));
            assertThat(watcher.statistics().watches()).isZero();
            assertThat(deliveredAfter(watcher, "echo > b/d/i")).isEmpty();
        }
    }

    @Test
    void whatIsThereIsDeliveredIfTheOptionsSaySo() throws Exception {
        try (FileWatcher watcher = start(options("a").initial(true))) {
            watcher.addRoot(root.resolve("b"));
            assertThat(ofPlaces(delivered))
                    .containsExactlyInAnyOrder("CREATED a/d", "CREATED a/f", "CREATED b/d", "CREATED b/f");
        }
    }

    @Test
    void overlappingRootsAreWatchedOnce() throws Exception {
        try (FileWatcher watcher = start(options("a"))) {
            watcher.addRoot(root.resolve("a/d"));
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(2, 1));
            delivered.clear();
            Shell.run(root, "echo > a/d/g; rm a/f"); // not inspected yet
            watcher.addRoot(root);
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(ofPlaces(delivered)).containsExactlyInAnyOrder("CREATED a/d/g", "DELETED a/f");
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(5, 2));
            assertThat(arrivals(deliveredAfter(watcher, "mv a/d/g b/g; echo > h")))
                    .containsExactlyInAnyOrderElementsOf(arrivals(List.of("MOVED b/g", "CREATED h")));
        }
    }

    @Test
    void G5_whatIsInTheDirectoryThatTookTheRootsPlaceIsDeliveredBeforeTheFence() throws Exception {
        try (FileWatcher watcher = start(options("a"))) {
            Shell.run(root, "mv a ../outside/a");
            watcher.addRoot(root);
            assertThat(ofPlaces(deliveredAfter(watcher, "mkdir -p a/c; echo > a/c/g")))
                    .containsExactlyInAnyOrder(
                            "DELETED a/f", "DELETED a/d", "DELETED a", "CREATED a", "CREATED a/c", "CREATED a/c/g");
        }
    }

    @Test
    void whatIsInsideAnotherOneIsWatchedForItselfAgainWhenThatIsRemoved() throws Exception {
        try (FileWatcher watcher = start(options(""))) {
            watcher.addRoot(root.resolve("a"));
            watcher.addRoot(root.resolve("a/d"));
            watcher.addRoot(root.resolve("later"));
            delivered.clear();
            Shell.run(root, "echo > a/d/g; echo > b/g");
            watcher.removeRoot(root);
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(2, 0)); // then in the next cycle
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(ofPlaces(delivered)).containsExactly("CREATED a/d/g");
            watcher.removeRoot(root.resolve("a"));
            assertThat(ofPlaces(deliveredAfter(
                            watcher, "echo > a/g; echo > a/d/h; mkdir made; echo > made/f; mv made later")))
                    .containsExactlyInAnyOrder("CREATED a/d/h", "CREATED later", "CREATED later/f");
        }
    }

    @Test
    void aRootThatWasOnlyForSingleFilesBecomesWhole() throws Exception {
        try (FileWatcher watcher = start(options("a/f"))) {
            Deliveries.inOrder(deliveredAfter(watcher, "echo 2 > a/f; echo > a/g"), "MODIFIED a/f");
            watcher.addRoot(root.resolve("a"));
            assertThat(deliveredAfter(watcher, "echo > a/d/h")).contains("CREATED a/d/h");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> watcher.removeRoot(root.resolve("a/f")))
                    .withMessageContaining("not a root that can be removed");
        }
    }

    @Test
    void aWatcherMayBeginWithoutARoot() throws Exception {
        WatchOptions.Builder none = WatchOptions.builder().quietPeriod(MINUTE).maxDelay(MINUTE);
        try (FileWatcher watcher = start(none)) {
            assertThat(deliveredAfter(watcher, "echo > a/g")).isEmpty();
            assertThat(watcher.state().status()).isEqualTo(WatcherState.Status.RUNNING);
            watcher.addRoot(root.resolve("a"));
            assertThat(deliveredAfter(watcher, "echo > a/h; echo > b/h"))
                    .contains("CREATED a/h")
                    .noneMatch(line -> line.contains("b/"));
            watcher.removeRoot(root.resolve("a"));
            assertThat(deliveredAfter(watcher, "echo > a/i")).isEmpty();
        }
    }

    @Test
    void withACheckpointAWatcherMayBeginWithoutARootAsWell() throws Exception {
        Path state = workspace.outside().resolve("state");
        WatchOptions.Builder none = WatchOptions.builder().checkpoint(state);
        for (int i = 0; i < 2; i++) {
            try (FileWatcher watcher = start(none)) {
                watcher.addRoot(root.resolve("a"));
                assertThat(deliveredAfter(watcher, "echo > a/x" + i)).contains("CREATED a/x" + i);
            }
        }
    }

    @Test
    void whatCannotBeWatchedIsRefusedAndNothingIsLeft() throws Exception {
        try (FileWatcher watcher = start(options("a"))) {
            assertThatExceptionOfType(RootGoneException.class).isThrownBy(() -> watcher.addRoot(root.resolve("none")));
            assertThatExceptionOfType(UnsupportedWatchException.class)
                    .isThrownBy(() -> watcher.addRoot(root.resolve("b/f")));
            assertThat(watcher.statistics().entries()).isEqualTo(3);
            assertThat(watcher.statistics().degraded()).isZero();
            assertThatIllegalArgumentException().isThrownBy(() -> watcher.removeRoot(root.resolve("b")));
        }
        try (FileWatcher watcher = start(options("a").waitForRoots(true))) {
            watcher.addRoot(root.resolve("none"));
            assertThat(ofPlaces(deliveredAfter(watcher, "mkdir none"))).containsExactly("CREATED none");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aRootThatIsUnmountedAndMountedAgain() throws Exception {
        Shell.run(root, "mkdir m");
        assumeTrue(Shell.can(root, "mount -t tmpfs none m && mkdir m/d && echo > m/d/f"), "only root may mount");
        try (FileWatcher watcher = start(options("m").pollInterval(Duration.ofMillis(10)))) {
            assertThat(deliveredAfter(watcher, "until umount m; do sleep 0.05; done"))
                    .containsSubsequence("DELETED m/d/f", "DELETED m/d");
            // FSEvents watches what is at the path, and reports when that is something else
            assertThat(watcher.statistics().degraded()).isEqualTo(Lane.MACOS ? 0 : 1);
            assertThat(deliveredAfter(watcher, "echo > m/beneath")).contains("CREATED m/beneath");
            assertThat(deliveredAfter(watcher, "mount -t tmpfs none m && mkdir m/e && echo > m/e/g"))
                    .contains("DELETED m/beneath", "CREATED m/e", "CREATED m/e/g");
            assertThat(watcher.statistics().degraded()).isZero();
            assertThat(ofPlaces(deliveredAfter(watcher, "echo > m/e/h"))).containsExactly("CREATED m/e/h");
        } finally {
            Shell.can(root, "umount m");
        }
    }

    @Test
    void aCheckpointKnowsTheRoots() throws Exception {
        Path checkpoint = workspace.root().resolveSibling("checkpoint");
        try (FileWatcher watcher = start(options("a").checkpoint(checkpoint))) {
            watcher.addRoot(root.resolve("b"));
        }
        Shell.run(root, "echo > b/d/g");
        try (FileWatcher watcher = start(options("a").root(root.resolve("b")).checkpoint(checkpoint))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(ofPlaces(delivered)).containsExactly("CREATED b/d/g");
        }
        Files.delete(checkpoint);
        Files.deleteIfExists(checkpoint.resolveSibling("checkpoint.journal"));
    }

    static LongStream seeds() {
        return Seeds.take(3);
    }

    /** A root inside another one must not matter, and the simulation does the rest. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_rootsComeAndGoInAStorm(long seed) throws Exception {
        Path small = Files.createDirectories(root.resolve("a"));
        TreeSnapshot before = TreeSnapshot.of(root);
        MirrorListener mirror = new MirrorListener(root, before, MirrorListener.Mood.GOOD);
        try (WriterPool writers = new WriterPool(2);
                FileWatcher watcher =
                        FileWatcher.start(WatchOptions.builder().root(root).build(), mirror)) {
            writers.begin(seed, 4000, root);
            for (int i = 0; i < 20; i++) {
                watcher.addRoot(small);
                watcher.subscribe(ListenerOptions.EVERYTHING, batch -> {}).close();
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                watcher.removeRoot(small);
            }
            writers.end();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            mirror.assertEquals(TreeSnapshot.of(root));
        }
        mirror.closed();
    }
}
