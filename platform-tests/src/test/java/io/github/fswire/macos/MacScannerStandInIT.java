package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.MacErrno;
import io.github.fswire.raw.NativeName;
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
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scanner of macOS, by the binding of the lane, on calls that stand in for getattrlistbulk and its like. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
class MacScannerStandInIT {
    private static final int MANY = 2000;
    private static final byte[] F = {'f'};

    @TempDir
    Path root;

    private Scanner scanner;

    @BeforeEach
    void open() throws Exception {
        StandIn.script();
        scanner = MacScanner.open();
    }

    @AfterEach
    void close() {
        scanner.close();
        StandIn.leave();
    }

    /** Of a file id the stand-in takes the lower half from Linux. */
    private static String describe(EntryStat stat) {
        return "type " + stat.type + ", " + stat.size + " bytes, modified " + stat.modifiedNanos + ", changed "
                + stat.changedNanos + ", number " + (int) stat.inode + ", mode " + Integer.toOctalString(stat.mode)
                + ", owner " + stat.uid + ' ' + stat.gid + ", links " + stat.links + ", " + stat.complete;
    }

    private static long number(Map<String, Object> found, String attribute) {
        Object value = Objects.requireNonNull(found.get(attribute));
        return value instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : ((Number) value).longValue();
    }

    private static String onDisk(Path path) throws Exception {
        Map<String, Object> found = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        EntryStat stat = new EntryStat();
        stat.mode = (int) number(found, "mode");
        stat.type = EntryStat.typeOf(stat.mode);
        boolean directory = stat.type == EntryStat.DIRECTORY;
        stat.size = directory ? 0 : number(found, "size");
        stat.links = directory ? 1 : (int) number(found, "nlink");
        stat.modifiedNanos = number(found, "lastModifiedTime");
        stat.changedNanos = number(found, "ctime");
        stat.inode = number(found, "ino");
        stat.uid = (int) number(found, "uid");
        stat.gid = (int) number(found, "gid");
        stat.complete = true;
        return describe(stat);
    }

    private final Map<String, String> found = new TreeMap<>();

    private int list(int directory) {
        found.clear();
        return scanner.list(directory, new ListingSink() {
            @Override
            public boolean wants(byte[] name, int length) {
                return true;
            }

            @Override
            public void entry(byte[] name, int length, EntryStat stat) {
                found.put(new String(name, 0, length, StandardCharsets.UTF_8), describe(stat));
            }
        });
    }

    @Test
    void listsWhatIsThere() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < MANY; i++) {
            Path file = Files.writeString(root.resolve("\ud83d\ude00".repeat(1 + i % 50) + i), "x".repeat(i % 7));
            expected.put(file.getFileName().toString(), onDisk(file));
        }
        expected.put("d", onDisk(Files.createDirectory(root.resolve("d"))));
        expected.put("l", onDisk(Files.createSymbolicLink(root.resolve("l"), root.resolve("d"))));
        Path file = Files.createFile(root.resolve("f"));
        Files.createLink(root.resolve("g"), file);
        expected.put("f", onDisk(file));
        expected.put("g", onDisk(root.resolve("g")));
        int handle = scanner.openRoot(NativeName.of(root));
        assertThat(list(handle)).isZero();
        assertThat(found).isEqualTo(expected);
        scanner.close(handle);
    }

    @Test
    void inspectsEntriesAndItself() throws Exception {
        Path file = Files.writeString(root.resolve("f"), "content");
        int handle = scanner.openRoot(NativeName.of(root));
        EntryStat stat = new EntryStat();
        assertThat(scanner.inspect(handle, F, 1, stat)).isZero();
        assertThat(describe(stat)).isEqualTo(onDisk(file));
        assertThat(scanner.inspectSelf(handle, stat)).isZero();
        assertThat(describe(stat)).isEqualTo(onDisk(root));
        assertThat(scanner.inspect(handle, new byte[] {'x'}, 1, stat)).isEqualTo(Scanner.GONE);
        assertThat(scanner.open(handle, F, 1)).isEqualTo(Scanner.NOT_A_DIRECTORY);
        Files.createSymbolicLink(root.resolve("l"), root);
        assertThat(scanner.open(handle, new byte[] {'l'}, 1)).isEqualTo(Scanner.NOT_A_DIRECTORY);
        CRC32C crc = new CRC32C();
        crc.update("content".getBytes(StandardCharsets.UTF_8));
        assertThat(scanner.contentHash(handle, F, 1)).isEqualTo((int) crc.getValue());
        assertThat(scanner.timestampGranularityNanos(handle)).isLessThan(1_000_000_000);
        StandIn.volume(0x1000, "hfs");
        assertThat(scanner.timestampGranularityNanos(handle)).isGreaterThanOrEqualTo(1_000_000_000);
    }

    @Test
    void anotherSpellingIsNotTakenForTheEntry() throws Exception {
        Files.createFile(root.resolve("F"));
        StandIn.caseInsensitive();
        int handle = scanner.openRoot(NativeName.of(root));
        EntryStat stat = new EntryStat();
        assertThat(scanner.inspect(handle, F, 1, stat)).isEqualTo(Scanner.OTHER_NAME);
        assertThat(scanner.inspect(handle, new byte[] {'F'}, 1, stat)).isZero();
    }

    @Test
    void aMountPointIsListedAsItIsInspected() throws Exception {
        Path mounted = Files.createDirectory(root.resolve("d"));
        Files.createDirectory(root.resolve("other"));
        StandIn.mount("d");
        int handle = scanner.openRoot(NativeName.of(root));
        assertThat(list(handle)).isZero();
        assertThat(found).containsEntry("d", onDisk(mounted)).containsEntry("other", onDisk(root.resolve("other")));
        StandIn.fail("getattrlistat", MacErrno.EACCES, 0, 1);
        assertThat(list(scanner.openRoot(NativeName.of(root)))).isZero();
        assertThat(found.get("d")).startsWith("type " + EntryStat.DIRECTORY).endsWith("false");
        StandIn.fail("getattrlistat", MacErrno.ENOENT, 0, 1);
        assertThat(list(scanner.openRoot(NativeName.of(root)))).isZero();
        assertThat(found).containsOnlyKeys("other");
    }

    @ParameterizedTest
    @CsvSource({
        "openat, 13, -3",
        "openat, 1, -3",
        "openat, 24, -4",
        "openat, 23, -4",
        "openat, 62, -2",
        "openat, 5, -5",
    })
    void failuresAreTranslated(String call, int error, int expected) {
        StandIn.fail(call, error, 0, 1);
        assertThat(scanner.openRoot(NativeName.of(root))).isEqualTo(expected);
        assertThat(scanner.failure(NativeName.of(root)).code()).isEqualTo(error);
        assertThat(scanner.failure(NativeName.of(root)).symbol()).startsWith("E");
    }

    /** With its name and, unless it has gone, without anything else that is known. */
    @Test
    void anEntryThatCannotBeInspectedIsIncomplete() throws Exception {
        Files.createFile(root.resolve("f"));
        int handle = scanner.openRoot(NativeName.of(root));
        StandIn.fail("statx", MacErrno.EACCES, 0, 1);
        assertThat(list(handle)).isZero();
        assertThat(found.get("f")).endsWith("false");
        StandIn.fail("getattrlistbulk", MacErrno.ESTALE, 0, 1);
        assertThat(list(handle)).isEqualTo(Scanner.GONE);
        StandIn.fail("getattrlistat", MacErrno.EIO, 0, 1);
        assertThat(scanner.inspect(handle, F, 1, new EntryStat())).isEqualTo(Scanner.FAILED);
    }
}
