package io.github.fswire.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Roots on file systems of which the kernel does not report everything, and on those that only look as if. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class PolledRootIT {
    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    @Test
    void G3_whatChangesBehindAFuseMountIsFoundAndTheReasonIsReportedOnce() throws Exception {
        Files.createDirectories(workspace.outside().resolve("below/d"));
        assumeTrue(Shell.can(root, "bindfs ../outside/below ."), "bindfs, or the right to mount, is missing");
        try (Trial trial =
                Trial.start(workspace, options -> options.pollInterval(Duration.ofMillis(20)), batch -> {})) {
            assertThat(trial.statistics().watches()).isZero();
            Shell.run(workspace.outside(), "echo x > below/d/behind; mv below/d below/e");
            Shell.run(root, "echo y > through");
            trial.assertConverged();
            assertThat(trial.listener().notices()).singleElement().satisfies(notice -> {
                assertThat(notice.first()).isEqualTo(NativeName.of(root));
                assertThat(notice.directories()).isEqualTo(2);
                assertThat(notice.reason())
                        .hasMessageContaining("statfs: fuse. ")
                        .hasMessageContaining("polled");
            });
        } finally {
            Shell.run(workspace.outside(), "umount ../root");
        }
    }

    @Test
    void aBackendThatIsNamedIsBelieved() throws Exception {
        assumeTrue(Shell.can(root, "bindfs ../outside ."), "bindfs, or the right to mount, is missing");
        try (Trial trial = Trial.start(workspace, options -> options.backend("inotify"), batch -> {})) {
            Shell.run(root, "echo y > through");
            trial.assertConverged();
            assertThat(trial.statistics().watches()).isEqualTo(1);
            assertThat(trial.statistics().polls()).isZero();
            assertThat(trial.listener().notices()).isEmpty();
        } finally {
            Shell.run(workspace.outside(), "umount ../root");
        }
    }

    @Test
    void G1_bindMountsAndOverlaysAreLeftToTheKernel() throws Exception {
        Shell.run(workspace.outside(), "mkdir -p lower/d upper work; echo 1 > lower/d/f");
        for (String mount : List.of(
                "mount --bind ../outside/lower .",
                "mount -t overlay none -o lowerdir=lower,upperdir=upper,workdir=work ../root")) {
            Path from = mount.contains("overlay") ? workspace.outside() : root;
            assumeTrue(Shell.can(from, mount), "only root may mount");
            try (Trial trial = Trial.start(workspace)) {
                Shell.run(root, "echo 2 >> d/f; mkdir -p n/m; echo 3 > n/m/f; mv n d/n; rm d/f");
                trial.assertConverged();
                assertThat(trial.statistics().polls()).as(mount).isZero();
                assertThat(trial.statistics().watches()).as(mount).isPositive();
            } finally {
                Shell.run(workspace.outside(), "umount ../root");
            }
        }
    }

    @Test
    void G1_onePolledRootDoesNotChangeTheOthers() throws Exception {
        Path polled = Files.createDirectories(root.resolve("polled"));
        Path watched = Files.createDirectories(root.resolve("watched"));
        assumeTrue(
                Shell.can(root, "mkdir ../outside/p && bindfs ../outside/p polled"),
                "bindfs, or the right to mount, is missing");
        try {
            List<String> delivered = new CopyOnWriteArrayList<>();
            WatchOptions options =
                    WatchOptions.builder().root(polled).root(watched).build();
            try (FileWatcher watcher = FileWatcher.start(
                    options,
                    batch -> batch.forEach(change -> delivered.add(
                            change.kind() + " " + Words.below(root, change.path()) + " " + change.cause())))) {
                Shell.run(root, "mkdir polled/a watched/b; echo > polled/a/f; echo > watched/b/f");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                Deliveries.coarsely( // bindfs has no fine time stamps
                        delivered,
                        "CREATED polled/a POLL",
                        "CREATED polled/a/f POLL",
                        "CREATED watched/b EVENT",
                        "CREATED watched/b/f EVENT");
                assertThat(watcher.statistics().watches()).isEqualTo(2);
            }
        } finally {
            Shell.run(root, "umount polled");
        }
    }

    @Test
    void whatTheKernelMakesUpIsPolled() throws Exception {
        WatchOptions options =
                WatchOptions.builder().root(Path.of("/proc/self/net")).build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            assertThat(watcher.statistics().watches()).isZero();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().polls()).isPositive();
        }
    }
}
