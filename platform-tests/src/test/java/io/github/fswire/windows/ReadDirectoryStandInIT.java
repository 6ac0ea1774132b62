package io.github.fswire.windows;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WinError;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and completions of the Windows backend: what Windows may do and Wine does not. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class ReadDirectoryStandInIT extends StandInTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordsComeInTheirOrderFromBothBuffers(boolean extended) throws Exception {
        StandIn.extendedRecords(extended);
        try (RawSession session = open()) {
            watch(session);
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                StandIn.bring(1, new Records(extended).add(ADDED, "d\\e" + i).add(MODIFIED, "\uD800" + i));
                all.addAll(reported(session));
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
            assertThat(reported(session)).containsExactly("OVERFLOW root", "CREATED a");
        }
    }

    @Test
    void anErrorThatMeansAnOverflowIsOne() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            StandIn.fail("ReadDirectoryChangesExW", WinError.ERROR_NOTIFY_ENUM_DIR, 0, 1);
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            StandIn.bring(1, new Records(true).add(ADDED, "b"));
            assertThat(reported(session)).containsExactly("OVERFLOW root", "CREATED b");
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
            assertThat(reported(session)).containsExactly("SELF_DELETED WATCH_ENDED .");
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
    void accessThatIsLostIsReported(String status, String symbol) throws Exception {
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            StandIn.bring(1, Long.decode(status).intValue(), new byte[0], 0);
            assertThat(reported(session)).containsExactly("CREATED a", "WATCH_ENDED .");
            assertThat(StandIn.handles()).as("the session's port").isEqualTo(handles + 1);
        }
        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .asInstanceOf(InstanceOfAssertFactories.type(WatchException.class))
                .extracting(WatchException::symbol)
                .isEqualTo(symbol));
    }

    @Test
    void aRootThatHasMovedIsReportedWithoutARecord() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        try (RawSession session = open()) {
            session.watch(NativeName.of(directory), "d");
            assertThat(reported(session)).isEmpty();
            Files.move(directory, root.resolve("e"));
            assertThat(reported(session)).containsExactly("SELF_MOVED .");
            assertThat(reported(session)).isEmpty();
            Files.move(root.resolve("e"), directory);
            await().until(
                            () -> { // nobody asks
                                synchronized (this) {
                                    return reported.equals(List.of("SELF_MOVED ."));
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
            assertThat(reported(session)).containsExactly("CREATED a");
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
            List<String> all = new ArrayList<>(reported(session));
            while (all.size() < refusals) { // what has changed before is not known
                all.addAll(reported(session));
            }
            assertThat(all).hasSize(refusals).containsOnly("OVERFLOW root");
            StandIn.bring(1, new Records(extended).add(ADDED, "a"));
            assertThat(reported(session)).containsExactly("CREATED a");
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
            assertThat(reported(session)).containsExactly("WATCH_ENDED .");
            StandIn.refuse(0, 0, false);
            assertThatExceptionOfType(WatchException.class)
                    .isThrownBy(() -> watch(session))
                    .satisfies(refusal -> assertThat(refusal.symbol()).isEqualTo("ERROR_BAD_NETPATH"));
            watch(session);
            StandIn.bring(2, new Records(true).add(ADDED, "a"));
            assertThat(reported(session)).containsExactly("CREATED a");
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
                assertThat(reported(session)).containsExactly("CREATED " + name);
            }
        }
        assertThat(failures).isEmpty();
    }

    /** The reader waits for no other machine: whoever gets the report inspects the root. */
    @Test
    void aRemoteRootMayHaveMovedAtEveryFence() throws Exception {
        StandIn.remote(true, 3);
        try (RawSession session = open()) {
            watch(session);
            assertThat(reported(session)).isNotEmpty().containsOnly("SELF_MOVED ."); // every two seconds as well
            StandIn.stall(true);
            StandIn.bring(1, new Records(true).add(ADDED, "a"));
            assertThat(reported(session)).containsOnly("CREATED a", "SELF_MOVED .");
            StandIn.stall(false);
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
                assertThat(reported(session)).containsExactly("CREATED a");
            } else {
                assertThatExceptionOfType(UnsupportedWatchException.class).isThrownBy(() -> watch(session));
            }
        }
    }

    @Test
    void G8_aLinkWhoseKindIsNotReportedIsALink() throws Exception {
        StandIn.tag(0x9000001A);
        StandIn.fail("GetFileInformationByHandleEx", WinError.ERROR_INVALID_PARAMETER, 0, 1);
        try (RawSession session = open()) {
            assertThatExceptionOfType(UnsupportedWatchException.class).isThrownBy(() -> watch(session));
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
            assertThat(reported(session)).containsExactly("CREATED a", "CREATED b");
            StandIn.bring(1, new Records(true).add(ADDED, "c"));
            assertThat(reported(session)).containsExactly("CREATED c");
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
            assertThat(reported(session)).containsExactly("DELETED a", ended);
            assertThat(watch.isActive()).isFalse();
            assertThat(StandIn.handles()).as("the session's port").isEqualTo(handles + 1);
        }
        assertThat(failures).hasSize(deleted ? 0 : 1);
    }

    @Test
    void theHalvesOfARenameMayComeApart() throws Exception {
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(true).add(OLD_NAME, "a"));
            StandIn.bring(1, new Records(true).add(NEW_NAME, "b"));
            assertThat(reported(session)).containsExactly("MOVED_FROM a", "MOVED_TO b");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50}) // ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED
    void fileSystemsMayRefuseExtendedRecordsOnly(int error) throws Exception {
        StandIn.fail("ReadDirectoryChangesExW", error, 0, 1);
        try (RawSession session = open()) {
            watch(session);
            StandIn.bring(1, new Records(false).add(ADDED, "a"));
            assertThat(reported(session)).containsExactly("CREATED a");
        }
    }

    @Test
    void aMissingRootIsGone() throws Exception {
        try (RawSession session = open()) {
            assertThatExceptionOfType(RootGoneException.class)
                    .isThrownBy(() -> session.watch(NativeName.of(root.resolve("nothing")), null));
        }
    }
}
