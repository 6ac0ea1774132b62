package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rename is one change, however early it is delivered. */
@ExtendWith(NoLeaks.class)
class MovesIT {
    private static final int RENAMES = 60;

    private enum Way {
        SAME_DIRECTORY,
        OTHER_DIRECTORY,
        OTHER_ROOT
    }

    private record Mode(String name, UnaryOperator<WatchOptions.Builder> options) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Mode> modes() {
        return List.of(
                new Mode("default", options -> options),
                new Mode("quiet period 0", options -> options.quietPeriod(Duration.ZERO)),
                new Mode("leading", options -> options.debounce(WatchOptions.Debounce.LEADING)
                        .maxDelay(Duration.ofMillis(50))));
    }

    private static Stream<Arguments> cases() {
        return Stream.of(Way.values())
                .filter(way -> way != Way.OTHER_ROOT || !Lane.WINDOWS) // two queues, which nothing connects
                .flatMap(way -> Stream.of(true, false)
                        .flatMap(directory -> modes().stream().map(mode -> Arguments.of(mode, way, directory))));
    }

    @ParameterizedTest(name = "{0}, {1}, directory {2}")
    @MethodSource("cases")
    void E5_everyRenameIsOneChange(Mode mode, Way way, boolean directory) throws Exception {
        assumeFalse(Lane.MACOS, "FSEvents may report one half late, or as a directory that must be searched");
        assumeFalse(Lane.WINE, "Wine may report an overflow that nobody caused between the two halves");
        try (Workspace workspace = Workspace.fast()) {
            Path left = Files.createDirectory(workspace.root().resolve("left"));
            Path right = Files.createDirectory(workspace.root().resolve("right"));
            Path from = way == Way.OTHER_ROOT ? left : Files.createDirectory(left.resolve("a"));
            Path to = way == Way.SAME_DIRECTORY
                    ? from
                    : way == Way.OTHER_ROOT ? right : Files.createDirectory(left.resolve("b"));
            for (int i = 0; i < RENAMES; i++) {
                make(from.resolve("old" + i), directory);
            }
            List<Change> changes = new CopyOnWriteArrayList<>();
            WatchOptions watched = mode.options
                    .apply(WatchOptions.builder().root(left).root(right))
                    .build();
            try (FileWatcher watcher = FileWatcher.start(watched, batch -> changes.addAll(batch.changes()))) {
                for (int i = 0; i < RENAMES; i++) {
                    Path arrival = to.resolve("new" + i);
                    Files.move(from.resolve("old" + i), arrival);
                    Eventually.await().until(() -> changes.stream()
                            .anyMatch(change -> change.path().equals(arrival)));
                }
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            assertThat(changes.stream().filter(change -> change.kind() != Change.Kind.MODIFIED))
                    .extracting(Change::kind)
                    .as("of %s", changes)
                    .hasSize(RENAMES)
                    .containsOnly(Change.Kind.MOVED);
        }
    }

    private static void make(Path path, boolean directory) throws IOException {
        if (directory) {
            Files.createFile(Files.createDirectory(path).resolve("f"));
        } else {
            Files.createFile(path);
        }
    }
}
