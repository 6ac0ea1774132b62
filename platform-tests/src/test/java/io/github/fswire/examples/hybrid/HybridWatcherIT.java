package io.github.fswire.examples.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the description of the hybrid watcher requires, each in one test. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class HybridWatcherIT {
    private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_000L);

    private final List<String> decisions = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        file = Files.writeString(Files.createDirectory(root.resolve("a")).resolve("f"), "before");
        Files.setLastModifiedTime(file, TIME);
    }

    private HybridWatcher start(Duration reconcileEvery) throws Exception {
        HybridWatcher watcher = new HybridWatcher(
                root,
                reconcileEvery,
                (change, verdict) -> decisions.add(verdict + " "
                        + (change.from() == null ? "" : change.relativeFrom() + " -> ") + change.relativePath()));
        sync(watcher);
        assertThat(decisions).containsExactly("PLACE a/f");
        decisions.clear();
        return watcher;
    }

    private static void sync(HybridWatcher watcher) throws InterruptedException {
        assertThat(watcher.watcher().sync(Eventually.LIMIT)).isTrue();
    }

    private void write(String content, FileTime time) throws IOException {
        Path written = Files.writeString(workspace.outside().resolve("new"), content);
        Files.setLastModifiedTime(written, time);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void timeStampsDecideWhichContentIsTheNewerOne() throws Exception {
        try (HybridWatcher watcher = start(Duration.ZERO)) {
            write("later", FileTime.fromMillis(TIME.toMillis() + 1));
            sync(watcher);
            write("sooner", FileTime.fromMillis(TIME.toMillis() - 1));
            sync(watcher);
            assertThat(decisions).containsExactly("NEWER a/f", "OLDER a/f");
        }
    }

    @Test
    void aMoveHasBothEndsAlsoOfEachFileInADirectory() throws Exception {
        try (HybridWatcher watcher = start(Duration.ZERO)) {
            Files.move(root.resolve("a"), root.resolve("b"));
            sync(watcher);
            Files.move(root.resolve("b/f"), root.resolve("g"));
            sync(watcher);
            assertThat(decisions).containsExactly("PLACE a/f -> b/f", "PLACE b/f -> g");
            assertThat(watcher.reconcile()).isZero();
        }
    }

    @Test
    void contentDecidesWhereTimeStampsAreTheSame() throws Exception {
        try (HybridWatcher watcher = start(Duration.ZERO)) {
            write("beside", TIME);
            sync(watcher);
            write("beside", FileTime.fromMillis(TIME.toMillis() + 1));
            sync(watcher);
            assertThat(decisions).containsExactly("REWRITTEN a/f", "TOUCHED a/f");
        }
    }

    @Test
    void whatNoEventReportedIsCountedAsMissed() throws Exception {
        Path link = Files.createLink(workspace.outside().resolve("link"), file);
        try (HybridWatcher watcher = start(Duration.ofMillis(50))) {
            Files.writeString(link, " and after", StandardOpenOption.APPEND);
            Eventually.await().until(() -> watcher.watcher().statistics().missed() == 1);
            sync(watcher);
            assertThat(decisions).containsExactly("NEWER a/f");
            Files.writeString(root.resolve("g"), "reported");
            sync(watcher);
            assertThat(watcher.watcher().statistics().missRate()).isStrictlyBetween(0.0, 1.0);
        }
    }

    @Test
    void reconciliationOnDemandFindsWhatNoEventReported() throws Exception {
        Path link = Files.createLink(workspace.outside().resolve("link"), file);
        try (HybridWatcher watcher = start(Duration.ZERO)) {
            assertThat(watcher.reconcile()).isZero();
            Files.writeString(link, "behind");
            Files.setLastModifiedTime(link, TIME);
            assertThat(watcher.reconcile()).isEqualTo(1);
            assertThat(decisions).containsExactly("REWRITTEN a/f");
        }
    }
}
