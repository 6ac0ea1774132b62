package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rename is one change, however early it is delivered. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class MovesIT {
    private static final int RENAMES = 60;

    private enum Way {
        SAME_DIRECTORY,
        OTHER_DIRECTORY,
        OTHER_ROOT
    }

    private static Stream<Arguments> cases() {
        UnaryOperator<WatchOptions.Builder> atOnce = options -> options.quietPeriod(Duration.ZERO);
        UnaryOperator<WatchOptions.Builder> leading =
                options -> options.debounce(WatchOptions.Debounce.LEADING).maxDelay(Duration.ofMillis(50));
        return Stream.of(Way.values()).flatMap(way -> Stream.of(true, false)
                .flatMap(directory -> Stream.of(
                        Arguments.of("quiet period 0", way, directory, atOnce),
                        Arguments.of("leading", way, directory, leading))));
    }

    @ParameterizedTest(name = "{0}, {1}, directory {2}")
    @MethodSource("cases")
    void E5_everyRenameIsOneChange(String mode, Way way, boolean directory, UnaryOperator<WatchOptions.Builder> options)
            throws Exception {
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
            WatchOptions watched =
                    options.apply(WatchOptions.builder().root(left).root(right)).build();
            try (FileWatcher watcher = FileWatcher.start(watched, batch -> changes.addAll(batch.changes()))) {
                for (int i = 0; i < RENAMES; i++) {
                    Path arrival = to.resolve("new" + i);
                    Files.move(from.resolve("old" + i), arrival);
                    Eventually.await().until(() -> changes.stream()
                            .anyMatch(change -> change.path().equals(arrival)));
                }
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            assertThat(changes.stream().filter(change -> change.kind() == Change.Kind.MOVED))
                    .hasSize(RENAMES);
            assertThat(changes.stream()
                            .filter(change ->
                                    change.kind() == Change.Kind.CREATED || change.kind() == Change.Kind.DELETED))
                    .isEmpty();
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
