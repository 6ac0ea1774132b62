package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.macos.StandIn.Event;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** A time of modification before the time of birth takes that back with it; the file is still the same one. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
@ExtendWith(NoLeaks.class)
class TimesSetBackStandInIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeEach
    void open() throws IOException {
        StandIn.script();
        workspace = Workspace.onDisk();
        root = workspace.root();
        Files.writeString(root.resolve("a"), "content");
    }

    @AfterEach
    void leave() {
        StandIn.leave();
    }

    /** The watcher inspects when a sync asks for it, and only what the stand-in reported. */
    private FileWatcher start() throws IOException {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .quietPeriod(MINUTE)
                .maxDelay(MINUTE)
                .build();
        return FileWatcher.start(
                options,
                batch ->
                        batch.forEach(change -> delivered.add(change.kind() + " " + Words.below(root, change.path()))));
    }

    private List<String> deliveredAfter(FileWatcher watcher, int flag, String... names) throws Exception {
        delivered.clear();
        StandIn.deliver(Stream.of(names)
                .map(name -> new Event("/private" + root.resolve(name), flag, StandIn.newest() + 1))
                .toList());
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        return List.copyOf(delivered);
    }

    private static void touchBack(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    }

    @Test
    void aFileWhoseTimeIsSetBackIsModified() throws Exception {
        try (FileWatcher watcher = start()) {
            touchBack(root.resolve("a"));
            assertThat(deliveredAfter(watcher, FsEvents.kFSEventStreamEventFlagItemInodeMetaMod, "a"))
                    .containsOnly("MODIFIED a");
        }
    }

    @Test
    void aFileWhoseTimeIsSetBackAndThatIsRenamedHasMoved() throws Exception {
        try (FileWatcher watcher = start()) {
            touchBack(root.resolve("a"));
            Files.move(root.resolve("a"), root.resolve("b"));
            assertThat(deliveredAfter(watcher, FsEvents.kFSEventStreamEventFlagItemRenamed, "a", "b"))
                    .filteredOn(line -> !line.startsWith("MODIFIED"))
                    .containsExactly("MOVED b");
        }
    }

    /** Where ids are given again, the time of birth shows who has one. */
    @Test
    void onOtherVolumesAnotherBirthIsAnotherFile() throws Exception {
        StandIn.volume(0x1000, "msdos");
        try (FileWatcher watcher = start()) {
            touchBack(root.resolve("a"));
            Files.move(root.resolve("a"), root.resolve("b"));
            assertThat(deliveredAfter(watcher, FsEvents.kFSEventStreamEventFlagItemRenamed, "a", "b"))
                    .contains("DELETED a", "CREATED b");
        }
    }
}
