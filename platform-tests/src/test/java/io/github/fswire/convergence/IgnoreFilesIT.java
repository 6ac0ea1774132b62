package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.HeldReader;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ignore file ignores is not watched, and a change of the file takes effect. */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class IgnoreFilesIT {
    private static final String NAME = ".gitignore";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Set<String> mirror = new ConcurrentSkipListSet<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private WatchOptions.Builder options() {
        return WatchOptions.builder().root(root).initial(true).ignoreFiles(NAME);
    }

    private FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(options.quietPeriod(MINUTE).maxDelay(MINUTE).build(), new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {
                batch.forEach(change -> apply(change));
            }

            @Override
            public void onError(Exception error) {
                errors.add(error.getMessage());
            }
        });
    }

    private void apply(Change change) {
        String path = Words.below(root, change.path());
        delivered.add(change.kind() + " " + path);
        switch (change.kind()) {
            case CREATED -> mirror.add(path);
            case DELETED -> mirror.remove(path);
            case MODIFIED -> assertThat(mirror).contains(path);
            case MOVED -> {
                String from = Words.below(root, change.from());
                List<String> moved = mirror.stream()
                        .filter(each -> each.equals(from) || each.startsWith(from + "/"))
                        .toList();
                moved.forEach(mirror::remove);
                moved.forEach(each -> mirror.add(path + each.substring(from.length())));
            }
        }
    }

    private void write(String path, String... lines) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Stream.of(lines).map(line -> line + "\n").reduce("", String::concat));
    }

    private void tree(String... files) throws IOException {
        for (String file : files) {
            write(file, "x");
        }
    }

    private void move(String from, String to) throws IOException {
        Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private void assertMirror(FileWatcher watcher, String... expected) throws Exception {
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        assertThat(mirror).isEqualTo(new TreeSet<>(Set.of(expected)));
    }

    @Test
    void anIgnoredDirectoryTakesNoWatch() throws Exception {
        write(NAME, "node_modules/");
        tree("src/a", "node_modules/x/y/z", "src/node_modules/x/y", "src/deep/b");
        try (FileWatcher watcher = start(options())) {
            assertMirror(watcher, NAME, "src", "src/a", "src/deep", "src/deep/b");
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(3, 1));

            delivered.clear();
            tree("node_modules/x/new", "src/node_modules/y/new", "src/c");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.inOrder(delivered, "CREATED src/c");
            assertThat(watcher.statistics().watches()).isEqualTo(Lane.watches(3, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "polling"})
    void aFileThatIsCreatedEditedMovedAndDeletedTakesEffect(String backend) throws Exception {
        tree("a/b/f.o", "a/b/f", "a/g.o", "h.o");
        try (FileWatcher watcher = start(options().backend(backend).pollInterval(Duration.ofMillis(50)))) {
            assertMirror(watcher, "a", "a/b", "a/b/f", "a/b/f.o", "a/g.o", "h.o");
            write("a/.gitignore", "*.o");
            assertMirror(watcher, "a", "a/.gitignore", "a/b", "a/b/f", "h.o");
            write("a/.gitignore", "b/", "!*.o");
            assertMirror(watcher, "a", "a/.gitignore", "a/g.o", "h.o");
            boolean polled = backend.equals("polling");
            assertThat(watcher.statistics().watches()).isEqualTo(polled ? 0 : Lane.watches(2, 1));
            move("a/.gitignore", "ignored");
            assertMirror(watcher, "a", "a/b", "a/b/f", "a/b/f.o", "a/g.o", "h.o", "ignored");
            move("ignored", NAME);
            assertMirror(watcher, NAME, "a", "a/g.o", "h.o");
            write("other", "a", NAME);
            move("other", NAME);
            assertMirror(watcher, "h.o");
            write("a/.gitignore", "!*"); // not read: its directory is ignored
            assertMirror(watcher, "h.o");
            Files.delete(root.resolve(NAME));
            assertMirror(watcher, "a", "a/.gitignore", "a/b", "a/b/f", "a/b/f.o", "a/g.o", "h.o");
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void aDirectoryThatMovesGetsTheRulesOfItsPlaceAndKeepsItsOwn() throws Exception {
        write("with/.gitignore", "*.o", "build/");
        tree("with/f", "sub/f.o", "sub/build/x", "sub/deep/g.o", "sub/deep/g");
        write("sub/deep/.gitignore", "g");
        try (FileWatcher watcher = start(options())) {
            move("sub", "with/sub");
            assertMirror(
                    watcher,
                    "with",
                    "with/.gitignore",
                    "with/f",
                    "with/sub",
                    "with/sub/deep",
                    "with/sub/deep/.gitignore");
            move("with/sub/deep", "deep");
            assertMirror(
                    watcher, "with", "with/.gitignore", "with/f", "with/sub", "deep", "deep/.gitignore", "deep/g.o");
            move("with/sub", "sub");
            assertMirror(
                    watcher,
                    "with",
                    "with/.gitignore",
                    "with/f",
                    "sub",
                    "sub/f.o",
                    "sub/build",
                    "sub/build/x",
                    "deep",
                    "deep/.gitignore",
                    "deep/g.o");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void rulesThatChangeDuringAnOverflowTakeEffect() throws Exception {
        assumeFalse(Lane.STANDS_IN, "its queue cannot be held");
        HeldReader reader = new HeldReader();
        write(NAME, "one");
        tree("one/x", "two/x", "three/x");
        try (FileWatcher watcher = start(WrappedBackend.use(reader, options()))) {
            try {
                reader.arm();
                tree("three/y");
                reader.awaitHeld();
                HeldReader.fill(root);
                write(NAME, "two");
            } finally {
                reader.release();
            }
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().overflows()).isEqualTo(1);
            assertThat(mirror)
                    .contains(NAME, "one", "one/x", "three", "three/x", "three/y")
                    .doesNotContain("two", "two/x");
        }
    }

    @Test
    void rulesThatChangeBetweenTwoRunsTakeEffect() throws Exception {
        write(NAME, "a");
        tree("a/x", "b/x");
        Path checkpoint = workspace.outside().resolve("state");
        try (FileWatcher watcher = start(options().checkpoint(checkpoint))) {
            assertMirror(watcher, NAME, "b", "b/x");
        }
        write(NAME, "b");
        try (FileWatcher watcher = start(options().checkpoint(checkpoint))) {
            assertMirror(watcher, NAME, "a", "a/x");
        }
        try (FileWatcher watcher = start(WatchOptions.builder().root(root).checkpoint(checkpoint))) {
            assertMirror(watcher, NAME, "a", "a/x", "b", "b/x");
        }
        try (FileWatcher watcher = start(options().checkpoint(checkpoint))) {
            delivered.clear();
            assertMirror(watcher, NAME, "a", "a/x");
            tree("b/y", "a/y");
            assertMirror(watcher, NAME, "a", "a/x", "a/y");
        }
    }

    @Test
    void aRootInsideAnIgnoredDirectoryIsWatchedAndNothingBesideIt() throws Exception {
        write(NAME, "out/", "*.o");
        tree("out/other", "out/in/f", "out/in/f.o", "out/in/deep/g", "x");
        Path inner = root.resolve("out").resolve("in");
        try (FileWatcher watcher = start(options().root(inner))) {
            assertMirror(watcher, NAME, "x", "out", "out/in", "out/in/f", "out/in/deep", "out/in/deep/g");
            watcher.removeRoot(inner);
            assertMirror(watcher, NAME, "x");
            watcher.addRoot(inner);
            assertMirror(watcher, NAME, "x", "out", "out/in", "out/in/f", "out/in/deep", "out/in/deep/g");
            watcher.removeRoot(root);
            tree("out/in/h.o", "out/other2");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(mirror).contains("out/in/f.o", "out/in/h.o").doesNotContain("out/other2");
        }
    }

    @Test
    void theDeeperFileWinsAndALaterNameWinsInTheSameDirectory() throws Exception {
        write(NAME, "*.o", "keep/x");
        write("keep/.gitignore", "!*.o");
        write("keep/.ignore", "b.o");
        tree("a.o", "keep/a.o", "keep/b.o", "keep/x");
        try (FileWatcher watcher = start(options().ignoreFiles(".ignore"))) {
            assertMirror(watcher, NAME, "keep", "keep/.gitignore", "keep/.ignore", "keep/a.o");
            Files.delete(root.resolve("keep/.ignore"));
            assertMirror(watcher, NAME, "keep", "keep/.gitignore", "keep/a.o", "keep/b.o");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatIsNoUsableFileIsReportedOnceAndCountsAsEmpty() throws Exception {
        tree("link/a", "fifo/a", "directory/.gitignore/a", "large/a", "fine/a");
        write("target", "*");
        Files.createSymbolicLink(root.resolve("link/.gitignore"), Path.of("../target"));
        Shell.run(root, "mkfifo fifo/.gitignore");
        Files.writeString(root.resolve("large/.gitignore"), "*\n" + "#\n".repeat(1 << 19));
        Files.write(root.resolve("fine/.gitignore"), "\u00FF*\n".getBytes(StandardCharsets.ISO_8859_1));
        try (FileWatcher watcher = start(options())) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(mirror).contains("link/a", "fifo/a", "directory/.gitignore/a", "large/a", "fine/a");
            Shell.run(root, "touch link/b fifo/b directory/.gitignore/b large/b; touch -c large/.gitignore");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(errors)
                    .satisfiesExactlyInAnyOrder(
                            line -> assertThat(line)
                                    .contains("link/.gitignore", "IGNORE_FILE_SYMLINK", "Replace it by a regular file"),
                            line -> assertThat(line).contains("fifo/.gitignore", "IGNORE_FILE_NO_REGULAR_FILE"),
                            line -> assertThat(line).contains("directory/.gitignore", "IGNORE_FILE_NO_REGULAR_FILE"),
                            line -> assertThat(line)
                                    .contains("large/.gitignore", "IGNORE_FILE_TOO_LARGE", "1048576 bytes", "exclude"));
            write("large/.gitignore", "a");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(mirror).contains("large/b").doesNotContain("large/a");
        }
    }
}
