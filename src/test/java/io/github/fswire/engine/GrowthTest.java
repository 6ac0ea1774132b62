package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.platform.Platform;
import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a watcher asks the kernel for, on a real disk: in proportion to what has changed, never to more. */
@EnabledOnOs(OS.LINUX)
class GrowthTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private Path root;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger listedEntries = new AtomicInteger();
    private final AtomicInteger inspections = new AtomicInteger();
    private final AtomicInteger builtPaths = new AtomicInteger();

    /** Counts what is asked of another scanner. */
    private final class CountingScanner extends ForwardingScanner {
        CountingScanner(Scanner scanner) {
            super(scanner);
        }

        @Override
        public int open(int parent, byte[] name, int length) {
            opened.incrementAndGet();
            return super.open(parent, name, length);
        }

        @Override
        public int inspect(int parent, byte[] name, int length, EntryStat stat) {
            inspections.incrementAndGet();
            return super.inspect(parent, name, length, stat);
        }

        @Override
        public NativeName watchPath(int handle, Supplier<NativeName> path) {
            return super.watchPath(handle, () -> {
                builtPaths.incrementAndGet();
                return path.get();
            });
        }

        @Override
        public int list(int handle, ListingSink sink) {
            return super.list(handle, new ForwardingSink(sink) {
                @Override
                public void entry(byte[] name, int length, EntryStat stat) {
                    listedEntries.incrementAndGet();
                    super.entry(name, length, stat);
                }
            });
        }
    }

    @BeforeEach
    void makeRoot() throws IOException {
        root = directory.toRealPath().resolve("root");
    }

    private Engine start(WatchOptions.Builder options, ChangeListener listener) throws IOException {
        Engine engine = new Engine(
                options.build(),
                listener,
                Platform.backend("inotify"),
                path -> WatchRegistry.Verdict.TRUSTED,
                () -> new CountingScanner(Platform.openScanner()));
        engine.start();
        return engine;
    }

    private static void fill(Path directory, int files) throws IOException {
        Files.createDirectories(directory);
        for (int i = 0; i < files; i++) {
            Files.createFile(directory.resolve("f" + i));
        }
    }

    @Test
    void aRootThatAppearsIsListedOnce() throws Exception {
        Path prepared = directory.resolve("prepared");
        fill(prepared, 500);
        List<Change> changes = new CopyOnWriteArrayList<>();
        Engine engine = start(
                WatchOptions.builder().root(root).waitForRoots(true).pollInterval(Duration.ofHours(1)),
                batch -> changes.addAll(batch.changes()));
        try {
            Files.move(prepared, root);
            assertThat(engine.sync(LONG)).isTrue();
            assertThat(changes).hasSize(501);
            assertThat(listedEntries.get()).isEqualTo(500);
        } finally {
            engine.close();
        }
    }

    @Test
    void nestedDirectoriesCostInProportion() throws Exception {
        int levels = 300;
        Path deepest = root;
        for (int i = 0; i < levels; i++) {
            deepest = deepest.resolve("n");
        }
        Files.createDirectories(deepest);
        Engine engine = start(WatchOptions.builder().root(root), batch -> {});
        try {
            assertThat(opened.get()).isEqualTo(levels);
            assertThat(builtPaths.get()).isZero(); // each has the length of all the names above it
        } finally {
            engine.close();
        }
    }

    @Test
    void aWriteThroughOneOfManyNamesInspectsEach() throws Exception {
        int names = 500;
        fill(root, 1);
        Path file = root.resolve("f0");
        for (int i = 1; i < names; i++) {
            Files.createLink(root.resolve("l" + i), file);
        }
        List<Change> changes = new CopyOnWriteArrayList<>();
        Engine engine = start(
                WatchOptions.builder().root(root).quietPeriod(Duration.ZERO), batch -> changes.addAll(batch.changes()));
        try {
            assertThat(engine.sync(LONG)).isTrue();
            inspections.set(0);
            Files.createLink(root.resolve("further"), file);
            assertThat(engine.sync(LONG)).isTrue();
            assertThat(inspections.get()).isLessThan(4 * names);
            assertThat(changes).anyMatch(change -> change.path().endsWith("further"));
        } finally {
            engine.close();
        }
    }

    @Test
    void progressIsReportedOnceForEveryTenThousandEntriesOfTheFirstScan() throws Exception {
        fill(root, 9_999); // with the root, 10,000
        List<Integer> progress = new ArrayList<>();
        ChangeListener listener = new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {}

            @Override
            public void onScanProgress(int entries) {
                progress.add(entries);
            }
        };
        Path checkpoint = directory.resolve("checkpoint");
        start(WatchOptions.builder().root(root).checkpoint(checkpoint), listener)
                .close();
        assertThat(progress).isEmpty();
        start(WatchOptions.builder().root(root).checkpoint(checkpoint), listener)
                .close();
        assertThat(progress).isEmpty();
        Files.createFile(root.resolve("further"));
        start(WatchOptions.builder().root(root).checkpoint(checkpoint), listener)
                .close();
        assertThat(progress).containsExactly(10_000);
    }
}
