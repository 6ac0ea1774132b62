package io.github.fswire.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Roots that are given in another spelling than the disk has, where that leads to the same. */
@Tag("contract")
@ExtendWith(NoLeaks.class)
class SpelledRootsIT {

    /** A set, because with coarse time stamps a modification is delivered twice. */
    private final Set<String> delivered = new ConcurrentSkipListSet<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    private FileWatcher start(Path path) throws IOException {
        WatchOptions options = WatchOptions.builder().root(path).build();
        return FileWatcher.start(
                options, batch -> batch.forEach(change -> delivered.add(change.kind() + " " + change.path())));
    }

    private void requireSpellings(String name) {
        assumeTrue(Files.exists(root.resolve(name)), "names are compared exactly here");
    }

    @Test
    void aSingleFileIsReportedUnderTheNameThatTheDiskHas() throws Exception {
        Path file = Files.writeString(root.resolve("README.md"), "");
        requireSpellings("readme.md");
        try (FileWatcher watcher = start(root.resolve("readme.md"))) {
            Files.writeString(file, "more");
            Files.writeString(root.resolve("another"), "");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactly("MODIFIED " + file);
        }
    }

    @Test
    void aDirectoryInsideARootIsTheSameInEverySpelling() throws Exception {
        Path directory = Files.createDirectory(root.resolve("Directory"));
        requireSpellings("DIRECTORY");
        try (FileWatcher watcher = start(root)) {
            watcher.addRoot(root.resolve("DIRECTORY"));
            Files.writeString(directory.resolve("f"), "");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            watcher.removeRoot(root.resolve("DIRECTORY"));
            Files.writeString(directory.resolve("g"), "");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered)
                    .contains("CREATED " + directory.resolve("f"), "CREATED " + directory.resolve("g"))
                    .noneMatch(line -> line.contains("DIRECTORY"));
        }
    }

    /** A limit that the guides name. */
    @Test
    void aRootInAnotherSpellingIsAnotherRoot() throws Exception {
        Path directory = Files.createDirectory(root.resolve("Directory"));
        requireSpellings("DIRECTORY");
        try (FileWatcher watcher = start(directory)) {
            watcher.addRoot(root.resolve("DIRECTORY"));
            Files.writeString(directory.resolve("f"), "");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered)
                    .contains("CREATED " + directory.resolve("f"))
                    .anyMatch(line -> line.startsWith("CREATED ") && line.contains("DIRECTORY"));
        }
    }
}
