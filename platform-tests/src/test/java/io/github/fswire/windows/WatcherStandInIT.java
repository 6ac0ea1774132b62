package io.github.fswire.windows;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.WinError;
import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A watcher on what Windows may do and Wine does not. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class WatcherStandInIT extends StandInTest {
    @Test
    void G1_aRemoteRootIsWatched() throws Exception {
        StandIn.remote(true, 3);
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            Files.writeString(root.resolve("f"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.coarsely(delivered, "CREATED f");
        }
    }

    /** The watch is that of where it leads. */
    @Test
    void G1_aRootMayBeALink() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        Path link = Files.createSymbolicLink(root.resolve("l"), directory);
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(link)
                .backend("readdirectorychanges")
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, recording(delivered))) {
            assertThat(watcher.statistics().watches()).isEqualTo(1);
            Files.writeString(directory.resolve("f"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Deliveries.coarsely(delivered, "CREATED f");
        }
    }

    @Test
    void G1_aWatchThatFailsIsBegunAnew() throws Exception {
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            Files.writeString(root.resolve("a"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            await().until(() -> delivered.contains("CREATED a"));
            Files.writeString(root.resolve("b"), ""); // which is not reported
            StandIn.bring(1, 0xC000020C, new byte[0], 0); // STATUS_CONNECTION_DISCONNECTED
            await().until(() ->
                    delivered.contains("CREATED b") && watcher.statistics().watches() == 1);
            Files.writeString(root.resolve("c"), "");
            StandIn.bring(2, new Records(true).add(ADDED, "c"));
            await().until(() -> delivered.contains("CREATED c"));
            assertThat(watcher.statistics().errors()).isEqualTo(1);
        }
    }

    @Test
    void G1_aRootThatWasDeletedIsWatchedAgainWhenItIsThere() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        Files.writeString(directory.resolve("a"), "");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(directory)
                .backend("readdirectorychanges")
                .pollInterval(Duration.ofMillis(10))
                .quietPeriod(Duration.ofMillis(1))
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, recording(delivered))) {
            Files.delete(directory.resolve("a"));
            Files.delete(directory);
            StandIn.bring(1, WinError.STATUS_ACCESS_DENIED, new byte[0], 0);
            await().until(() -> delivered.contains("DELETED d"));
            Files.createDirectory(directory);
            await().until(() ->
                    delivered.contains("CREATED d") && watcher.statistics().watches() == 1);
            Files.writeString(directory.resolve("b"), "");
            StandIn.bring(2, new Records(true).add(ADDED, "b"));
            await().until(() -> delivered.contains("CREATED b"));
            assertThat(watcher.statistics().errors()).isZero();
        }
    }

    @Test
    void G1_theHalvesOfARenameThatComeApartAreOneMove() throws Exception {
        Files.writeString(Files.createDirectory(root.resolve("d")).resolve("a"), "");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        Duration minute = Duration.ofMinutes(1);
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .backend("readdirectorychanges")
                .quietPeriod(minute)
                .maxDelay(minute)
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, recording(delivered))) {
            Files.move(root.resolve("d/a"), root.resolve("b"));
            StandIn.bring(1, new Records(true).add(OLD_NAME, "d\\a"));
            StandIn.bring(1, new Records(true).add(NEW_NAME, "b"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.coarsely(delivered, "MOVED b");
    }

    /** NTFS calls a directory modified for each entry that comes or goes. */
    @Test
    void whatHappensInADirectoryIsNoChangeOfIt() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            Files.createFile(directory.resolve("f"));
            StandIn.bring(1, new Records(true).add(ADDED, "d\\f").add(MODIFIED, "d"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        assertThat(delivered).containsOnlyOnce("CREATED f").doesNotContain("MODIFIED d");
    }

    @Test
    void G1_aDirectoryOfARecordMayHaveItsShortName() throws Exception {
        Path directory = Files.createDirectory(root.resolve("long directory"));
        StandIn.alias("LONGDI~1", "long directory");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            Files.writeString(directory.resolve("f"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "LONGDI~1\\f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.coarsely(delivered, "CREATED f");
    }

    /** A name with a number behind a tilde may be that of an entry which listings name otherwise. */
    @Test
    void G1_shortNames() throws Exception {
        Files.writeString(root.resolve("long name.text"), "");
        Path inside = Files.createDirectory(root.resolve("long directory")).resolve("f");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .backend("readdirectorychanges")
                .quietPeriod(Duration.ofMillis(1))
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> batch.changes()
                .forEach(change -> delivered.add(change.kind() + " " + name(change))))) {
            assertThat(watcher.statistics().binding()).isEqualTo(Lane.expectedBinding());
            Files.writeString(root.resolve("long name.text"), "more");
            StandIn.bring(1, new Records(true).add(MODIFIED, "LONGNA~1.TEX"));
            await().until(() -> delivered.contains("MODIFIED long name.text"));
            Files.delete(root.resolve("long name.text"));
            StandIn.bring(1, new Records(true).add(REMOVED, "LONGNA~1.TEX"));
            await().until(() -> delivered.contains("DELETED long name.text"));
            Files.writeString(inside, "");
            StandIn.bring(1, new Records(true).add(ADDED, "long directory\\f"));
            await().until(() -> delivered.contains("CREATED f"));
        }
    }

    /** As some servers do: then it is polled, and that is reported once. */
    @Test
    void G1_aFileSystemThatRefusesIsPolled() throws Exception {
        StandIn.fail("ReadDirectoryChangesExW", WinError.ERROR_INVALID_FUNCTION, 0, 1000);
        StandIn.fail("ReadDirectoryChangesW", WinError.ERROR_INVALID_FUNCTION, 0, 1000);
        assertPolled("ERROR_INVALID_FUNCTION");
    }

    /** Servers answer later than the call returns. */
    @ParameterizedTest
    @CsvSource({
        "0xC00000BB, 2, ERROR_NOT_SUPPORTED", // STATUS_NOT_SUPPORTED
        "0xC0000002, 2, ERROR_INVALID_FUNCTION", // STATUS_NOT_IMPLEMENTED
        "0xC0000010, 2, ERROR_INVALID_FUNCTION", // STATUS_INVALID_DEVICE_REQUEST
        "0xC000000D, 4, ERROR_INVALID_PARAMETER", // STATUS_INVALID_PARAMETER
    })
    void G1_aFileSystemThatRefusesWithTheCompletionIsPolled(String status, int reads, String symbol) throws Exception {
        StandIn.refuse(Long.decode(status).intValue(), 0, false);
        assertPolled(symbol);
        assertThat(StandIn.reads()).as("less each time, and then never again").isEqualTo(reads);
    }

    private void assertPolled(String symbol) throws Exception {
        Path inside = Files.createDirectory(root.resolve("d"));
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            await().until(() -> delivered.contains("degraded " + symbol));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Files.writeString(inside.resolve("f"), "");
            await().until(() -> delivered.contains("CREATED f"));
            assertThat(watcher.statistics().polls()).isPositive();
        }
        assertThat(delivered).first().isEqualTo("degraded " + symbol);
        assertThat(delivered).filteredOn(line -> line.startsWith("degraded")).hasSize(1);
    }

    private WatchOptions polling() {
        return WatchOptions.builder()
                .root(root)
                .backend("readdirectorychanges")
                .pollInterval(Duration.ofMillis(10))
                .quietPeriod(Duration.ofMillis(1))
                .build();
    }

    private static ChangeListener recording(Queue<String> delivered) {
        return new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {
                batch.changes().forEach(change -> delivered.add(change.kind() + " " + name(change)));
            }

            @Override
            public void onDegraded(DegradedNotice notice) {
                delivered.add("degraded " + notice.reason().symbol());
            }
        };
    }

    /** It is tried again every interval. */
    @Test
    void G1_aServerThatCannotBeReachedAtFirstIsWatchedLater() throws Exception {
        StandIn.refuse(0xC00000BE, 0, false); // STATUS_BAD_NETWORK_PATH
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            await().until(() -> delivered.contains("degraded ERROR_BAD_NETPATH"));
            Files.writeString(root.resolve("f"), "");
            await().until(() -> delivered.contains("CREATED f"));
            StandIn.refuse(0, 0, false);
            await().until(() ->
                    watcher.statistics().degraded() == 0 && watcher.statistics().watches() == 1);
            assertThat(watcher.statistics().polls()).isZero();
        }
    }

    /** What is on a share counts as there for as long as its server cannot be reached. */
    @Test
    void G1_aServerThatCannotBeReachedForAWhileHasLostNothing() throws Exception {
        Path file = Files.writeString(root.resolve("f"), "");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            StandIn.fail("CreateFileW", WinError.ERROR_BAD_NETPATH, 0, 20);
            Files.writeString(file, "more");
            StandIn.bring(1, new Records(true).add(MODIFIED, "f"));
            await().until(() -> delivered.contains("degraded ERROR_BAD_NETPATH"));
            await().until(() -> watcher.statistics().degraded() == 0);
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.coarsely(delivered, "degraded ERROR_BAD_NETPATH", "MODIFIED f");
    }

    /** File systems in user space may have none. */
    @Test
    void G1_withoutIdsNothingHasMoved() throws Exception {
        StandIn.numbered(false);
        Path directory = Files.createDirectory(root.resolve("d"));
        Path file = Files.writeString(directory.resolve("f"), "");
        Files.writeString(directory.resolve("other"), "");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), recording(delivered))) {
            Files.writeString(file, "more");
            StandIn.bring(1, new Records(true).add(MODIFIED, "d\\f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Files.move(directory, root.resolve("e"));
            StandIn.bring(1, new Records(true).add(OLD_NAME, "d").add(NEW_NAME, "e"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.coarsely(
                delivered,
                "MODIFIED f",
                "DELETED f",
                "DELETED other",
                "DELETED d",
                "CREATED e",
                "CREATED f",
                "CREATED other");
    }

    private static String name(Change change) {
        return change.path().getFileName().toString();
    }
}
