package io.github.fswire.macos;

import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagEventIdsWrapped;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagHistoryDone;
import static io.github.fswire.calls.FsEvents.kFSEventStreamEventFlagItemIsDir;
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

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.MacErrno;
import io.github.fswire.kit.Eventually;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.threads.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events, streams and the end of the macOS backend. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
class FsEventsStandInIT extends StandInTest {
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
            assertThat(reported(session))
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

    /** Step by step; the last one succeeds, and its reader fails later. What is left is counted at the end. */
    @Test
    void E8_whatIsRefusedDuringOpenLeavesNothing() throws Exception {
        int refused = 0;
        for (int failing = 1; refused == failing - 1; failing++) {
            int last = failing;
            AtomicInteger blocks = new AtomicInteger();
            try (RawSession session = open(
                    bytes -> {
                        if (blocks.incrementAndGet() == last) {
                            throw new OutOfMemoryError("no memory");
                        }
                        return Bindings.allocate(bytes);
                    },
                    Threads.daemons("reader"))) {
                assertThat(session.binding()).isNotEmpty();
            } catch (OutOfMemoryError e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1);
        failures.clear();
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> open(Bindings::allocate, task -> new Thread(task) {
                    @Override
                    public synchronized void start() {
                        throw new OutOfMemoryError("no thread");
                    }
                }));
        assertThat(failures).isEmpty();
    }

    @Test
    void whatIsLostIsAnOverflowOfAsMuch() throws Exception {
        int scan = kFSEventStreamEventFlagMustScanSubDirs;
        try (RawSession session = open()) {
            watch(session);
            deliver(event("a/b", scan), event("", scan), new StandIn.Event("/private", scan, ++lastId));
            assertThat(reported(session)).containsExactly("OVERFLOW a/b", "OVERFLOW .", "OVERFLOW .");
            deliver(new StandIn.Event("/", scan | kFSEventStreamEventFlagKernelDropped, ++lastId));
            deliver(event("a", kFSEventStreamEventFlagUserDropped));
            deliver(new StandIn.Event("/", kFSEventStreamEventFlagEventIdsWrapped, 0));
            assertThat(reported(session)).containsExactly("OVERFLOW .", "OVERFLOW .", "OVERFLOW .");
            deliver(event("m", kFSEventStreamEventFlagMount), event("m", kFSEventStreamEventFlagUnmount));
            deliver(event("n", 0x40000000), event("o", 0)); // unknown, and nothing: inspect
            assertThat(reported(session)).containsExactly("OVERFLOW m", "OVERFLOW m", "OVERFLOW n", "OVERFLOW o");
            deliver(event("", kFSEventStreamEventFlagUnmount));
            assertThat(reported(session)).containsExactly("SELF_MOVED UNMOUNTED .");
        }
    }

    @Test
    void theEndOfHistoryIsNothing() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            deliver(event("", kFSEventStreamEventFlagHistoryDone));
            assertThat(reported(session)).isEmpty();
        }
    }

    @Test
    void aRootThatHasMovedIsReported() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        try (RawSession session = open()) {
            session.watch(NativeName.of(directory), "d");
            deliver(new StandIn.Event("/private" + directory, kFSEventStreamEventFlagRootChanged, 0));
            assertThat(reported(session)).containsExactly("SELF_MOVED .");
            Files.move(directory, root.resolve("e"));
            assertThat(reported(session)).as("without an event").containsExactly("SELF_MOVED .");
            assertThat(reported(session)).isEmpty();
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
            Eventually.await().until(() -> StandIn.callbacks() == 0); // later ones would find room
            onEvent = event -> {};
            go.countDown();
            assertThat(reported(session)).contains("OVERFLOW .").hasSizeLessThan(20_000);
            deliver(event("last", CREATED));
            assertThat(reported(session)).containsExactly("CREATED last");
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
            reported(session);
            long last = lastId;
            assertThat(StandIn.isWhole()).as("of what was before the first").isFalse();
            RawWatch other = session.watch(NativeName.of(second), "second");
            assertThat(StandIn.since()).isGreaterThanOrEqualTo(last);
            assertThat(StandIn.isWhole()).as("nothing is left out").isTrue();
            assertThat(StandIn.paths()).hasSize(3).contains("/private" + root, "/private" + second);
            int streams = Collections.frequency(StandIn.calls(), "FSEventStreamCreate");
            session.watch(NativeName.of(inside), "inside");
            assertThat(Collections.frequency(StandIn.calls(), "FSEventStreamCreate"))
                    .isEqualTo(streams);
            deliver(event("inside/f", CREATED));
            assertThat(reported(session)).containsExactly("CREATED inside/f", "CREATED f");
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
        assertThat(reported(session)).isEmpty();
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
        assertThat(reported).isEmpty();
    }

    @Test
    void G6_closingInsideACallback() throws Exception {
        RawSession session = open();
        watch(session);
        onEvent = event -> session.close();
        deliver(event("a", CREATED), event("b", CREATED));
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(reported).containsExactly("CREATED a");
        session.close();
    }

    @Test
    void aHandlerThatThrowsGetsItsFailureAndGoesOn() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            onEvent = event -> {
                throw new IllegalStateException("on purpose");
            };
            deliver(event("a", CREATED), event("b", CREATED));
            assertThat(reported(session)).containsExactly("CREATED a", "CREATED b");
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
            assertThat(reported(session)).containsExactly("CREATED a");
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

    /** The limit is the process's: six paths here, of which each session needs one for fences. */
    @Test
    void directoriesOfAllSessionsCountTogether() throws Exception {
        StandIn.openFiles(60);
        Path a = Files.createDirectory(root.resolve("a"));
        Path b = Files.createDirectory(root.resolve("b"));
        try (RawSession session = open()) {
            session.watch(NativeName.of(a), "a");
            try (RawSession other = open()) {
                other.watch(NativeName.of(a), "a"); // for a moment: 2 and 1 and 2
                assertThatExceptionOfType(WatchLimitException.class)
                        .isThrownBy(() -> session.watch(NativeName.of(b), "b"));
                deliver(event("a/f", CREATED));
                assertThat(reported(other)).containsExactly("CREATED f");
            }
            reported.clear();
            session.watch(NativeName.of(b), "b");
            deliver(event("b/f", CREATED));
            assertThat(reported(session)).containsExactly("CREATED f");
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
            assertThat(reported(session)).contains("SELF_MOVED WATCH_ENDED .");
            assertThat(watch.isActive()).isFalse();
            session.watch(NativeName.of(link.resolve("d")), "new");
            deliver(event("after/d/f", CREATED));
            assertThat(reported(session)).containsExactly("CREATED f");
        }
    }
}
