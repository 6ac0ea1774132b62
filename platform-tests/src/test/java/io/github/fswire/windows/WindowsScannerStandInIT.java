package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.WinError;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Windows scanner, by the binding of the lane, on a stand-in that lists directories of Linux. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class WindowsScannerStandInIT {
    private static final int MANY = 1500; // more than one call returns

    @TempDir
    Path root;

    private int handles;
    private Scanner scanner;

    @BeforeAll
    static void build() throws Exception {
        StandIn.build();
    }

    @BeforeEach
    void open() throws Exception {
        StandIn.use();
        handles = StandIn.handles();
        scanner = WindowsScanner.open();
    }

    @AfterEach
    void close() {
        scanner.close();
        StandIn.leave();
        assertThat(StandIn.handles()).as("handles").isEqualTo(handles);
    }

    private static String describe(int type, long size, long nanos, long number) {
        return "type " + type + ", " + size + " bytes, modified " + nanos / 100 + ", number " + number;
    }

    private static String onDisk(Path path) throws Exception {
        Map<String, Object> stat = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        boolean file = attribute(stat, "isRegularFile", Boolean.class);
        boolean directory = attribute(stat, "isDirectory", Boolean.class);
        int type = file ? EntryStat.FILE : directory ? EntryStat.DIRECTORY : EntryStat.SYMLINK;
        long nanos = attribute(stat, "lastModifiedTime", FileTime.class).to(TimeUnit.NANOSECONDS);
        long size = file ? attribute(stat, "size", Long.class) : 0;
        return describe(type, size, nanos, attribute(stat, "ino", Long.class));
    }

    private static <T> T attribute(Map<String, Object> stat, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(stat.get(name), name));
    }

    private Map<String, String> list(int directory) {
        Map<String, String> found = new TreeMap<>();
        assertThat(scanner.list(directory, into(found))).isZero();
        return found;
    }

    private static ListingSink into(Map<String, String> found) {
        return new ListingSink() {
            @Override
            public boolean wants(byte[] name, int length) {
                return true;
            }

            @Override
            public void entry(byte[] name, int length, EntryStat stat) {
                found.put(
                        new String(name, 0, length, StandardCharsets.UTF_8),
                        describe(stat.type, stat.size, stat.modifiedNanos, stat.inode));
            }
        };
    }

    @Test
    void listsWhatIsThere() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < MANY; i++) {
            Path file = Files.writeString(root.resolve("file \uD83D\uDE00 " + i), "x".repeat(i % 7));
            expected.put(file.getFileName().toString(), onDisk(file));
        }
        expected.put("d", onDisk(Files.createDirectory(root.resolve("d"))));
        expected.put("l", onDisk(Files.createSymbolicLink(root.resolve("l"), root.resolve("d"))));
        int handle = scanner.openRoot(NativeName.of(root));
        assertThat(handle).isPositive();
        assertThat(list(handle)).isEqualTo(expected);
        assertThat(list(handle)).isEqualTo(expected);
        scanner.close(handle);
    }

    /** It has no dots, and so the first search for an entry finds none. */
    @Test
    void theEmptyRootOfADriveIsEmpty() {
        int handle = scanner.openRoot(NativeName.of(root));
        StandIn.fail("GetFileInformationByHandleEx", WinError.ERROR_FILE_NOT_FOUND, 0, 1);
        assertThat(list(handle)).isEmpty();
        scanner.close(handle);
    }

    /** Or everything on a share would be reported as deleted whenever the network fails. */
    @ParameterizedTest
    @ValueSource(ints = {WinError.ERROR_BAD_NETPATH, WinError.ERROR_BAD_NET_NAME, WinError.ERROR_NOT_READY})
    void whatCannotBeReachedIsNotGone(int error) {
        StandIn.fail("CreateFileW", error, 0, 1);
        assertThat(scanner.openRoot(NativeName.of(root))).isEqualTo(Scanner.FAILED);
        WatchException failure = scanner.failure(NativeName.of(root));
        assertThat(failure).isNotInstanceOf(RootGoneException.class).hasMessageContaining("tried again");
        assertThat(failure.code()).isEqualTo(error);
    }

    /** For both Windows says that access is denied. */
    @ParameterizedTest
    @ValueSource(ints = {WinError.STATUS_DELETE_PENDING, WinError.STATUS_FILE_DELETED})
    void whatIsBeingDeletedIsGone(int status) {
        int top = scanner.openRoot(NativeName.of(root));
        StandIn.fail("NtOpenFile", status, 0, 1);
        assertThat(scanner.open(top, new byte[] {'d'}, 1)).isEqualTo(Scanner.GONE);
        scanner.close(top);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOpenDirectoryThatDeniesAccessMayBeBeingDeleted(boolean deleted) throws Exception {
        Path directory = Files.createDirectory(root.resolve("d"));
        int handle = scanner.openRoot(NativeName.of(directory));
        if (deleted) {
            Files.delete(directory);
        }
        int expected = deleted ? Scanner.GONE : Scanner.DENIED;
        StandIn.fail("GetFileInformationByHandle", WinError.ERROR_ACCESS_DENIED, 0, 1);
        assertThat(scanner.inspectSelf(handle, new EntryStat())).isEqualTo(expected);
        StandIn.fail("GetFileInformationByHandleEx", WinError.ERROR_ACCESS_DENIED, 0, 1);
        assertThat(scanner.list(handle, into(new TreeMap<>()))).isEqualTo(expected);
        scanner.close(handle);
    }

    @Test
    void aRootIsWatchedWhereLinksLead() throws Exception {
        Path directory = Files.createDirectory(root.resolve("d")).toRealPath();
        NativeName link = NativeName.of(Files.createSymbolicLink(root.resolve("l"), directory));
        int handle = scanner.openRoot(link);
        assertThat(scanner.watchPath(handle, () -> link)).isEqualTo(NativeName.of("C:" + directory));
        StandIn.fail("GetFinalPathNameByHandleW", WinError.ERROR_ACCESS_DENIED, 0, 1);
        assertThat(scanner.watchPath(handle, () -> link)).isEqualTo(link);
        scanner.close(handle);
    }

    @Test
    void opensAndInspectsRelativeToADirectory() throws Exception {
        Path file = Files.writeString(Files.createDirectory(root.resolve("d")).resolve("f"), "content");
        Files.createSymbolicLink(root.resolve("l"), root.resolve("d"));
        int top = scanner.openRoot(NativeName.of(root));
        int directory = scanner.open(top, new byte[] {'d'}, 1);
        assertThat(directory).isPositive();
        EntryStat stat = new EntryStat();
        assertThat(scanner.inspect(directory, new byte[] {'f'}, 1, stat)).isZero();
        assertThat(describe(stat.type, stat.size, stat.modifiedNanos, stat.inode))
                .isEqualTo(onDisk(file));
        assertThat(scanner.inspect(directory, new byte[] {'g'}, 1, stat)).isEqualTo(Scanner.GONE);
        assertThat(scanner.open(top, new byte[] {'l'}, 1)).isEqualTo(Scanner.NOT_A_DIRECTORY);
        assertThat(scanner.open(top, new byte[] {'x'}, 1)).isEqualTo(Scanner.GONE);
        int hash = scanner.contentHash(directory, new byte[] {'f'}, 1);
        assertThat(hash).isNotZero();
        Files.writeString(file, "another");
        assertThat(scanner.contentHash(directory, new byte[] {'f'}, 1)).isNotEqualTo(hash);
        byte[] beginning = new byte[4];
        assertThat(scanner.read(directory, new byte[] {'f'}, 1, beginning)).isEqualTo(4);
        assertThat(beginning).asString(StandardCharsets.US_ASCII).isEqualTo("anot");
        assertThat(scanner.read(directory, new byte[] {'f'}, 1, new byte[100])).isEqualTo(7);
        assertThat(scanner.read(directory, new byte[] {'g'}, 1, beginning)).isEqualTo(Scanner.GONE);
        scanner.close(directory);
        scanner.close(top);
    }
}
