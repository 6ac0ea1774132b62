package io.github.fswire.examples.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.fswire.examples.replication.ReplicationWatcher.ReplicationException;
import io.github.fswire.examples.replication.ReplicationWatcher.Task;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the description of the replication watcher requires, each in one test. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class ReplicationWatcherIT {
    private final List<Task> log = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;
    private CompletableFuture<Void> consumer = CompletableFuture.completedFuture(null);

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private ReplicationWatcher start(Duration edge) throws IOException {
        ReplicationWatcher watcher = new ReplicationWatcher(root, edge);
        consumer = CompletableFuture.runAsync(() -> watcher.stream().forEach(log::add));
        return watcher;
    }

    private ReplicationWatcher start() throws IOException {
        return start(Duration.ZERO);
    }

    private static void sync(ReplicationWatcher watcher) throws InterruptedException {
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
    }

    private String text(Task task) {
        return (task.put() ? "put " : "delete ") + root.relativize(task.path());
    }

    /** Without those that come again: without an edge each write of a file may be a put. */
    private List<String> tasks() {
        return log.stream().map(this::text).distinct().toList();
    }

    @Test
    void thereAreOnlyPutsAndDeletions() throws Exception {
        Shell.run(root, "mkdir d; echo 1 > d/a; echo 2 > d/b");
        try (ReplicationWatcher watcher = start()) {
            Shell.run(root, "mv d e");
            sync(watcher);
            assertThat(tasks()).containsExactlyInAnyOrder("delete d/a", "delete d/b", "put e/a", "put e/b");
            log.clear();
            Shell.run(root, "echo 3 >> e/a");
            sync(watcher);
            Shell.run(root, "rm -r e");
            sync(watcher);
            assertThat(tasks()).first().isEqualTo("put e/a");
            assertThat(tasks()).containsExactlyInAnyOrder("put e/a", "delete e/a", "delete e/b");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50, 100, 250})
    void theFirstChangeOfAFileComesAtOnceAndTheNextAfterTheEdge(long edge) throws Exception {
        try (ReplicationWatcher watcher = start(Duration.ofMillis(edge))) {
            Files.createFile(root.resolve("f"));
            Eventually.await().until(() -> tasks().equals(List.of("put f")));
            Files.writeString(root.resolve("f"), "more");
            Eventually.await().until(() -> log.size() > 1);
            sync(watcher);
            assertThat(tasks()).containsExactly("put f");
        }
    }

    @Test
    void theFirstChangeOfAnotherFileWaitsForNoEdge() throws Exception {
        try (ReplicationWatcher watcher = start(Duration.ofHours(1))) {
            for (String name : List.of("f", "g", "h")) {
                Files.createFile(root.resolve(name));
                Eventually.await().until(() -> tasks().contains("put " + name));
            }
            sync(watcher);
            assertThat(tasks()).containsOnly("put f", "put g", "put h");
        }
    }

    @Test
    void hiddenTemporaryAndMetadataFilesAreIgnored() throws Exception {
        try (ReplicationWatcher watcher = start()) {
            Shell.run(
                    root,
                    "mkdir .git d; for f in .git/config .hidden d/.hidden a~ .a.swp a.tmp d/a.part a.meta .DS_Store; do echo x > $f; done");
            Shell.run(root, "echo x > d/a.tmp; mv d/a.tmp d/a");
            sync(watcher);
            assertThat(tasks()).containsExactly("put d/a");
        }
    }

    @Test
    void aChangeOfTheModeIsIgnored() throws Exception {
        Shell.run(root, "echo 1 > f");
        try (ReplicationWatcher watcher = start()) {
            Shell.run(root, "chmod 600 f");
            sync(watcher);
            assertThat(tasks()).isEmpty();
        }
    }

    @Test
    void anErrorHasOperationPathAndCause() {
        Path missing = root.resolve("missing");
        ReplicationException error =
                catchThrowableOfType(ReplicationException.class, () -> new ReplicationWatcher(missing, Duration.ZERO));
        assertThat(error.operation()).isEqualTo("watch");
        assertThat(error.getFile()).isEqualTo(missing.toString());
        assertThat(error).hasRootCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aStopEndsTheStreamAndMayComeTwice() throws Exception {
        ReplicationWatcher watcher = start();
        Shell.run(root, "echo 1 > f");
        sync(watcher);
        watcher.close();
        watcher.close();
        consumer.join();
        assertThat(tasks()).containsExactly("put f");
        assertThat(watcher.stream()).as("ended for those who come later, too").isEmpty();
    }

    @Test
    void theLogOfChangesHasTimes() throws Exception {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (ReplicationWatcher watcher = start()) {
            Shell.run(root, "echo 1 > f");
            sync(watcher);
            Shell.run(root, "rm f");
            sync(watcher);
        }
        assertThat(tasks()).containsExactly("put f", "delete f");
        assertThat(log).extracting(Task::time).isSorted().allMatch(time -> !time.isBefore(begin));
    }

    @Test
    void aFullScanRunsBesideTheStream() throws Exception {
        Shell.run(root, "mkdir d; echo 1 > d/a; echo 2 > b; echo 3 > .hidden");
        try (ReplicationWatcher watcher = start()) {
            assertThat(watcher.scan()).extracting(this::text).containsExactlyInAnyOrder("put d/a", "put b");
            Shell.run(root, "echo 4 > c");
            sync(watcher);
            assertThat(tasks()).as("the scan is not in it").containsExactly("put c");
            assertThat(watcher.scan()).hasSize(3);
        }
    }
}
