package io.github.fswire.macos;

import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagEventIdsWrapped;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagHistoryDone;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemCreated;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemIsDir;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemIsFile;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemModified;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemRemoved;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemRenamed;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagKernelDropped;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagMount;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagMustScanSubDirs;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagRootChanged;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagUnmount;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagUserDropped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.calls.MacErrno;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The macOS backend, by the binding of the lane, on a stand-in for FSEvents that is told what to say. Every test ends with as many
 * native objects and as much native memory as it began with, and with nothing done that a Mac would punish.
 */
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
class FsEventsStandInIT implements RawEventHandler {
    private static final int CREATED = kFSEventStreamEventFlagItemCreated | kFSEventStreamEventFlagItemIsFile;

    @TempDir
    Path root;

    private final List<String> heard = new ArrayList<>(); // guarded by this
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile Consumer<RawEvent> onEvent = event -> {};
    private Set<Path> fences = Set.of();
    private int live;
    private long bytes;
    private long lastId = 1L << 41;

    @BeforeEach
    void standIn() throws IOException {
        StandIn.script();
        live = StandIn.live();
        fences = fenceDirectories();
        bytes = NativeMemory.liveBytes();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        StandIn.leave();
        assertThat(StandIn.live()).as("native objects").isEqualTo(live);
        assertThat(NativeMemory.liveBytes()).as("native bytes").isEqualTo(bytes);
        assertThat(fenceDirectories()).as("directories of fences").isEqualTo(fences);
    }

    /** Also those of others, which may have been killed. */
    private static Set<Path> fenceDirectories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(path -> path.getFileName().toString().startsWith("fswire-fences-"))
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public void onEvent(RawEvent event) {
        note(event);
        onEvent.accept(event);
    }

    private synchronized void note(RawEvent event) {
        StringBuilder line = new StringBuilder();
        for (RawKind kind : RawKind.values()) {
            line.append(kind.in(event.kinds()) ? kind + " " : "");
        }
        heard.add(line.append(event.nameLength() == 0 ? "." : event.toName()).toString());
    }

    @Override
    public void onOverflow(RawEvent event) {
        note(event);
    }

    @Override
    public void onFence(Object token) {
        ((CountDownLatch) token).countDown();
    }

    @Override
    public void onFailure(Exception failure) {
        failures.add(failure);
    }

    @Override
    public void onTerminated() {
        terminated.countDown();
    }

    private RawSession open() throws WatchException {
        RawSession session = new FsEventsBackend().open(this, RawOptions.DEFAULT);
        assertThat(session.binding()).isEqualTo(Lane.expectedBinding());
        return session;
    }

    private RawWatch watch(RawSession session) throws WatchException {
        return session.watch(NativeName.of(root), "root");
    }

    private StandIn.Event event(String name, int flags) {
        return new StandIn.Event("/private" + root + (name.isEmpty() ? "" : "/" + name), flags, ++lastId);
    }

    private static void deliver(StandIn.Event... events) {
        StandIn.deliver(Arrays.asList(events));
    }

    /** What was heard since the last time, up to now. */
    private List<String> heard(RawSession session) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        session.fence(passed);
        assertThat(passed.await(10, TimeUnit.MINUTES))
                .as("the fence has passed")
                .isTrue();
        synchronized (this) {
            List<String> result = List.copyOf(heard);
            heard.clear();
            return result;
        }
    }

    @Test
    void flagsAreHintsOfKinds() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            List<Integer> masks = Collections.synchronizedList(new ArrayList<>());
            onEvent = event -> masks.add(event.nativeMask());
            int piled = CREATED | kFSEventStreamEventFlagItemModified | kFSEventStreamEventFlagItemRemoved | 0x40000000;
            deliver(
                    event("a/\u00e4\ud83d\ude00", CREATED),
                    event("b", kFSEventStreamEventFlagItemRenamed | kFSEventStreamEventFlagItemIsDir),
                    event("c", piled),
                    event("", kFSEventStreamEventFlagItemModified | kFSEventStreamEventFlagItemIsDir),
                    new StandIn.Event("/private" + root + "x/other", CREATED, ++lastId),
                    new StandIn.Event("/elsewhere", CREATED, ++lastId));
            assertThat(heard(session))
                    .containsExactly(
                            "CREATED a/\u00e4\ud83d\ude00",
                            "MOVED_FROM MOVED_TO b",
                            "CREATED MODIFIED DELETED c",
                            "MODIFIED .");
            assertThat(masks).element(2).isEqualTo(piled);
        }
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void whatIsLostIsAnOverflowOfAsMuch() throws Exception {
        int scan = kFSEventStreamEventFlagMustScanSubDirs;
        try (RawSession session = open()) {
            watch(session);
            deliver(event("a/b", scan), event("", scan), new StandIn.Event("/private", scan, ++lastId));
            assertThat(heard(session)).containsExactly("OVERFLOW a/b", "OVERFLOW .", "OVERFLOW .");
            deliver(new StandIn.Event("/", scan | kFSEventStreamEventFlagKernelDropped, ++lastId));
            deliver(event("a", kFSEventStreamEventFlagUserDropped));
            deliver(new StandIn.Event("/", kFSEventStreamEventFlagEventIdsWrapped, 0));
            assertThat(heard(session)).containsExactly("OVERFLOW .", "OVERFLOW .", "OVERFLOW .");
            deliver(event("m", kFSEventStreamEventFlagMount), event("m", kFSEventStreamEventFlagUnmount));
            deliver(event("n", 0x40000000), event("o", 0)); // unknown, and nothing: look
            assertThat(heard(session)).containsExactly("OVERFLOW m", "OVERFLOW m", "OVERFLOW n", "OVERFLOW o");
            deliver(event("", kFSEventStreamEventFlagUnmount));
            assertThat(heard(session)).containsExactly("SELF_MOVED UNMOUNTED .");
        }
    }

    @Test
    void theEndOfHistoryIsNothing() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            deliver(event("", kFSEventStreamEventFlagHistoryDone));
            assertThat(heard(session)).isEmpty();
        }
    }

    @Test
    void aRootThatHasMovedIsTold() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        try (RawSession session = open()) {
            session.watch(NativeName.of(directory), "d");
            deliver(new StandIn.Event("/private" + directory, kFSEventStreamEventFlagRootChanged, 0));
            assertThat(heard(session)).containsExactly("SELF_MOVED .");
            Files.move(directory, root.resolve("e"));
            assertThat(heard(session)).as("without an event").containsExactly("SELF_MOVED .");
            assertThat(heard(session)).isEmpty();
        }
    }

    /** No more is kept than there is room for, and whoever calls never waits. */
    @Test
    void G3_aFullRingIsAnOverflow() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RawSession session = open()) {
            watch(session);
            onEvent = event -> {
                inside.countDown();
                Eventually.await().until(() -> go.getCount() == 0);
            };
            deliver(event("first", CREATED));
            assertThat(inside.await(10, TimeUnit.MINUTES)).isTrue();
            StandIn.Event[] many = new StandIn.Event[1000];
            for (int batch = 0; batch < 50; batch++) {
                Arrays.setAll(many, i -> event("x".repeat(60), CREATED));
                deliver(many);
            }
            onEvent = event -> {};
            go.countDown();
            assertThat(heard(session)).contains("OVERFLOW .").hasSizeLessThan(20_000);
            deliver(event("last", CREATED));
            assertThat(heard(session)).containsExactly("CREATED last");
        }
    }

    /** Nothing falls between: the new stream begins with the newest event that the old one has brought. */
    @Test
    void anotherRootIsAddedFromTheLastEventOn() throws Exception {
        Path second = Files.createDirectory(root.resolveSibling(root.getFileName() + "-b"));
        Path inside = Files.createDirectory(root.resolve("inside"));
        try (RawSession session = open()) {
            watch(session);
            deliver(event("a", CREATED), new StandIn.Event("/private" + root, kFSEventStreamEventFlagRootChanged, 0));
            heard(session);
            long last = lastId;
            RawWatch other = session.watch(NativeName.of(second), "second");
            assertThat(StandIn.since()).isGreaterThanOrEqualTo(last);
            assertThat(StandIn.paths()).hasSize(3).contains("/private" + root, "/private" + second);
            int streams = Collections.frequency(StandIn.calls(), "FSEventStreamCreate");
            session.watch(NativeName.of(inside), "inside");
            assertThat(Collections.frequency(StandIn.calls(), "FSEventStreamCreate"))
                    .isEqualTo(streams);
            deliver(event("inside/f", CREATED));
            assertThat(heard(session)).containsExactly("CREATED inside/f", "CREATED f");
            other.close();
            other.close();
            assertThat(StandIn.paths()).hasSize(2);
            assertThat(session.watchCount()).isEqualTo(2);
            List<String> calls = StandIn.calls();
            assertThat(calls.lastIndexOf("FSEventStreamStart"))
                    .as("the new one runs before the old one stops")
                    .isLessThan(calls.lastIndexOf("FSEventStreamStop"));
        } finally {
            Files.delete(second);
        }
    }

    /** After what was on the queue when the stream was stopped. */
    @Test
    void G6_closingWaitsForCallbacksThatAreStillToCome() throws Exception {
        RawSession session = open();
        watch(session);
        assertThat(heard(session)).isEmpty();
        StandIn.gate(true);
        for (int i = 0; i < 50; i++) {
            deliver(event("late" + i, CREATED), event("late", CREATED));
        }
        Thread closing = new Thread(session::close);
        closing.start();
        Eventually.await().until(() -> StandIn.calls().contains("FSEventStreamRelease"));
        Eventually.await().until(() -> StandIn.calls().contains("dispatch_sync_f"));
        assertThat(closing.isAlive()).isTrue();
        assertThat(StandIn.calls()).doesNotContain("dispatch_release");
        StandIn.gate(false);
        closing.join();
        assertThat(StandIn.calls())
                .endsWith(
                        "FSEventStreamStop",
                        "FSEventStreamInvalidate",
                        "FSEventStreamRelease",
                        "dispatch_sync_f",
                        "dispatch_release");
        assertThat(terminated.getCount()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void G6_closingInsideACallback() throws Exception {
        RawSession session = open();
        watch(session);
        onEvent = event -> session.close();
        deliver(event("a", CREATED), event("b", CREATED));
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(heard).containsExactly("CREATED a");
        session.close();
    }

    @Test
    void aHandlerThatThrowsIsToldAndGoesOn() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            onEvent = event -> {
                throw new IllegalStateException("on purpose");
            };
            deliver(event("a", CREATED), event("b", CREATED));
            assertThat(heard(session)).containsExactly("CREATED a", "CREATED b");
            assertThat(failures).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FSEventStreamCreate, 1",
        "FSEventStreamStart, 1",
        "CFStringCreateWithCString, 92",
        "openat, 13",
        "openat, 24"
    })
    void G6_aDirectoryThatCannotBeWatchedLeavesNothing(String call, int error) throws Exception {
        try (RawSession session = open()) {
            StandIn.fail(call, error, 0, 1);
            assertThatExceptionOfType(WatchException.class)
                    .isThrownBy(() -> watch(session))
                    .satisfies(refusal -> assertThat(refusal.getReason()).isNotBlank());
            assertThat(session.watchCount()).isZero();
            watch(session);
            deliver(event("a", CREATED));
            assertThat(heard(session)).containsExactly("CREATED a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FSEventStreamCreate", "FSEventStreamStart", "openat", "fgetattrlist"})
    void G6_aSessionThatCannotBeOpenedLeavesNothing(String call) {
        StandIn.fail(call, MacErrno.ENOMEM, 0, 1);
        assertThatExceptionOfType(WatchException.class).isThrownBy(this::open);
    }

    @Test
    void moreDirectoriesThanTheProcessHasDescriptorsForAreRefused() throws Exception {
        StandIn.openFiles(60); // three paths, twice for a moment: one is for fences
        Path[] others = new Path[3];
        for (int i = 0; i < others.length; i++) {
            others[i] = Files.createDirectory(root.resolve("d" + i));
        }
        try (RawSession session = open()) {
            session.watch(NativeName.of(others[0]), 0);
            session.watch(NativeName.of(others[1]), 1);
            assertThatExceptionOfType(WatchLimitException.class)
                    .isThrownBy(() -> session.watch(NativeName.of(others[2]), 2))
                    .withMessageContaining("can watch 3 directories");
            watch(session); // in which all of them are
        }
    }

    @Test
    void whatIsNoDirectoryIsRefused() throws Exception {
        Path file = Files.createFile(root.resolve("f"));
        Path link = Files.createSymbolicLink(root.resolve("l"), root);
        try (RawSession session = open()) {
            assertThatExceptionOfType(UnsupportedWatchException.class)
                    .isThrownBy(() -> session.watch(NativeName.of(file), "f"));
            assertThatExceptionOfType(UnsupportedWatchException.class)
                    .isThrownBy(() -> session.watch(NativeName.of(link), "l"));
        }
    }

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
            Eventually.await().until(() -> told.contains("MOVED New"));
            assertThat(told).doesNotContain("CREATED NEW", "DELETED new");
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

    private FileWatcher resume(Queue<String> told, String exclusion) throws IOException {
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .exclude(exclusion)
                .checkpoint(root.resolveSibling(root.getFileName() + ".checkpoint"))
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
        Path checkpoint = root.resolveSibling(root.getFileName() + ".checkpoint");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try {
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
        } finally {
            Files.deleteIfExists(checkpoint);
            Files.deleteIfExists(checkpoint.resolveSibling(checkpoint.getFileName() + ".journal"));
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

    /** Events name it as it is called now: spelled otherwise, or reached by another way. */
    @Test
    void aRootThatIsCalledOtherwiseIsWatchedAnew() throws Exception {
        Path before = Files.createDirectories(root.resolve("before/d"));
        Path link = Files.createSymbolicLink(root.resolve("link"), before.getParent());
        try (RawSession session = open()) {
            RawWatch watch = session.watch(NativeName.of(link.resolve("d")), "old");
            Path after = Files.move(before.getParent(), root.resolve("after"));
            Files.delete(link);
            Files.createSymbolicLink(link, after);
            deliver(new StandIn.Event("/private" + before, kFSEventStreamEventFlagRootChanged, 0));
            assertThat(heard(session)).contains("SELF_MOVED WATCH_ENDED .");
            assertThat(watch.isActive()).isFalse();
            session.watch(NativeName.of(link.resolve("d")), "new");
            deliver(event("after/d/f", CREATED));
            assertThat(heard(session)).containsExactly("CREATED f");
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
