package io.github.fswire.macos;

import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagEventIdsWrapped;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagHistoryDone;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemIsDir;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemModified;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemRemoved;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemRenamed;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagKernelDropped;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagMustScanSubDirs;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagUserDropped;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A watcher on what FSEvents may report. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
class WatcherStandInIT extends StandInTest {
    @TempDir
    private Path state;

    private static String line(Change change) {
        return change.kind() + " " + change.path().getFileName();
    }

    private FileWatcher start(Queue<String> delivered) throws IOException {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .backend("fsevents")
                .quietPeriod(Duration.ofMillis(1))
                .build();
        return FileWatcher.start(options, batch -> batch.forEach(change -> delivered.add(line(change))));
    }

    /** A volume that does not distinguish cases finds the entry under either name. */
    @Test
    void G1_namesThatAreSpelledOtherwise() throws Exception {
        StandIn.caseInsensitive();
        Files.writeString(root.resolve("Known"), "");
        Files.writeString(root.resolve("u\u0308ber"), "");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(delivered)) {
            assertThat(watcher.statistics().binding()).isEqualTo(Lane.expectedBinding());
            Files.writeString(root.resolve("Known"), "more");
            Files.writeString(root.resolve("new"), "");
            deliver(event("KNOWN", kFSEventStreamEventFlagItemModified), event("NEW", CREATED));
            Eventually.await().until(() -> delivered.contains("MODIFIED Known") && delivered.contains("CREATED new"));
            Files.delete(root.resolve("u\u0308ber"));
            deliver(event("\u00fcber", kFSEventStreamEventFlagItemRemoved));
            Eventually.await().until(() -> delivered.contains("DELETED u\u0308ber"));
            Files.delete(root.resolve("Known"));
            deliver(event("kNOWN", kFSEventStreamEventFlagItemRemoved));
            Eventually.await().until(() -> delivered.contains("DELETED Known"));
            Files.move(root.resolve("new"), root.resolve("New"));
            deliver(event("New", kFSEventStreamEventFlagItemRenamed), event("new", kFSEventStreamEventFlagItemRenamed));
            // In two parts if "new" was inspected by the clock, because of a coarse time stamp, before its events came.
            Eventually.await().until(() -> delivered.contains("MOVED New") || delivered.contains("CREATED New"));
            assertThat(delivered).doesNotContain("CREATED NEW");
        }
    }

    /** Only what is below the path that must be scanned is inspected, and all of it. */
    @Test
    void G3_aScanOfAPartFindsWhatHasChangedThere() throws Exception {
        Files.createDirectories(root.resolve("a/b/c"));
        Files.createDirectories(root.resolve("z"));
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(delivered)) {
            Files.createFile(root.resolve("a/b/c/f"));
            Files.createFile(root.resolve("z/unreported"));
            deliver(event("a/b", kFSEventStreamEventFlagMustScanSubDirs));
            Eventually.await().until(() -> delivered.contains("CREATED f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).doesNotContain("CREATED unreported");
            deliver(new StandIn.Event("/", kFSEventStreamEventFlagUserDropped, ++lastId));
            Eventually.await().until(() -> delivered.contains("CREATED unreported"));
        }
    }

    /** The other root goes on as before. */
    @Test
    void G3_whatOneRootLosesIsLookedForThereOnly() throws Exception {
        Path first = Files.createDirectory(root.resolve("first"));
        Path second = Files.createDirectory(root.resolve("second"));
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(first)
                .root(second)
                .quietPeriod(Duration.ofMillis(1))
                .build();
        try (FileWatcher watcher =
                FileWatcher.start(options, batch -> batch.forEach(change -> delivered.add(line(change))))) {
            Files.createFile(first.resolve("lost"));
            Files.createFile(second.resolve("unreported"));
            deliver(event("first", kFSEventStreamEventFlagMustScanSubDirs));
            Eventually.await().until(() -> delivered.contains("CREATED lost"));
            sync(watcher);
            assertThat(delivered).doesNotContain("CREATED unreported");
            assertThat(watcher.statistics().overflows()).isEqualTo(1);
            deliver(event("second/unreported", CREATED));
            Eventually.await().until(() -> delivered.contains("CREATED unreported"));
        }
    }

    /** Flags of what was before cause nothing but an inspection. */
    @Test
    void flagsThatComeAgainMeanNothing() throws Exception {
        Files.writeString(root.resolve("f"), "");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(delivered)) {
            int piled = CREATED | kFSEventStreamEventFlagItemModified | kFSEventStreamEventFlagItemRenamed;
            deliver(event("f", piled), event("f", piled), event("gone", piled));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().rawEvents()).isPositive();
            assertThat(delivered.stream().filter(line -> !line.equals("MODIFIED f")))
                    .isEmpty(); // its clock is coarse
        }
    }

    /** What is inspected again for its coarse time does not take along what is not due yet. */
    @Test
    void aMoveStaysInOnePiece() throws Exception {
        Files.createFile(root.resolve("before"));
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = startQuietly(delivered)) {
            Files.createFile(root.resolve("f"));
            deliver(event("f", CREATED));
            sync(watcher);
            Files.move(root.resolve("before"), root.resolve("after"));
            deliver(event("before", kFSEventStreamEventFlagItemRenamed));
            StandIn.passTheTick();
            deliver(event("after", kFSEventStreamEventFlagItemRenamed));
            sync(watcher);
            assertThat(delivered).contains("MOVED after").doesNotContain("DELETED before", "CREATED after");
        }
    }

    /** What is inspected again for its coarse time may have moved away before that is reported. */
    @Test
    void aMoveThatIsSeenBeforeItIsReportedIsOneToo() throws Exception {
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = startQuietly(delivered)) {
            Files.createFile(root.resolve("f"));
            deliver(event("f", CREATED));
            sync(watcher);
            Files.move(root.resolve("f"), root.resolve("after"));
            StandIn.passTheTick();
            deliver(event("f", kFSEventStreamEventFlagItemRenamed));
            deliver(event("after", kFSEventStreamEventFlagItemRenamed));
            sync(watcher);
            assertThat(delivered).contains("MOVED after").doesNotContain("DELETED f", "CREATED after");
        }
    }

    private FileWatcher startQuietly(Queue<String> delivered) throws IOException {
        Duration minute = Duration.ofMinutes(1);
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .quietPeriod(minute)
                .maxDelay(minute)
                .build();
        return FileWatcher.start(options, batch -> batch.forEach(change -> delivered.add(line(change))));
    }

    private FileWatcher resume(Queue<String> delivered, String exclusion) throws IOException {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .exclude(exclusion)
                .checkpoint(state.resolve("checkpoint"))
                .quietPeriod(Duration.ofMillis(1))
                .build();
        return FileWatcher.start(options, batch -> batch.forEach(change -> delivered.add(line(change))));
    }

    private FileWatcher resumeWhileEventsAreDropped(Queue<String> delivered) throws Exception {
        int streams = Collections.frequency(StandIn.calls(), "FSEventStreamStart");
        StandIn.gate(true);
        CompletableFuture<FileWatcher> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return resume(delivered, "*.tmp");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Eventually.await().until(() -> Collections.frequency(StandIn.calls(), "FSEventStreamStart") == streams + 2);
        deliver(new StandIn.Event("/", kFSEventStreamEventFlagKernelDropped, ++lastId));
        StandIn.gate(false);
        return starting.get();
    }

    private static void sync(FileWatcher watcher) throws InterruptedException {
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
    }

    /** Without a rescan: what no event reports is not found, which cannot happen on a Mac. */
    @Test
    void aCheckpointIsResumedByTheKernelsHistory() throws Exception {
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        Files.createDirectory(root.resolve("d"));
        try (FileWatcher watcher = resume(delivered, "*.o")) {
            Files.createFile(root.resolve("d/before"));
            deliver(event("d/before", CREATED));
            Eventually.await().until(() -> delivered.contains("CREATED before"));
            sync(watcher);
            sync(watcher);
            Files.setLastModifiedTime(root.resolve("d/before"), FileTime.fromMillis(0));
            deliver(event("d/before", kFSEventStreamEventFlagItemModified));
            sync(watcher); // longer ago than the clock is coarse
            deliver(event("d", kFSEventStreamEventFlagItemModified | kFSEventStreamEventFlagItemIsDir));
            sync(watcher);
        }
        delivered.clear();
        Files.createFile(root.resolve("d/reported"));
        Files.createFile(root.resolve("d/unreported"));
        long before = StandIn.newest();
        try (FileWatcher watcher = resume(delivered, "*.o")) {
            assertThat(StandIn.since()).as("where the last one was").isLessThan(before);
            assertThat(StandIn.isWhole()).as("nothing is left out").isTrue();
            deliver(event("d/reported", CREATED), event("", kFSEventStreamEventFlagHistoryDone));
            sync(watcher);
            assertThat(delivered).containsExactly("CREATED reported");
        }
        try (FileWatcher watcher = resume(delivered, "*.tmp")) { // sees something else
            sync(watcher);
            assertThat(delivered).contains("CREATED unreported");
        }
        delivered.clear();
        Files.createFile(root.resolve("d/again"));
        StandIn.uuid("another");
        long newest = StandIn.newest();
        try (FileWatcher watcher = resume(delivered, "*.tmp")) {
            assertThat(StandIn.since()).as("of another history").isGreaterThanOrEqualTo(newest);
            sync(watcher);
            assertThat(delivered).contains("CREATED again");
        }
        delivered.clear();
        Files.createFile(root.resolve("d/unknown"));
        StandIn.fail("FSEventsCopyUUIDForDevice", 1, 0, 1); // a volume without a history
        try (FileWatcher watcher = resume(delivered, "*.tmp")) {
            sync(watcher);
            assertThat(delivered).contains("CREATED unknown");
        }
        delivered.clear();
        Files.createFile(root.resolve("d/dropped"));
        try (FileWatcher watcher = resumeWhileEventsAreDropped(delivered)) {
            sync(watcher);
            assertThat(delivered).contains("CREATED dropped");
        }
        delivered.clear();
        Files.createFile(root.resolve("d/wrapped"));
        try (FileWatcher watcher = resume(delivered, "*.tmp")) {
            deliver(new StandIn.Event("/", kFSEventStreamEventFlagEventIdsWrapped, 0));
            sync(watcher);
            assertThat(delivered).contains("CREATED wrapped");
        }
    }

    /** Then everything is rescanned in its stead, once. */
    @Test
    void G5_aFenceOfWhichNoEventComes() throws Exception {
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(delivered)) {
            StandIn.deaf();
            for (int i = 1; i <= 2; i++) {
                Files.createFile(root.resolve("f" + i));
                sync(watcher);
                assertThat(delivered).contains("CREATED f" + i);
                assertThat(watcher.statistics().overflows()).isEqualTo(i);
            }
        }
    }

    /** The watcher follows it, as the first listing does. */
    @Test
    void aRootThatIsALinkIsWatchedWhereItLeads() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        Path link = Files.createSymbolicLink(root.resolve("link"), directory);
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder().root(link).build();
        try (FileWatcher watcher =
                FileWatcher.start(options, batch -> batch.forEach(change -> delivered.add(line(change))))) {
            Files.createFile(directory.resolve("f"));
            deliver(event("d/f", CREATED));
            Eventually.await().until(() -> delivered.contains("CREATED f"));
            assertThat(watcher.statistics().watches()).isEqualTo(1);
            assertThat(watcher.statistics().degraded() + watcher.statistics().polls())
                    .isZero();
        }
    }

    @Test
    void aNetworkVolumeIsPolled() throws Exception {
        StandIn.volume(0, "smbfs");
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .pollInterval(Duration.ofMillis(10))
                .build();
        try (FileWatcher watcher =
                FileWatcher.start(options, batch -> batch.forEach(change -> delivered.add(line(change))))) {
            Files.createFile(root.resolve("f"));
            sync(watcher); // a poll counts when its cycle is over
            assertThat(delivered).contains("CREATED f");
            assertThat(watcher.statistics().polls()).isPositive();
            assertThat(watcher.statistics().watches()).isZero();
        }
    }
}
