package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** With settling a file that is being written never surfaces. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class SettleIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private FileWatcher start(UnaryOperator<WatchOptions.Builder> options) throws IOException {
        WatchOptions.Builder builder = WatchOptions.builder()
                .root(root)
                .quietPeriod(Duration.ZERO)
                .maxDelay(Duration.ofMillis(5))
                .settle(HOUR);
        return FileWatcher.start(
                options.apply(builder).build(), batch -> batch.forEach(change -> delivered.add(line(change))));
    }

    private String line(Change change) {
        String size = change.type() == Change.Type.FILE ? " " + change.size() : "";
        return change.kind() + " " + Words.below(root, change.path()) + size;
    }

    @Test
    void aFileIsDeliveredWhenItsWriterHasClosedIt() throws Exception {
        assumeFalse(Lane.MACOS, "FSEvents does not report that a file was closed");
        try (FileWatcher watcher = start(o -> o)) {
            Shell.run(
                    root,
                    "exec 3> f; for i in 1 2 3 4 5 6 7 8 9 0; do echo $i >&3; sleep 0.03; done; mkdir other; exec 3>&-");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.inAnyOrder(delivered, "CREATED other", "CREATED f 20");
        }
    }

    @Test
    void whatNobodyClosedWaits() throws Exception {
        prepare();
        try (FileWatcher watcher = start(o -> o.backend("polling").pollInterval(HOUR))) {
            write();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Files.move(root.resolve("old"), root.resolve("new"));
            write();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).noneMatch(line -> line.contains(" f ") || line.contains(" cut "));
        }
    }

    @Test
    void whatNobodyClosedComesWhenItHasStayed() throws Exception {
        prepare();
        try (FileWatcher watcher =
                start(o -> o.settle(Duration.ofMillis(1)).backend("polling").pollInterval(Duration.ofMillis(1)))) {
            Files.move(root.resolve("old"), root.resolve("new"));
            write();
            Eventually.await().until(() -> isLast(" f 20") && isLast(" cut 0") && isLast(" new 3"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(isLast(" f 20") && isLast(" cut 0") && isLast(" new 3"))
                    .as("%s", delivered)
                    .isTrue();
        }
    }

    private void prepare() throws IOException {
        Files.writeString(root.resolve("old"), "old");
        Files.writeString(root.resolve("cut"), "longer");
    }

    /** Whether the last that was delivered of a file is this. */
    private boolean isLast(String state) {
        String file = state.substring(0, state.lastIndexOf(' ') + 1);
        return delivered.stream()
                .filter(line -> line.contains(file))
                .reduce((earlier, later) -> later)
                .filter(line -> line.endsWith(state))
                .isPresent();
    }

    private void write() throws IOException {
        for (int i = 1; i <= 10; i++) {
            Files.writeString(root.resolve("f"), i % 10 + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.write(root.resolve("cut"), new byte[i % 10]);
        }
    }

    @Test
    void anAtomicSaveIsOneModification() throws Exception {
        Files.writeString(root.resolve("f"), "old");
        try (FileWatcher watcher = start(o -> o.quietPeriod(MINUTE).maxDelay(MINUTE))) {
            Shell.run(root, "exec 3> f.tmp; echo 1 >&3; echo 2 >&3; exec 3>&-; mv f.tmp f");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            if (Lane.MACOS) { // FSEvents does not report that a file was closed
                Files.setLastModifiedTime(root.resolve("f"), FileTime.fromMillis(1_000_000));
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            Deliveries.inOrder(delivered, "MODIFIED f 4");
        }
    }

    @Test
    void aTimeAheadOfTheClockCountsByHowLongItHasStayed() throws Exception {
        try (Workspace outside = Workspace.onDisk();
                FileWatcher watcher = start(o -> o.settle(Duration.ofMillis(100)))) {
            Path file = Files.writeString(outside.root().resolve("f"), "later");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(30))));
            Files.move(file, root.resolve("f"));
            Eventually.await().until(() -> !delivered.isEmpty());
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.inOrder(delivered, "CREATED f 5");
        }
    }

    @Test
    void deletionsAndDirectoriesDoNotWait() throws Exception {
        Files.writeString(root.resolve("f"), "old");
        try (FileWatcher watcher = start(o -> o)) {
            Shell.run(
                    root,
                    "exec 3>> f; echo more >&3; mkdir -p a/b; exec 4> a/b/open; echo x >&4; mv f g; rm g; ln -s x l");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered)
                    .contains("CREATED a", "CREATED a/b", "DELETED f 0")
                    .noneMatch(line -> line.startsWith("MODIFIED f"));
        }
    }
}
