package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resuming by the kernel's history, which the stand-in writes as long as anybody watches. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
@ExtendWith(NoLeaks.class)
class KernelHistoryStandInIT implements RawEventHandler {

    static LongStream seeds() {
        return Seeds.take(40);
    }

    private static void settle(FileWatcher watcher) throws InterruptedException {
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        StandIn.passTheTick(); // nothing is left that was written a moment ago
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
    }

    @Override
    public void onEvent(RawEvent event) {}

    @Override
    public void onOverflow(RawEvent event) {}

    @Override
    public void onFailure(Exception failure) {
        throw new AssertionError(failure);
    }

    /** Storms while a watcher is running and while none is; each watcher's changes continue the same strict mirror. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_oneMirrorThroughManyRestarts(long seed) throws Exception {
        int resumed = 0;
        try (Workspace workspace = Workspace.onDisk();
                RawSession writer = new FsEventsBackend().open(this, RawOptions.DEFAULT)) {
            Path root = workspace.root();
            writer.watch(root, "root").path();
            Storm storm = new Storm(seed, 1);
            Disk disk = new Disk(root);
            storm.rage(disk, 100);
            TreeSnapshot mirror = TreeSnapshot.of(root);
            WatchOptions options = WatchOptions.builder()
                    .root(root)
                    .checkpoint(workspace.outside().resolve("checkpoint"))
                    .build();
            for (int i = 0; i < 8; i++) {
                MirrorListener listener = new MirrorListener(root, mirror, MirrorListener.Mood.GOOD);
                long newest = StandIn.newest();
                try (FileWatcher watcher = FileWatcher.start(options, listener)) {
                    resumed += StandIn.since() < newest ? 1 : 0;
                    if (i % 2 == 0) {
                        storm.rage(disk, 50);
                    }
                    assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
                    listener.assertEquals(TreeSnapshot.of(root));
                    settle(watcher);
                }
                mirror = listener.snapshot();
                storm.rage(disk, 50);
            }
        }
        assertThat(resumed).as("starts that went on from the history").isPositive();
    }

    /** Each root gets its whole history, however fast that of the one before was reported; and before the watcher has started. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyRootGoesOnFromTheHistory(long seed) throws Exception {
        int resumed = 0;
        try (Workspace workspace = Workspace.forSeed(seed);
                RawSession writer = new FsEventsBackend().open(this, RawOptions.DEFAULT)) {
            writer.watch(workspace.root(), "root");
            WatchOptions.Builder options =
                    WatchOptions.builder().checkpoint(workspace.outside().resolve("checkpoint"));
            List<Path> roots = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                roots.add(Files.createDirectory(workspace.root().resolve(name)));
                options.root(roots.get(roots.size() - 1));
            }
            for (int i = 0; i < 6; i++) {
                Set<Path> expected = new HashSet<>();
                for (int j = 0; j < 60; j++) {
                    expected.add(Files.createFile(roots.get(j % 3).resolve(i + "-" + j)));
                }
                long newest = StandIn.newest();
                Queue<Change> delivered = new ConcurrentLinkedQueue<>();
                try (FileWatcher watcher = FileWatcher.start(options.build(), batch -> batch.forEach(delivered::add))) {
                    resumed += i > 0 && StandIn.since() < newest ? 1 : 0;
                    settle(watcher);
                    List<Change> created = delivered.stream()
                            .filter(change -> change.kind() == Change.Kind.CREATED)
                            .toList();
                    if (i > 0) {
                        assertThat(created).extracting(Change::path).containsExactlyInAnyOrderElementsOf(expected);
                        assertThat(created).extracting(Change::cause).containsOnly(Change.Cause.RESUME);
                    }
                }
            }
        }
        assertThat(resumed).as("starts that went on from the history").isPositive();
    }
}
