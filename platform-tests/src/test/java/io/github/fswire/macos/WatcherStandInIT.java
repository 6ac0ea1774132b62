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

/** A watcher on what FSEvents may say. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
class WatcherStandInIT extends StandInTest {
    @TempDir
    private Path state;

    private static String line(Change change) {
        return change.kind() + " " + change.path().getFileName();
    }

    private FileWatcher start(Queue<String> told) throws IOException {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .backend("fsevents")
                .quietPeriod(Duration.ofMillis(1))
                .build();
        return FileWatcher.start(options, batch -> batch.forEach(change -> told.add(line(change))));
    }

    /** A volume that does not tell cases apart finds the entry under either name. */
    @Test
    void G1_namesThatAreSpelledOtherwise() throws Exception {
        StandIn.caseInsensitive();
        Files.writeString(root.resolve("Known"), "");
        Files.writeString(root.resolve("u\u0308ber"), "");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(told)) {
            assertThat(watcher.statistics().binding()).isEqualTo(Lane.expectedBinding());
            Files.writeString(root.resolve("Known"), "more");
            Files.writeString(root.resolve("new"), "");
            deliver(event("KNOWN", kFSEventStreamEventFlagItemModified), event("NEW", CREATED));
            Eventually.await().until(() -> told.contains("MODIFIED Known") && told.contains("CREATED new"));
            Files.delete(root.resolve("u\u0308ber"));
            deliver(event("\u00fcber", kFSEventStreamEventFlagItemRemoved));
            Eventually.await().until(() -> told.contains("DELETED u\u0308ber"));
            Files.delete(root.resolve("Known"));
            deliver(event("kNOWN", kFSEventStreamEventFlagItemRemoved));
            Eventually.await().until(() -> told.contains("DELETED Known"));
            Files.move(root.resolve("new"), root.resolve("New"));
            deliver(event("New", kFSEventStreamEventFlagItemRenamed), event("new", kFSEventStreamEventFlagItemRenamed));
            // In two parts if "new" was inspected by the clock, because of a coarse time stamp, before its events came.
            Eventually.await().until(() -> told.contains("MOVED New") || told.contains("CREATED New"));
            assertThat(told).doesNotContain("CREATED NEW");
        }
    }

    /** Only what is below the path that must be scanned is looked at, and all of it. */
    @Test
    void G3_aScanOfAPartFindsWhatHasChangedThere() throws Exception {
        Files.createDirectories(root.resolve("a/b/c"));
        Files.createDirectories(root.resolve("z"));
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(told)) {
            Files.createFile(root.resolve("a/b/c/f"));
            Files.createFile(root.resolve("z/unheard"));
            deliver(event("a/b", kFSEventStreamEventFlagMustScanSubDirs));
            Eventually.await().until(() -> told.contains("CREATED f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(told).doesNotContain("CREATED unheard");
            deliver(new StandIn.Event("/", kFSEventStreamEventFlagUserDropped, ++lastId));
            Eventually.await().until(() -> told.contains("CREATED unheard"));
        }
    }

    /** The other root goes on as before. */
    @Test
    void G3_whatOneRootLosesIsLookedForThereOnly() throws Exception {
        Path first = Files.createDirectory(root.resolve("first"));
        Path second = Files.createDirectory(root.resolve("second"));
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(first)
                .root(second)
                .quietPeriod(Duration.ofMillis(1))
                .build();
        try (FileWatcher watcher =
                FileWatcher.start(options, batch -> batch.forEach(change -> told.add(line(change))))) {
            Files.createFile(first.resolve("lost"));
            Files.createFile(second.resolve("unheard"));
            deliver(event("first", kFSEventStreamEventFlagMustScanSubDirs));
            Eventually.await().until(() -> told.contains("CREATED lost"));
            sync(watcher);
            assertThat(told).doesNotContain("CREATED unheard");
            assertThat(watcher.statistics().overflows()).isEqualTo(1);
            deliver(event("second/unheard", CREATED));
            Eventually.await().until(() -> told.contains("CREATED unheard"));
        }
    }

    /** Flags of what was before count for nothing but a look. */
    @Test
    void flagsThatComeAgainTellNothing() throws Exception {
        Files.writeString(root.resolve("f"), "");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(told)) {
            int piled = CREATED | kFSEventStreamEventFlagItemModified | kFSEventStreamEventFlagItemRenamed;
            deliver(event("f", piled), event("f", piled), event("gone", piled));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.statistics().rawEvents()).isPositive();
            assertThat(told.stream().filter(line -> !line.equals("MODIFIED f"))).isEmpty(); // its clock is coarse
        }
    }

    /** What is looked at again for its coarse time does not take along what is not ripe yet. */
    @Test
    void aMoveStaysInOnePiece() throws Exception {
        Files.createFile(root.resolve("before"));
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = startQuietly(told)) {
            Files.createFile(root.resolve("f"));
            deliver(event("f", CREATED));
            sync(watcher);
            Files.move(root.resolve("before"), root.resolve("after"));
            deliver(event("before", kFSEventStreamEventFlagItemRenamed));
            StandIn.passTheTick();
            deliver(event("after", kFSEventStreamEventFlagItemRenamed));
            sync(watcher);
            assertThat(told).contains("MOVED after").doesNotContain("DELETED before", "CREATED after");
        }
    }

    /** What is looked at again for its coarse time may have moved away before anything is told of that. */
    @Test
    void aMoveThatIsSeenBeforeItIsToldIsOneToo() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = startQuietly(told)) {
            Files.createFile(root.resolve("f"));
            deliver(event("f", CREATED));
            sync(watcher);
            Files.move(root.resolve("f"), root.resolve("after"));
            StandIn.passTheTick();
            deliver(event("f", kFSEventStreamEventFlagItemRenamed));
            deliver(event("after", kFSEventStreamEventFlagItemRenamed));
            sync(watcher);
            assertThat(told).contains("MOVED after").doesNotContain("DELETED f", "CREATED after");
        }
    }

    private FileWatcher startQuietly(Queue<String> told) throws IOException {
        Duration minute = Duration.ofMinutes(1);
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .quietPeriod(minute)
                .maxDelay(minute)
                .build();
        return FileWatcher.start(options, batch -> batch.forEach(change -> told.add(line(change))));
    }

    private FileWatcher resume(Queue<String> told, String exclusion) throws IOException {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .exclude(exclusion)
                .checkpoint(state.resolve("checkpoint"))
                .quietPeriod(Duration.ofMillis(1))
                .build();
        return FileWatcher.start(options, batch -> batch.forEach(change -> told.add(line(change))));
    }

    private FileWatcher resumeWhileEventsAreDropped(Queue<String> told) throws Exception {
        int streams = Collections.frequency(StandIn.calls(), "FSEventStreamStart");
        StandIn.gate(true);
        CompletableFuture<FileWatcher> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return resume(told, "*.tmp");
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

    /** Without a look at everything: what no event tells is not found, which cannot happen on a Mac. */
    @Test
    void aCheckpointIsResumedByTheKernelsHistory() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Files.createDirectory(root.resolve("d"));
        try (FileWatcher watcher = resume(told, "*.o")) {
            Files.createFile(root.resolve("d/before"));
            deliver(event("d/before", CREATED));
            Eventually.await().until(() -> told.contains("CREATED before"));
            sync(watcher);
            sync(watcher);
            Files.setLastModifiedTime(root.resolve("d/before"), FileTime.fromMillis(0));
            deliver(event("d/before", kFSEventStreamEventFlagItemModified));
            sync(watcher); // longer ago than the clock is coarse
            deliver(event("d", kFSEventStreamEventFlagItemModified | kFSEventStreamEventFlagItemIsDir));
            sync(watcher);
        }
        told.clear();
        Files.createFile(root.resolve("d/heard"));
        Files.createFile(root.resolve("d/unheard"));
        long before = StandIn.newest();
        try (FileWatcher watcher = resume(told, "*.o")) {
            assertThat(StandIn.since()).as("where the last one was").isLessThan(before);
            assertThat(StandIn.isWhole()).as("nothing is left out").isTrue();
            deliver(event("d/heard", CREATED), event("", kFSEventStreamEventFlagHistoryDone));
            sync(watcher);
            assertThat(told).containsExactly("CREATED heard");
        }
        try (FileWatcher watcher = resume(told, "*.tmp")) { // sees something else
            sync(watcher);
            assertThat(told).contains("CREATED unheard");
        }
        told.clear();
        Files.createFile(root.resolve("d/again"));
        StandIn.uuid("another");
        long newest = StandIn.newest();
        try (FileWatcher watcher = resume(told, "*.tmp")) {
            assertThat(StandIn.since()).as("of another history").isGreaterThanOrEqualTo(newest);
            sync(watcher);
            assertThat(told).contains("CREATED again");
        }
        told.clear();
        Files.createFile(root.resolve("d/unknown"));
        StandIn.fail("FSEventsCopyUUIDForDevice", 1, 0, 1); // a volume without a history
        try (FileWatcher watcher = resume(told, "*.tmp")) {
            sync(watcher);
            assertThat(told).contains("CREATED unknown");
        }
        told.clear();
        Files.createFile(root.resolve("d/dropped"));
        try (FileWatcher watcher = resumeWhileEventsAreDropped(told)) {
            sync(watcher);
            assertThat(told).contains("CREATED dropped");
        }
        told.clear();
        Files.createFile(root.resolve("d/wrapped"));
        try (FileWatcher watcher = resume(told, "*.tmp")) {
            deliver(new StandIn.Event("/", kFSEventStreamEventFlagEventIdsWrapped, 0));
            sync(watcher);
            assertThat(told).contains("CREATED wrapped");
        }
    }

    /** Then everything is looked at in its stead, once. */
    @Test
    void G5_aFenceOfWhichNoEventComes() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = start(told)) {
            StandIn.deaf();
            for (int i = 1; i <= 2; i++) {
                Files.createFile(root.resolve("f" + i));
                sync(watcher);
                assertThat(told).contains("CREATED f" + i);
                assertThat(watcher.statistics().overflows()).isEqualTo(i);
            }
        }
    }

    /** The watcher follows it, as the first look does. */
    @Test
    void aRootThatIsALinkIsWatchedWhereItLeads() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        Path link = Files.createSymbolicLink(root.resolve("link"), directory);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder().root(link).build();
        try (FileWatcher watcher =
                FileWatcher.start(options, batch -> batch.forEach(change -> told.add(line(change))))) {
            Files.createFile(directory.resolve("f"));
            deliver(event("d/f", CREATED));
            Eventually.await().until(() -> told.contains("CREATED f"));
            assertThat(watcher.statistics().watches()).isEqualTo(1);
            assertThat(watcher.statistics().degraded() + watcher.statistics().polls())
                    .isZero();
        }
    }

    @Test
    void aNetworkVolumeIsPolled() throws Exception {
        StandIn.volume(0, "smbfs");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .pollInterval(Duration.ofMillis(10))
                .build();
        try (FileWatcher watcher =
                FileWatcher.start(options, batch -> batch.forEach(change -> told.add(line(change))))) {
            Files.createFile(root.resolve("f"));
            Eventually.await().until(() -> told.contains("CREATED f"));
            assertThat(watcher.statistics().polls()).isPositive();
            assertThat(watcher.statistics().watches()).isZero();
        }
    }
}
