package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Words;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A root's path comes to lead to another place, while the old place stays quiet. Windows refuses that. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class RootPathIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Workspace workspace;
    private Path top;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.onDisk();
        top = workspace.root();
        Shell.run(top, "mkdir -p p/q/w/d/e other/w/d; echo 1 > p/q/w/d/f; echo 1 > p/q/w/g; echo 2 > other/w/d/f");
        Shell.run(top, "ln -s p/q way; ln -s p/q/w link");
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    /** Each line: the root, and what is done to its path one after the other. */
    static Stream<Arguments> changes() {
        List<List<String>> cases = List.of(
                List.of("p/q/w", "mv p n; mkdir -p p/q/w; echo > p/q/w/x"),
                List.of("p/q/w", "mv p n", "mkdir -p p/q", "mkdir p/q/w; echo > p/q/w/x"),
                List.of("p/q/w", "mv p n; mv other p; mkdir p/q; mv p/w p/q/w"),
                List.of("p/q/w", "mv p/q p/n; mv other p/q", "mv p/q/w other; mv p/n/w p/q/w", "rm -r p/q/w/d"),
                List.of("p/q/w", "mv p n; echo > p", "rm p; mv n p"),
                List.of("p/q/w", "mv p n; ln -s n p", "rm p; ln -s nowhere p", "rm p; mkdir -p p/q/w/d"),
                List.of("p/q/w", "rm -r p; mkdir -p p/q/w/d/e/e"),
                List.of("way/w", "ln -sfn other way", "rm way", "ln -s p/q way", "echo > way/w/h; mv way/w/d way/w/i"),
                List.of("way/w", "mv p/q p/n", "mkdir -p p/q/w; mv p/n/w/d p/q/w/d"),
                List.of("link", "ln -sfn other/w link", "rm link", "mkdir link; echo > link/x", "rm -r link"),
                List.of("link", "mv p n", "mv n p; echo > link/x"));
        return cases.stream().flatMap(steps -> Stream.of("auto", "polling").map(b -> Arguments.of(b, steps)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("changes")
    void G5_whatARootsPathLeadsToIsDelivered(String backend, List<String> steps) throws Exception {
        Path root = top.resolve(steps.get(0));
        MirrorListener mirror = new MirrorListener(root, TreeSnapshot.of(root), MirrorListener.Mood.GOOD);
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .backend(backend)
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE)
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, mirror)) {
            for (String step : steps.subList(1, steps.size())) {
                Shell.run(top, step);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                mirror.assertEquals(TreeSnapshot.of(root));
                Shell.can(root, "echo > later; mkdir -p d; echo more >> d/f");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                mirror.assertEquals(TreeSnapshot.of(root));
            }
        }
        mirror.closed();
    }

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(
                options.build(),
                batch -> batch.forEach(change -> told.add(change.kind() + " " + Words.below(top, change.path()))));
    }

    @Test
    void nobodyHasToAskForIt() throws Exception {
        try (FileWatcher watcher = start(WatchOptions.builder().root(top.resolve("p/q/w")))) {
            Shell.run(top, "mv p n; mkdir -p p/q/w; echo > p/q/w/x");
            Eventually.await().until(() -> told.contains("CREATED p/q/w/x") && told.contains("DELETED p/q/w/d/f"));
            Shell.run(top, "mv p m");
            Eventually.await().until(() -> told.contains("DELETED p/q/w"));
            assertThat(watcher.statistics().missed()).isZero();
        }
    }

    @Test
    void theDirectoryOfASingleFileIsReplaced() throws Exception {
        try (FileWatcher watcher = start(WatchOptions.builder()
                .root(top.resolve("p/q/w/g"))
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE))) {
            Shell.run(top, "mv p n; mkdir -p p/q/w; echo new > p/q/w/g");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(told).containsExactly("MODIFIED p/q/w/g");
            told.clear();
            Shell.run(top, "mv p m");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(told).containsExactly("DELETED p/q/w/g");
            told.clear();
            Shell.run(top, "mv n p");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(told).containsExactly("CREATED p/q/w/g");
        }
    }

    @Test
    void reconciliationFindsItBeforeTheNextCheck() throws Exception {
        try (FileWatcher watcher =
                start(WatchOptions.builder().root(top.resolve("p/q/w")).reconcileEvery(Duration.ofMillis(100)))) {
            Shell.run(top, "mv p n; mkdir -p p/q/w; echo > p/q/w/x");
            Eventually.await().until(() -> told.contains("CREATED p/q/w/x"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
    }
}
