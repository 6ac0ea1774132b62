package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no record reports is found by reconciliation. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class ReconcileIT {
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private Trial start(Duration every) throws IOException {
        return Trial.start(
                workspace,
                options -> options.reconcileEvery(every),
                batch -> batch.forEach(change -> delivered.add(line(change))));
    }

    private String line(Change change) {
        return change.kind() + " " + Words.below(root, change.path()) + " " + change.cause();
    }

    @Test
    void G3_aFileWrittenThroughALinkOutsideIsFoundAndCounted() throws Exception {
        Shell.run(root, "mkdir -p a/b; echo > a/b/f; ln a/b/f ../outside/g; echo > a/other");
        try (Trial trial = start(Duration.ofMillis(50))) {
            Shell.run(workspace.outside(), "echo more >> g");
            Eventually.await().until(() -> delivered.stream().anyMatch(line -> line.startsWith("MODIFIED a/b/f ")));
            trial.assertConverged();
            if (Lane.MACOS) { // which may report late that it was created
                assertThat(delivered).anyMatch(line -> line.startsWith("MODIFIED a/b/f "));
            } else {
                assertThat(delivered).containsExactly("MODIFIED a/b/f RECONCILE");
                assertThat(trial.statistics().missed()).isEqualTo(1);
                assertThat(trial.statistics().missRate()).isEqualTo(1.0);
            }
        }
    }

    @Test
    void G3_whoAsksNeedNotWaitForTheInterval() throws Exception {
        Shell.run(root, "mkdir -p a/b; echo > a/b/f; ln a/b/f ../outside/g; echo > a/other");
        try (Trial trial = start(Duration.ZERO)) {
            FileWatcher watcher = trial.watcher();
            assertThat(watcher.reconcile(Eventually.LIMIT)).isTrue();
            Shell.run(workspace.outside(), "echo more >> g");
            assertThat(watcher.reconcile(Eventually.LIMIT)).isTrue();
            Shell.run(root, "echo > a/new");
            assertThat(watcher.reconcile(Eventually.LIMIT)).isTrue();
            if (Lane.MACOS) { // which may report late that they were created
                assertThat(delivered).anyMatch(line -> line.startsWith("MODIFIED a/b/f "));
                assertThat(delivered).anyMatch(line -> line.startsWith("CREATED a/new "));
            } else {
                assertThat(delivered).containsExactly("MODIFIED a/b/f RECONCILE", "CREATED a/new EVENT");
                assertThat(trial.statistics().missed()).isEqualTo(1);
            }
            trial.assertConverged();
        }
    }

    @Test
    void G3_whereEverythingIsPolledTheComparisonIsAPoll() throws Exception {
        try (Trial trial = Trial.start(
                workspace,
                options -> options.backend("polling").pollInterval(Duration.ofHours(1)),
                batch -> batch.forEach(change -> delivered.add(line(change))))) {
            Shell.run(root, "echo > f");
            assertThat(trial.watcher().reconcile(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactly("CREATED f POLL");
        }
    }

    /** What stands in for macOS gets no report of what is on a mount, and may report late what was before it. */
    private void awaitDelivered(String line) {
        String expected = Lane.STANDS_IN ? line.substring(0, line.lastIndexOf(' ')) : line;
        Eventually.await().untilAsserted(() -> assertThat(delivered).anyMatch(found -> found.startsWith(expected)));
    }

    @Test
    void G3_somethingMountedOverADirectoryIsFound() throws Exception {
        Shell.run(root, "mkdir -p a/b; echo > a/b/f");
        try (Trial trial = start(Duration.ofMillis(50))) {
            assumeTrue(Shell.can(root, "mount -t tmpfs none a/b"), "only root may mount");
            try {
                Eventually.await() // Linux reports mounts, perhaps before reconciliation finds them
                        .until(() -> delivered.stream().anyMatch(line -> line.startsWith("DELETED a/b/f ")));
                Files.writeString(root.resolve("a/b/g"), "on the mount");
                awaitDelivered("CREATED a/b/g EVENT");
                trial.assertConverged();
            } finally {
                Eventually.await().until(() -> Shell.can(root, "umount a/b")); // busy while it is inspected
            }
            Eventually.await().until(() -> delivered.stream().anyMatch(line -> line.startsWith("CREATED a/b/f")));
            trial.assertConverged();
        }
    }

    @Test
    void G3_whatNoTimeStampShowsIsFoundByContent() throws Exception {
        assumeTrue(Workspace.hasMemory(), "no tmpfs");
        try (Workspace memory = Workspace.inMemory()) {
            Path file = memory.root().resolve("f");
            Files.writeString(file, "before");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 6);
                mapped.put(0, (byte) 'B'); // the first write to a page of tmpfs sets the time, and no other
                UnaryOperator<WatchOptions.Builder> options =
                        builder -> builder.reconcileEvery(Duration.ofMillis(50)).verify(WatchOptions.Verify.CONTENT);
                try (Trial trial = Trial.start(
                        memory,
                        options,
                        batch -> batch.forEach(change -> delivered.add(change.kind() + " " + change.cause())))) {
                    FileTime time = Files.getLastModifiedTime(file);
                    mapped.put(0, "behind".getBytes(StandardCharsets.US_ASCII));
                    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
                    Eventually.await().until(() -> !delivered.isEmpty());
                    trial.assertConverged();
                    assertThat(delivered).containsExactly("MODIFIED RECONCILE");
                }
            }
        }
    }

    @Test
    void G3_aMappingThatStaysIsSilentAndReconciliationFindsIt() throws Exception {
        assumeFalse(Lane.MACOS, "about the events of Linux");
        Path file = Files.writeString(root.resolve("f"), "before");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 6);
            try (Trial trial = start(Duration.ZERO)) {
                mapped.put(0, (byte) 'B');
                mapped.force();
                assertThat(trial.watcher().sync(Eventually.LIMIT)).isTrue();
                assertThat(delivered).isEmpty();
            }
            try (Trial trial = start(Duration.ofMillis(50))) {
                mapped.put(1, (byte) 'E');
                mapped.force();
                Eventually.await().until(() -> !delivered.isEmpty());
                trial.assertConverged();
                assertThat(delivered).containsExactly("MODIFIED f RECONCILE");
            }
        }
    }

    @Test
    void G3_whatChangesUnreportedIsFoundInADirectoryThatIsNeverQuiet() throws Exception {
        Shell.run(root, "echo > f; ln f ../outside/g");
        try (Trial trial = start(Duration.ofMillis(1))) {
            Shell.run(workspace.outside(), "echo more >> g");
            AtomicInteger written = new AtomicInteger();
            Eventually.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        Files.writeString(root.resolve("busy"), "x".repeat(written.incrementAndGet()));
                        return delivered.stream().anyMatch(line -> line.startsWith("MODIFIED f "));
                    });
            trial.assertConverged();
        }
    }
}
