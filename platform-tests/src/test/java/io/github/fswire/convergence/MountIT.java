package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
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

/** Something is mounted over a root, above it or below it, and unmounted again. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class MountIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private Workspace workspace;

    private Path top;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.onDisk();
        top = workspace.root();
        Shell.run(top, "mkdir -p p/w/d other/w/d; echo 1 > p/w/d/f; echo 22 > other/w/d/f; echo 333 > other/w/g");
        assumeTrue(Shell.can(top, "mount --bind other p && umount p"), "only root may mount");
    }

    @AfterEach
    void unmount() throws Exception {
        Shell.run(top, "umount p/w/d/f p/w/d p/w/[abq]/d p/w p q/d 2>/dev/null || true");
    }

    static Stream<List<String>> mounts() {
        return Stream.of(
                List.of("mount --bind other/w p/w", "umount p/w"),
                List.of("mount --bind other p", "mount -t tmpfs none p/w; echo > p/w/x", "umount p/w", "umount p"),
                List.of("mount --bind other/w/d p/w/d", "umount p/w/d"),
                List.of("mount -t tmpfs none p/w/d; mkdir p/w/d/x; echo > p/w/d/x/y", "umount p/w/d"),
                List.of("mount --bind other/w/g p/w/d/f", "echo 4444 > other/w/g", "umount p/w/d/f"),
                List.of(
                        "mkdir p/w/a && mv p/w/d p/w/a && mount --bind other/w/d p/w/a/d",
                        "mv p/w/a p/w/b",
                        "umount p/w/b/d"),
                List.of("mkdir -p q/d && mount --bind other/w/d q/d && mv q p/w/q", "umount p/w/q/d"),
                List.of("mount -t tmpfs one p/w/d", "umount p/w/d && mount -t tmpfs two p/w/d", "umount p/w/d"));
    }

    private FileWatcher start(MirrorListener mirror, Duration delay) throws IOException {
        return FileWatcher.start(
                WatchOptions.builder()
                        .root(top.resolve("p/w"))
                        .quietPeriod(delay)
                        .maxDelay(delay)
                        .build(),
                mirror);
    }

    private MirrorListener mirror() throws IOException {
        return new MirrorListener(top.resolve("p/w"), TreeSnapshot.of(top.resolve("p/w")), MirrorListener.Mood.GOOD);
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void G5_whatIsMountedIsDelivered(List<String> steps) throws Exception {
        MirrorListener mirror = mirror();
        try (FileWatcher watcher = start(mirror, MINUTE)) {
            for (String step : steps) {
                Shell.run(top, step);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                mirror.assertEquals(TreeSnapshot.of(top.resolve("p/w")));
                Shell.run(top, "echo >> p/w/later; mkdir -p p/w/d; echo more >> p/w/d/f");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                mirror.assertEquals(TreeSnapshot.of(top.resolve("p/w")));
            }
        }
        mirror.closed();
    }

    @Test
    void aMountBelowARootIsFoundWhenItComes() throws Exception {
        MirrorListener mirror = mirror();
        try (FileWatcher watcher = start(mirror, Duration.ofMillis(1))) {
            Shell.run(top, "mount --bind other/w/d p/w/d");
            TreeSnapshot mounted = TreeSnapshot.of(top.resolve("p/w"));
            Eventually.await()
                    .until(() -> mirror.snapshot().differenceTo(mounted).isEmpty());
            assertThat(mirror.notices()).isEmpty();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            mirror.assertEquals(mounted);
        }
    }

    @Test
    void aFileThatIsAMountPointIsPolledAndReportedAsSuch() throws Exception {
        Shell.run(top, "mount --bind other/w/g p/w/d/f");
        MirrorListener mirror = mirror();
        try (FileWatcher watcher = start(mirror, Duration.ofMillis(1))) {
            Shell.run(top, "echo something else > other/w/g");
            TreeSnapshot written = TreeSnapshot.of(top.resolve("p/w"));
            Eventually.await()
                    .until(() -> mirror.snapshot().differenceTo(written).isEmpty());
            assertThat(mirror.notices()).singleElement().satisfies(notice -> {
                assertThat(notice.first()).hasToString(top.resolve("p/w/d/f").toString());
                assertThat(notice.reason()).hasMessageContaining("mount point");
            });
            assertThat(watcher.statistics().degraded()).isZero(); // no directory is
        }
    }

    @Test
    void aSingleFileThatIsAMountPoint() throws Exception {
        Shell.run(top, "mount --bind other/w/g p/w/d/f");
        List<String> delivered = new CopyOnWriteArrayList<>();
        WatchOptions options =
                WatchOptions.builder().root(top.resolve("p/w/d/f")).build();
        try (FileWatcher watcher = FileWatcher.start(
                options, batch -> batch.forEach(change -> delivered.add(change.kind() + " " + change.path())))) {
            Shell.run(top, "echo something else > other/w/g");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactly("MODIFIED " + top.resolve("p/w/d/f"));
        }
    }

    @Test
    void aPolledRootThatIsUnmountedAndMountedAgain() throws Exception {
        Shell.run(top, "rm -r p/w/d");
        assumeTrue(Shell.can(top, "bindfs other p/w"), "bindfs is missing");
        MirrorListener mirror = mirror();
        try (FileWatcher watcher = start(mirror, MINUTE)) {
            for (String step : List.of(
                    "echo > other/x",
                    "umount p/w",
                    "bindfs other p/w",
                    "echo > other/y",
                    "umount p/w",
                    "bindfs other/w p/w; echo > other/w/z")) {
                Shell.run(top, step);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                mirror.assertEquals(TreeSnapshot.of(top.resolve("p/w")));
                assertThat(watcher.statistics().watches()).isEqualTo(step.startsWith("umount") ? 1 : 0);
            }
        }
    }
}
