package io.github.fswire.windows;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.FileNotify;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Windows backend, by the binding of the lane, on a stand-in for kernel32: what Windows may do and Wine does not. Every test
 * ends with as many handles and as much native memory as it began with.
 */
@EnabledOnOs(OS.LINUX)
class ReadDirectoryStandInIT implements RawEventHandler {
    private static final int ADDED = FileNotify.FILE_ACTION_ADDED;
    private static final int REMOVED = FileNotify.FILE_ACTION_REMOVED;
    private static final int MODIFIED = FileNotify.FILE_ACTION_MODIFIED;
    private static final int OLD_NAME = FileNotify.FILE_ACTION_RENAMED_OLD_NAME;
    private static final int NEW_NAME = FileNotify.FILE_ACTION_RENAMED_NEW_NAME;

    @TempDir
    Path root;

    private final List<String> heard = new ArrayList<>(); // guarded by this
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile Consumer<RawEvent> onEvent = event -> {};
    private int handles;
    private long bytes;

    @BeforeEach
    void standIn() throws IOException, InterruptedException {
        StandIn.use();
        handles = StandIn.handles();
        bytes = NativeMemory.liveBytes();
    }

    @AfterEach
    void nothingIsLeft() {
        StandIn.leave();
        assertThat(StandIn.handles()).as("handles").isEqualTo(handles);
        assertThat(NativeMemory.liveBytes()).as("native bytes").isEqualTo(bytes);
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
    public synchronized void onOverflow(RawEvent event) {
        heard.add("OVERFLOW " + event.attachment());
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
        RawSession session = new ReadDirectoryBackend().open(this, RawOptions.DEFAULT);
        assertThat(session.binding()).isEqualTo(Lane.expectedBinding());
        return session;
    }

    private RawSession open(IntFunction<NativeMemory> allocator) throws WatchException {
        String binding = Lane.expectedBinding();
        return ReadDirectorySession.open(
                this,
                RawOptions.DEFAULT,
                binding,
                () -> Bindings.windows(binding, true),
                () -> Bindings.windows(binding, false),
                allocator);
    }

    private RawWatch watch(RawSession session) throws WatchException {
        return session.watch(NativeName.of(root), "root");
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordsComeInTheirOrderFromBothBuffers(boolean extended) throws Exception {
        StandIn.extendedRecords(extended);
        try (RawSession session = open()) {
            watch(session);
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                StandIn.bring(1, new Records(extended).add(ADDED, "d\\e" + i).add(MODIFIED, "\uD800" + i));
                all.addAll(heard(session));
            }
            assertThat(all).hasSize(10);
            assertThat(all.get(0)).endsWith("d/e0");
            assertThat(all.get(8)).endsWith("d/e4");
            assertThat(all.get(9)).contains("MODIFIED");
        }
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(failures).isEmpty();
    }

    /** Nothing of the buffer counts then: it holds what an earlier read has brought. */
    @ParameterizedTest
    @CsvSource({"0", "268"}) // STATUS_SUCCESS, STATUS_NOTIFY_ENUM_DIR
    void noBytesAreAnOverflow(int status) throws Exception {
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, status, new Records(true).add(ADDED, "old").toBytes(), 0);
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            assertThat(heard(session)).containsExactly("OVERFLOW root", "CREATED a");
        }
    }

    @Test
    void anErrorThatMeansAnOverflowIsOne() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            StandIn.fail("ReadDirectoryChangesExW", WinError.ERROR_NOTIFY_ENUM_DIR, 0, 1);
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            StandIn.bring(1, new Records(true).add(ADDED, "b"));
            assertThat(heard(session)).containsExactly("OVERFLOW root", "CREATED b");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {WinError.STATUS_ACCESS_DENIED, WinError.STATUS_DELETE_PENDING})
    void aRootThatWasDeletedIsLetGoAtOnce(int status) throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        try (RawSession session = open()) {
            RawWatch watch = session.watch(NativeName.of(directory), "d");
            Files.delete(directory);
            StandIn.bring(1, status, new byte[0], 0);
            assertThat(heard(session)).containsExactly("SELF_DELETED WATCH_ENDED .");
            assertThat(watch.isActive()).isFalse();
            assertThat(StandIn.handles()).as("the session's port").isEqualTo(handles + 1);
        }
        assertThat(failures).isEmpty();
    }

    /** The network is gone, the volume, or the right. */
    @ParameterizedTest
    @CsvSource({
        "0xC000020C, ERROR_NETNAME_DELETED", // STATUS_CONNECTION_DISCONNECTED
        "0xC0000013, ERROR_NOT_READY", // STATUS_NO_MEDIA_IN_DEVICE
        "0xC0000098, ERROR_FILE_INVALID", // STATUS_FILE_INVALID
        "0xC0000022, ERROR_ACCESS_DENIED", // STATUS_ACCESS_DENIED, and it is still there
    })
    void accessThatIsLostIsTold(String status, String symbol) throws Exception {
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            StandIn.bring(1, Long.decode(status).intValue(), new byte[0], 0);
            assertThat(heard(session)).containsExactly("CREATED a", "WATCH_ENDED .");
            assertThat(StandIn.handles()).as("the session's port").isEqualTo(handles + 1);
        }
        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .asInstanceOf(InstanceOfAssertFactories.type(WatchException.class))
                .extracting(WatchException::symbol)
                .isEqualTo(symbol));
    }

    @Test
    void aRootThatHasMovedIsToldWithoutARecord() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        try (RawSession session = open()) {
            session.watch(NativeName.of(directory), "d");
            assertThat(heard(session)).isEmpty();
            Files.move(directory, root.resolve("e"));
            assertThat(heard(session)).containsExactly("SELF_MOVED .");
            assertThat(heard(session)).isEmpty();
            Files.move(root.resolve("e"), directory);
            await().until(
                            () -> { // nobody asks
                                synchronized (this) {
                                    return heard.equals(List.of("SELF_MOVED ."));
                                }
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNetworkDriveTakesSmallBuffersOnly(boolean extended) throws Exception {
        StandIn.largestBuffer(DirectoryRead.NETWORK_BYTES);
        StandIn.extendedRecords(extended);
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(extended).add(ADDED, "a"));
            assertThat(heard(session)).containsExactly("CREATED a");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0xC000000D, 65536, true, 1", // STATUS_INVALID_PARAMETER
        "0xC000000D, 65536, false, 3",
        "0xC000000D, 262144, false, 2",
        "0xC00000BB, 262144, false, 1", // STATUS_NOT_SUPPORTED
    })
    void whatIsRefusedWithTheCompletionIsAskedForWithLess(String status, int largest, boolean extended, int refusals)
            throws Exception {
        StandIn.refuse(Long.decode(status).intValue(), largest, extended);
        try (RawSession session = open()) {
            watch(session);
            List<String> told = new ArrayList<>(heard(session));
            while (told.size() < refusals) { // what has changed before is not known
                told.addAll(heard(session));
            }
            assertThat(told).hasSize(refusals).containsOnly("OVERFLOW root");
            StandIn.bring(1, new Records(extended).add(ADDED, "a"));
            assertThat(heard(session)).containsExactly("CREATED a");
        }
        assertThat(failures).isEmpty();
    }

    /** Or whoever watches again what has ended would turn in circles. */
    @Test
    void whatHasFailedAtOnceFailsOnceMoreWhenItIsWatchedAgain() throws Exception {
        StandIn.refuse(0xC00000BE, 0, false); // STATUS_BAD_NETWORK_PATH
        try (RawSession session = open()) {
            RawWatch watch = watch(session);
            await().until(() -> !watch.isActive());
            assertThat(heard(session)).containsExactly("WATCH_ENDED .");
            StandIn.refuse(0, 0, false);
            assertThatExceptionOfType(WatchException.class)
                    .isThrownBy(() -> watch(session))
                    .satisfies(refusal -> assertThat(refusal.symbol()).isEqualTo("ERROR_BAD_NETPATH"));
            watch(session);
            StandIn.bring(2, new Records(true).add(ADDED, "a"));
            assertThat(heard(session)).containsExactly("CREATED a");
        }
        assertThat(failures).isEmpty();
    }

    /** The second one begins where the first one ends. */
    @ParameterizedTest
    @ValueSource(ints = {4096, 300_001, Integer.MAX_VALUE})
    void G7_whateverSizeIsAskedForBothBuffersAreAligned(int size) throws Exception {
        try (RawSession session = new ReadDirectoryBackend().open(this, RawOptions.DEFAULT.withBufferBytes(size))) {
            watch(session);
            assertThat(NativeMemory.liveBytes() - bytes).isLessThan(3L * DirectoryRead.MOST_BYTES);
            for (String name : List.of("a", "b", "c")) {
                StandIn.bring(1, new Records(true).add(ADDED, name));
                assertThat(heard(session)).containsExactly("CREATED " + name);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void G6_aDirectoryForWhichThereIsNoMemoryIsClosed() throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean();
        try (RawSession session = open(size -> {
            if (exhausted.get()) {
                throw new OutOfMemoryError("as asked");
            }
            return Bindings.allocate(size);
        })) {
            assertThat(heard(session)).as("the reader has its memory").isEmpty();
            exhausted.set(true);
            assertThatThrownBy(() -> watch(session)).isInstanceOf(OutOfMemoryError.class);
            assertThat(StandIn.handles()).as("the session's port").isEqualTo(handles + 1);
            exhausted.set(false);
            watch(session);
        }
        assertThatThrownBy(() -> open(size -> {
                    throw new OutOfMemoryError("as asked");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    /** It may be a server that does not answer. */
    @Test
    void G6_whoOpensKeepsNobodyElseWaiting() throws Exception {
        RawSession session = open();
        watch(session);
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        assertThat(heard(session)).containsExactly("CREATED a");
        StandIn.remote(true, 3);
        session.watch(NativeName.of(Files.createDirectory(root.resolve("other"))), "other")
                .close();
        StandIn.stall(true);
        CompletableFuture<RawWatch> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return watch(session);
            } catch (WatchException e) {
                throw new CompletionException(e);
            }
        });
        StandIn.bring(1, new Records(true).add(ADDED, "b"));
        await().until(() -> {
            synchronized (this) {
                return heard.contains("CREATED b");
            }
        });
        session.close();
        assertThat(waiting).isNotDone();
        StandIn.stall(false);
        assertThat(waiting)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(IllegalStateException.class);
    }

    /** The reader waits for no other machine: whoever is told looks. */
    @Test
    void aRemoteRootMayHaveMovedAtEveryFence() throws Exception {
        StandIn.remote(true, 3);
        try (RawSession session = open()) {
            watch(session);
            assertThat(heard(session)).containsExactly("SELF_MOVED .");
            StandIn.stall(true);
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            assertThat(heard(session)).containsExactly("CREATED a", "SELF_MOVED .");
            StandIn.stall(false);
        }
    }

    @Test
    void G1_aRemoteRootIsWatched() throws Exception {
        StandIn.remote(true, 3);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            Files.writeString(root.resolve("f"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(told).containsExactly("CREATED f");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x9000001A, true", // IO_REPARSE_TAG_CLOUD: a directory of OneDrive
        "0xA0000003, false", // IO_REPARSE_TAG_MOUNT_POINT: a junction
        "0xA000000C, false", // IO_REPARSE_TAG_SYMLINK
    })
    void G8_directoriesOfCloudDrivesAreNoLinks(String tag, boolean watched) throws Exception {
        StandIn.tag(Long.decode(tag).intValue());
        try (RawSession session = open()) {
            if (watched) {
                watch(session);
                StandIn.bring(1, new Records(true).add(ADDED, "a"));
                assertThat(heard(session)).containsExactly("CREATED a");
            } else {
                assertThatExceptionOfType(UnsupportedWatchException.class).isThrownBy(() -> watch(session));
            }
        }
    }

    @Test
    void G8_aLinkWhoseKindIsNotToldIsALink() throws Exception {
        StandIn.tag(0x9000001A);
        StandIn.fail("GetFileInformationByHandleEx", WinError.ERROR_INVALID_PARAMETER, 0, 1);
        try (RawSession session = open()) {
            assertThatExceptionOfType(UnsupportedWatchException.class).isThrownBy(() -> watch(session));
        }
    }

    /** The watch is that of where it leads. */
    @Test
    void G1_aRootMayBeALink() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        Path link = Files.createSymbolicLink(root.resolve("l"), directory);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(link)
                .backend("readdirectorychanges")
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, telling(told))) {
            assertThat(watcher.statistics().watches()).isEqualTo(1);
            Files.writeString(directory.resolve("f"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(told).containsExactly("CREATED f");
        }
    }

    /** Windows has a buffer to write to while the handler runs. */
    @Test
    void G3_armingAgainNeverWaitsForTheHandler() throws Exception {
        Queue<Integer> pending = new ConcurrentLinkedQueue<>();
        onEvent = event -> pending.add(StandIn.pending());
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(true).add(ADDED, "a").add(ADDED, "b"));
            assertThat(heard(session)).containsExactly("CREATED a", "CREATED b");
            StandIn.bring(1, new Records(true).add(ADDED, "c"));
            assertThat(heard(session)).containsExactly("CREATED c");
        }
        assertThat(pending).containsExactly(1, 1, 1);
    }

    /** What came before is handed out first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void accessThatIsDeniedWhenArmingAgainEndsTheWatch(boolean deleted) throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        try (RawSession session = open()) {
            RawWatch watch = session.watch(NativeName.of(directory), "d");
            if (deleted) {
                Files.delete(directory);
            }
            StandIn.fail("ReadDirectoryChangesExW", WinError.ERROR_ACCESS_DENIED, 0, 1);
            StandIn.bring(1, new Records(true).add(REMOVED, "a"));
            String ended = deleted ? "SELF_DELETED WATCH_ENDED ." : "WATCH_ENDED .";
            assertThat(heard(session)).containsExactly("DELETED a", ended);
            assertThat(watch.isActive()).isFalse();
            assertThat(StandIn.handles()).as("the session's port").isEqualTo(handles + 1);
        }
        assertThat(failures).hasSize(deleted ? 0 : 1);
    }

    @Test
    void G1_aWatchThatFailsIsBegunAnew() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            Files.writeString(root.resolve("a"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            await().until(() -> told.contains("CREATED a"));
            Files.writeString(root.resolve("b"), ""); // of which nothing is told
            StandIn.bring(1, 0xC000020C, new byte[0], 0); // STATUS_CONNECTION_DISCONNECTED
            await().until(() ->
                    told.contains("CREATED b") && watcher.statistics().watches() == 1);
            Files.writeString(root.resolve("c"), "");
            StandIn.bring(2, new Records(true).add(ADDED, "c"));
            await().until(() -> told.contains("CREATED c"));
            assertThat(watcher.statistics().errors()).isEqualTo(1);
        }
    }

    @Test
    void G1_aRootThatWasDeletedIsWatchedAgainWhenItIsThere() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        Files.writeString(directory.resolve("a"), "");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(directory)
                .backend("readdirectorychanges")
                .pollInterval(Duration.ofMillis(10))
                .quietPeriod(Duration.ofMillis(1))
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, telling(told))) {
            Files.delete(directory.resolve("a"));
            Files.delete(directory);
            StandIn.bring(1, WinError.STATUS_ACCESS_DENIED, new byte[0], 0);
            await().until(() -> told.contains("DELETED d"));
            Files.createDirectory(directory);
            await().until(() ->
                    told.contains("CREATED d") && watcher.statistics().watches() == 1);
            Files.writeString(directory.resolve("b"), "");
            StandIn.bring(2, new Records(true).add(ADDED, "b"));
            await().until(() -> told.contains("CREATED b"));
            assertThat(watcher.statistics().errors()).isZero();
        }
    }

    @Test
    void G1_theHalvesOfARenameThatComeApartAreOneMove() throws Exception {
        Files.writeString(Files.createDirectory(root.resolve("d")).resolve("a"), "");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            Files.move(root.resolve("d/a"), root.resolve("b"));
            StandIn.bring(1, new Records(true).add(OLD_NAME, "d\\a"));
            StandIn.bring(1, new Records(true).add(NEW_NAME, "b"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        assertThat(told)
                .filteredOn(line -> !line.startsWith("MODIFIED")) // it was written just before it was looked at
                .containsExactly("MOVED b");
    }

    @Test
    void G1_aDirectoryOfARecordMayHaveItsShortName() throws Exception {
        Path directory = Files.createDirectory(root.resolve("long directory"));
        StandIn.alias("LONGDI~1", "long directory");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            Files.writeString(directory.resolve("f"), "");
            StandIn.bring(1, new Records(true).add(ADDED, "LONGDI~1\\f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        assertThat(told).containsExactly("CREATED f");
    }

    @Test
    void theHalvesOfARenameMayComeApart() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(true).add(OLD_NAME, "a"));
            StandIn.bring(1, new Records(true).add(NEW_NAME, "b"));
            assertThat(heard(session)).containsExactly("MOVED_FROM a", "MOVED_TO b");
        }
    }

    /** A name with a number behind a tilde may be that of an entry which listings name otherwise. */
    @Test
    void G1_shortNames() throws Exception {
        Files.writeString(root.resolve("long name.text"), "");
        Path inside = Files.createDirectory(root.resolve("long directory")).resolve("f");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .backend("readdirectorychanges")
                .quietPeriod(Duration.ofMillis(1))
                .build();
        try (FileWatcher watcher = FileWatcher.start(
                options, batch -> batch.changes().forEach(change -> told.add(change.kind() + " " + name(change))))) {
            assertThat(watcher.statistics().binding()).isEqualTo(Lane.expectedBinding());
            Files.writeString(root.resolve("long name.text"), "more");
            StandIn.bring(1, new Records(true).add(MODIFIED, "LONGNA~1.TEX"));
            await().until(() -> told.contains("MODIFIED long name.text"));
            Files.delete(root.resolve("long name.text"));
            StandIn.bring(1, new Records(true).add(REMOVED, "LONGNA~1.TEX"));
            await().until(() -> told.contains("DELETED long name.text"));
            Files.writeString(inside, "");
            StandIn.bring(1, new Records(true).add(ADDED, "long directory\\f"));
            await().until(() -> told.contains("CREATED f"));
        }
    }

    /** As some servers do: then it is polled, and that is told once. */
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
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            await().until(() -> told.contains("degraded " + symbol));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Files.writeString(inside.resolve("f"), "");
            await().until(() -> told.contains("CREATED f"));
            assertThat(watcher.statistics().polls()).isPositive();
        }
        assertThat(told).first().isEqualTo("degraded " + symbol);
        assertThat(told).filteredOn(line -> line.startsWith("degraded")).hasSize(1);
    }

    private WatchOptions polling() {
        return WatchOptions.builder()
                .root(root)
                .backend("readdirectorychanges")
                .pollInterval(Duration.ofMillis(10))
                .quietPeriod(Duration.ofMillis(1))
                .build();
    }

    private static ChangeListener telling(Queue<String> told) {
        return new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {
                batch.changes().forEach(change -> told.add(change.kind() + " " + name(change)));
            }

            @Override
            public void onDegraded(DegradedNotice notice) {
                told.add("degraded " + notice.reason().symbol());
            }
        };
    }

    /** It is tried again every interval. */
    @Test
    void G1_aServerThatCannotBeReachedAtFirstIsWatchedLater() throws Exception {
        StandIn.refuse(0xC00000BE, 0, false); // STATUS_BAD_NETWORK_PATH
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            await().until(() -> told.contains("degraded ERROR_BAD_NETPATH"));
            Files.writeString(root.resolve("f"), "");
            await().until(() -> told.contains("CREATED f"));
            StandIn.refuse(0, 0, false);
            await().until(() ->
                    watcher.statistics().degraded() == 0 && watcher.statistics().watches() == 1);
            assertThat(watcher.statistics().polls()).isZero();
        }
    }

    /** What is on a share stays told for as long as its server cannot be reached. */
    @Test
    void G1_aServerThatCannotBeReachedForAWhileHasLostNothing() throws Exception {
        Path file = Files.writeString(root.resolve("f"), "");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            StandIn.fail("CreateFileW", WinError.ERROR_BAD_NETPATH, 0, 20);
            Files.writeString(file, "more");
            StandIn.bring(1, new Records(true).add(MODIFIED, "f"));
            await().until(() -> told.contains("MODIFIED f"));
            await().until(() -> watcher.statistics().degraded() == 0);
        }
        assertThat(told).containsExactly("degraded ERROR_BAD_NETPATH", "MODIFIED f");
    }

    /** File systems in user space may have none to tell. */
    @Test
    void G1_withoutIdsNothingHasMoved() throws Exception {
        StandIn.numbered(false);
        Path directory = Files.createDirectory(root.resolve("d"));
        Path file = Files.writeString(directory.resolve("f"), "");
        Files.writeString(directory.resolve("other"), "");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (FileWatcher watcher = FileWatcher.start(polling(), telling(told))) {
            Files.writeString(file, "more");
            StandIn.bring(1, new Records(true).add(MODIFIED, "d\\f"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            Files.move(directory, root.resolve("e"));
            StandIn.bring(1, new Records(true).add(OLD_NAME, "d").add(NEW_NAME, "e"));
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        assertThat(told)
                .containsExactlyInAnyOrder(
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

    /** Until a completion was taken the memory is the kernel's. */
    @Test
    void G6_closingAWatchKeepsItsMemoryUntilItsReadHasCompleted() throws Exception {
        try (RawSession session = open()) {
            RawWatch watch = watch(session);
            assertThat(heard(session)).isEmpty();
            long armed = NativeMemory.liveBytes();
            StandIn.late(true);
            watch.close();
            assertThat(heard(session)).isEmpty();
            assertThat(NativeMemory.liveBytes()).isEqualTo(armed);
            StandIn.late(false);
            heard(session);
            assertThat(NativeMemory.liveBytes()).isLessThan(armed);
            assertThat(StandIn.handles()).isEqualTo(handles + 1);
        }
    }

    /** It is better to lose the memory than to free it under the kernel's hands. */
    @Test
    void G6_whatDoesNotCompleteIsLeftToTheKernel() throws Exception {
        RawSession session = open();
        watch(session);
        StandIn.late(true);
        session.close();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        long left = NativeMemory.liveBytes() - bytes;
        assertThat(left).isBetween(1L, 1L << 20);
        bytes += left;
    }

    /** JNA frees what nobody knows any more. */
    @Test
    void G6_whatIsLeftToTheKernelIsNotCollected() throws Exception {
        List<WeakReference<NativeMemory>> allocated = new ArrayList<>();
        StandIn.late(true);
        leaveAReadPending(allocated);
        long left = NativeMemory.liveBytes() - bytes;
        WeakReference<Object> other = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return other.get() == null;
        });
        assertThat(NativeMemory.liveBytes() - bytes).isEqualTo(left);
        bytes += left;
        assertThat(allocated)
                .filteredOn(memory -> memory.get() != null)
                .singleElement()
                .satisfies(known -> {
                    NativeMemory memory = Objects.requireNonNull(known.get());
                    StandIn.late(false);
                    assertThat(memory.buffer().get(memory.buffer().capacity() - 1))
                            .isEqualTo((byte) 0xEE);
                });
    }

    private void leaveAReadPending(List<WeakReference<NativeMemory>> allocated) throws Exception {
        RawSession session = open(size -> {
            NativeMemory memory = Bindings.allocate(size);
            allocated.add(new WeakReference<>(memory));
            return memory;
        });
        session.watch(NativeName.of(root), "root");
        session.close();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
    }

    /** A record that comes while the session closes is not handed out, and its memory is freed. */
    @Test
    void G6_aReadMayCompleteInsteadOfBeingCancelled() throws Exception {
        RawSession session = open();
        watch(session);
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        session.close();
        session.close();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
    }

    /** Closing does not wait for completions that were taken together with the one whose callback closes. */
    @Test
    void G6_closingInACallbackCountsWhatWasTakenWithIt() throws Exception {
        Path other = Files.createDirectory(root.resolve("other"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawSession session = open();
        watch(session);
        session.watch(NativeName.of(other), "other");
        onEvent = event -> {
            if (event.toName().toString().equals("a")) {
                inside.countDown();
                await().until(() -> go.getCount() == 0);
            } else {
                session.close();
            }
        };
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        assertThat(inside.await(10, TimeUnit.MINUTES)).isTrue();
        StandIn.bring(1, new Records(true).add(ADDED, "b"));
        StandIn.bring(2, new Records(true).add(ADDED, "c"));
        go.countDown();
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void G6_afterClosingInACallbackNoRecordFollows() throws Exception {
        RawSession session = open();
        watch(session);
        onEvent = event -> session.close();
        StandIn.bring(1, new Records(true).add(ADDED, "a").add(ADDED, "b").add(ADDED, "c"));
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(heard).containsExactly("CREATED a");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateFileW, 2",
        "CreateFileW, 5",
        "CreateFileW, 32",
        "CreateFileW, 1450",
        "GetFileInformationByHandle, 5",
        "CreateIoCompletionPort, 87",
        "ReadDirectoryChangesExW, 8",
        "ReadDirectoryChangesExW, 56",
        "ReadDirectoryChangesExW, 1453",
    })
    void G6_aDirectoryThatCannotBeWatchedLeavesNothing(String call, int error) throws Exception {
        try (RawSession session = open()) {
            StandIn.fail(call, error, 0, 1);
            assertThatExceptionOfType(WatchException.class)
                    .isThrownBy(() -> watch(session))
                    .satisfies(refusal -> {
                        assertThat(refusal.code()).isEqualTo(error);
                        assertThat(refusal.getReason()).isNotBlank();
                    });
            assertThat(session.watchCount()).isZero();
            assertThat(StandIn.handles()).isEqualTo(handles + 1);
            watch(session);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50}) // ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED
    void fileSystemsMayRefuseExtendedRecordsOnly(int error) throws Exception {
        StandIn.fail("ReadDirectoryChangesExW", error, 0, 1);
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(false).add(ADDED, "a"));
            assertThat(heard(session)).containsExactly("CREATED a");
        }
    }

    @Test
    void G6_aSessionThatCannotBeOpenedLeavesNothing() {
        StandIn.fail("CreateIoCompletionPort", 1450, 0, 1);
        assertThatExceptionOfType(WatchException.class).isThrownBy(this::open);
    }

    @Test
    void G6_aPortThatFailsEndsTheSession() throws Exception {
        RawSession session = open();
        watch(session);
        StandIn.fail("GetQueuedCompletionStatusEx", 6, 0, 1);
        StandIn.bring(1, new Records(true).add(ADDED, "a"));
        assertThat(terminated.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(failures).hasSize(1);
        session.close();
    }

    @Test
    void aMissingRootIsGone() throws Exception {
        try (RawSession session = open()) {
            assertThatExceptionOfType(RootGoneException.class)
                    .isThrownBy(() -> session.watch(NativeName.of(root.resolve("nothing")), null));
        }
    }
}
