package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.Noise;
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

/** What is asked for, and nothing else. */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class FilterIT {
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

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(
                options.quietPeriod(MINUTE).maxDelay(MINUTE).build(),
                batch ->
                        batch.forEach(change -> delivered.add(change.kind() + " " + Words.below(root, change.path()))));
    }

    private List<String> deliveredAfter(FileWatcher watcher, String command) throws Exception {
        delivered.clear();
        Shell.run(root, command);
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        return List.copyOf(delivered);
    }

    @Test
    void onlyIncludedFilesCount() throws Exception {
        Shell.run(root, "mkdir -p src/a; echo > src/a/A.java; echo > src/a/A.class");
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(root).include("*.java").include("docs/**"))) {
            Deliveries.inOrder(
                    deliveredAfter(watcher, "echo x >> src/a/A.java; echo x >> src/a/A.class; echo > new.txt"),
                    "MODIFIED src/a/A.java");
            Deliveries.inAnyOrder(
                    deliveredAfter(
                            watcher, "mkdir -p docs/b; echo > docs/b/any; mv new.txt New.java; mv src/a/A.java gone"),
                    "CREATED docs",
                    "CREATED docs/b",
                    "CREATED docs/b/any",
                    "CREATED New.java",
                    "DELETED src/a/A.java");
            assertThat(deliveredAfter(watcher, "rm -r docs; rm gone src/a/A.class; mv src/a docs"))
                    .contains("DELETED docs/b/any")
                    .noneMatch(line -> line.contains("gone") || line.contains("class"));
        }
    }

    @Test
    void noiseIsReadyMade() throws Exception {
        WatchOptions.Builder options = WatchOptions.builder()
                .root(root)
                .exclude(Noise.EDITOR)
                .exclude(Noise.BUILD)
                .exclude(Noise.HIDDEN)
                .exclude(Noise.VCS);
        try (FileWatcher watcher = start(options)) {
            Deliveries.inOrder(
                    deliveredAfter(
                            watcher,
                            "mkdir -p .git/objects target/classes src/CVS; touch .x a~ .a.swp 4913 '#a#' target/b"
                                    + " src/A.java src/A.class src/CVS/Root"),
                    "CREATED src",
                    "CREATED src/A.java");
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(2, 1));
        }
    }

    @Test
    void thePredicatePrunes() throws Exception {
        Shell.run(root, "mkdir -p keep/deep drop/deep; echo > drop/deep/f");
        try (FileWatcher watcher = start(WatchOptions.builder().root(root).filter(path -> !path.toString()
                .contains("drop")))) {
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(3, 1));
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "echo > keep/deep/f; echo > drop/deep/g; mv keep drop2"),
                    "DELETED keep/deep",
                    "DELETED keep");
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "mv drop2 kept; mv kept/deep/f kept/dropped"),
                    "CREATED kept",
                    "CREATED kept/deep");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSingleFileIsWatchedThroughItsReplacements() throws Exception {
        Shell.run(root, "echo 1 > a; echo 1 > b; echo 1 > c; ln -s a link");
        WatchOptions.Builder options = WatchOptions.builder()
                .root(root.resolve("a"))
                .root(root.resolve("b"))
                .root(root.resolve("link"));
        try (FileWatcher watcher = start(options)) {
            assertThat(watcher.statistics().watches()).isEqualTo(1);
            Deliveries.inOrder(
                    deliveredAfter(watcher, "echo 2 >> a; echo 2 >> c; echo > d; mkdir e; chmod 700 ."), "MODIFIED a");
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "echo 3 > b.tmp; mv b.tmp b; rm a; ln -sf c link"),
                    "MODIFIED b",
                    "DELETED a",
                    "MODIFIED link");
            Deliveries.inAnyOrder(deliveredAfter(watcher, "echo 4 > a; mv b a"), "MOVED a");
            Deliveries.inAnyOrder(
                    deliveredAfter(watcher, "cd /; mv '" + root + "' '" + root + "2'"), "DELETED a", "DELETED link");
            delivered.clear();
            Files.move(root.resolveSibling("root2"), root);
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).contains("CREATED a", "CREATED link");
        }
    }
}
