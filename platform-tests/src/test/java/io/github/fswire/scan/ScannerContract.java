package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What every scanner promises about what it sees; {@link ScannerSafetyContract} has what it must not see. */
abstract class ScannerContract {
    private static final boolean MAC = OS.MAC.isCurrentOs();

    @TempDir
    Path root;

    Scanner scanner;

    /** The scanner's name for {@link ScanProgram}. */
    abstract String kind();

    /** Whether birth times are reported here. */
    abstract boolean reportsBirthTimes();

    /** Whether a directory is still reached by its handle after it was renamed or its parent was. */
    abstract boolean followsRenames();

    /** What of a sight can be compared with what the JDK sees. */
    Seen comparable(Seen seen) {
        return seen.withoutBirth();
    }

    /** The time of birth, in seconds, of a file of which the system reports this one. */
    long birthSeconds(long reported) {
        return reported;
    }

    @BeforeEach
    void openScanner() throws Exception {
        boolean narrow = MAC
                && kind().equals("nio-jnr")
                && !System.getProperty("os.arch").equals("aarch64");
        assumeFalse(narrow, "jnr-posix has inode numbers of 32 bits here");
        scanner = ScanProgram.scanner(kind());
        root = root.toRealPath();
    }

    @AfterEach
    void closeScanner() throws IOException {
        scanner.close();
        assertThat(ScanProgram.descriptorsBelow(root)).isEmpty();
    }

    @Test
    void hashesContentAndNeverWaits() throws Exception {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        Files.write(root.resolve("file"), content);
        Files.createDirectory(root.resolve("directory"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
        run("mkfifo", root.resolve("fifo").toString());
        CRC32C expected = new CRC32C();
        expected.update(content);
        int handle = scanner.openRoot(NativeName.of(root));

        assertThat(hash(handle, "file")).isEqualTo((int) expected.getValue());
        Files.write(root.resolve("file"), new byte[] {1});
        assertThat(hash(handle, "file")).isNotZero().isNotEqualTo((int) expected.getValue());
        for (String other : List.of("directory", "link", "fifo", "missing")) {
            assertThat(hash(handle, other)).as(other).isZero();
        }
        scanner.close(handle);
    }

    @Test
    void readsTheBeginningOfARegularFileAndNothingElse() throws Exception {
        byte[] content = new byte[200_000]; // more than one buffer
        new Random(2).nextBytes(content);
        Files.write(root.resolve("file"), content);
        Files.createFile(root.resolve("empty"));
        Files.createDirectory(root.resolve("directory"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
        int handle = scanner.openRoot(NativeName.of(root));

        byte[] room = new byte[content.length + 1];
        assertThat(read(handle, "file", room)).isEqualTo(content.length);
        assertThat(Arrays.copyOf(room, content.length)).isEqualTo(content);
        byte[] less = new byte[70_000];
        assertThat(read(handle, "file", less)).isEqualTo(less.length);
        assertThat(less).isEqualTo(Arrays.copyOf(content, less.length));
        assertThat(read(handle, "empty", room)).isZero();
        assertThat(read(handle, "missing", room)).isEqualTo(Scanner.GONE);
        assertThat(read(handle, "link", room)).isNegative();
        assertThat(read(handle, "directory", room)).isNegative();
        scanner.close(handle);
    }

    private int read(int handle, String name, byte[] target) {
        return scanner.read(handle, name.getBytes(StandardCharsets.UTF_8), name.length(), target);
    }

    private int hash(int handle, String name) {
        return scanner.contentHash(handle, name.getBytes(StandardCharsets.UTF_8), name.length());
    }

    @Test
    void seesEveryTypeOfEntry() throws Exception {
        Files.createFile(root.resolve("file"));
        Files.createDirectory(root.resolve("directory"));
        Files.createSymbolicLink(root.resolve("link-to-directory"), Path.of("directory"));
        Files.createSymbolicLink(root.resolve("link-to-nothing"), Path.of("nothing"));
        run("mkfifo", root.resolve("fifo").toString());
        Map<String, Integer> expected = new TreeMap<>(Map.of(
                "file", EntryStat.FILE,
                "directory", EntryStat.DIRECTORY,
                "link-to-directory", EntryStat.SYMLINK,
                "link-to-nothing", EntryStat.SYMLINK,
                "fifo", EntryStat.OTHER,
                "socket", EntryStat.OTHER));
        Map<String, Integer> found = new TreeMap<>();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));

            list(root).forEach((name, seen) -> found.put(name.toString(), seen.type()));
        }

        assertThat(found).isEqualTo(expected);
        int dev = scanner.openRoot(NativeName.of("/dev"));
        assertThat(inspect(dev, "null").type()).isEqualTo(EntryStat.OTHER);
    }

    @Test
    void seesWhatTheJdkSees() throws Exception {
        Path file = Files.write(root.resolve("file"), new byte[12345]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06.789012345Z")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        Path old = Files.createFile(root.resolve("old"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("1969-12-31T23:59:58.5Z")));
        Path future = Files.createFile(root.resolve("future"));
        Files.setLastModifiedTime(future, FileTime.from(Instant.parse("2100-01-01T00:00:00.000000001Z")));
        Files.createDirectory(root.resolve("directory"));
        Files.createLink(root.resolve("hard"), file);
        Files.createSymbolicLink(root.resolve("symbolic"), file);
        run("mkfifo", root.resolve("fifo").toString());

        Map<NativeName, Seen> listed = list(root);

        assertThat(listed).hasSize(7);
        int handle = scanner.openRoot(NativeName.of(root));
        for (Map.Entry<NativeName, Seen> entry : listed.entrySet()) {
            Path path = root.resolve(entry.getKey().toPath());
            assertThat(comparable(entry.getValue())).as("%s", path).isEqualTo(comparable(Seen.byTheJdk(path)));
            assertThat(inspect(handle, entry.getKey().toString())).isEqualTo(entry.getValue());
        }
        assertThat(comparable(inspectSelf(handle))).isEqualTo(comparable(Seen.byTheJdk(root)));
        int child = open(handle, "directory");
        assertThat(inspectSelf(child)).isEqualTo(named(listed, "directory"));
    }

    @Test
    void hardLinksAreOneIdentity() throws Exception {
        Path file = Files.createFile(root.resolve("a"));
        Files.createLink(root.resolve("b"), file);
        Files.createFile(root.resolve("c"));

        Map<NativeName, Seen> found = list(root);

        assertThat(named(found, "a")).isEqualTo(named(found, "b"));
        assertThat(named(found, "a").links()).isEqualTo(2);
        assertThat(named(found, "a").inode()).isNotEqualTo(named(found, "c").inode());
    }

    @Test
    void birthTimesAreThoseOfTheSystemAndStay() throws Exception {
        Path file = Files.createFile(root.resolve("a"));
        String[] stat = MAC ? new String[] {"stat", "-f", "%B"} : new String[] {"stat", "-c", "%W"};
        String reported = run(stat[0], stat[1], stat[2], file.toString()).strip();
        Seen before = named(list(root), "a");

        if (reportsBirthTimes() && !reported.equals("0") && !reported.equals("-")) {
            assertThat(before.birthNanos() / 1_000_000_000).isEqualTo(birthSeconds(Long.parseLong(reported)));
        } else {
            assertThat(before.birthNanos()).isEqualTo(EntryStat.NO_BIRTH);
        }
        Files.write(file, new byte[1]);
        Instant earlier = Instant.parse("2001-02-03T04:05:06Z");
        Files.setLastModifiedTime(file, FileTime.from(earlier));
        Files.move(file, root.resolve("b"));
        assertThat(named(list(root), "b").birthNanos())
                .isIn(
                        before.birthNanos(),
                        MAC ? TimeUnit.SECONDS.toNanos(earlier.getEpochSecond()) : before.birthNanos());
    }

    @Test
    void keepsEveryByteOfAName() throws Exception {
        Set<NativeName> made = makeEveryName(root);

        Map<NativeName, Seen> listed = list(root);

        assertThat(listed.keySet()).isEqualTo(made);
        int handle = scanner.openRoot(NativeName.of(root));
        for (NativeName name : made) {
            EntryStat stat = new EntryStat();
            byte[] bytes = name.toBytes();
            assertThat(scanner.inspect(handle, bytes, bytes.length, stat)).isZero();
            assertThat(Seen.of(stat)).isEqualTo(listed.get(name));
            if (stat.type == EntryStat.DIRECTORY) {
                int child = scanner.open(handle, bytes, bytes.length);
                assertThat(child).isNotNegative();
                assertThat(inspectSelf(child)).isEqualTo(listed.get(name));
                assertThat(listHandle(child)).containsOnlyKeys(name);
                scanner.close(child);
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.MAC, disabledReason = "its JVMs know no other encoding than UTF-8")
    void seesTheSameInAnAsciiLocale() throws Exception {
        makeEveryName(root);
        List<String> expected = ScanProgram.describe(scanner, root);

        List<String> found = ScanProgram.start(Map.of("LC_ALL", "C"), List.of(), kind(), "describe", root.toString());

        assertThat(found.remove(0)).as("the JVM's file name encoding").doesNotContain("UTF");
        assertThat(found).isEqualTo(expected);
    }

    /** How many entries a big directory has. */
    int many() {
        return 5_000;
    }

    @Test
    void listsDirectoriesOfAnySize() throws Exception {
        int count = many();
        for (int i = 0; i < count; i++) {
            Files.createFile(root.resolve("entry-" + i));
        }

        Map<NativeName, Seen> found = list(root);

        assertThat(found).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(found).containsKey(NativeName.of("entry-" + i));
        }
    }

    @Test
    void listsAnEmptyDirectory() throws Exception {
        assertThat(list(root)).isEmpty();
    }

    @Test
    void inspectsOnlyWhatIsWanted() throws Exception {
        Files.createFile(root.resolve("a"));
        Files.createFile(root.resolve("b"));
        List<String> asked = new ArrayList<>();
        List<String> got = new ArrayList<>();
        int handle = scanner.openRoot(NativeName.of(root));

        int result = scanner.list(handle, new ListingSink() {
            @Override
            public boolean wants(byte[] name, int length) {
                asked.add(NativeName.of(name, 0, length).toString());
                return name[0] == 'b';
            }

            @Override
            public void entry(byte[] name, int length, EntryStat stat) {
                got.add(NativeName.of(name, 0, length).toString());
            }
        });

        assertThat(result).isZero();
        assertThat(asked).containsExactlyInAnyOrder("a", "b");
        assertThat(got).containsExactly("b");
    }

    @Test
    void aChangeAfterAnInspectionIsSeenIfTheGranularityIsZero() throws Exception {
        int handle = scanner.openRoot(NativeName.of(root));
        long granularity = scanner.timestampGranularityNanos(handle);
        assertThat(granularity).isNotNegative();
        assumeTrue(granularity == 0, "this file system's time stamps have a granularity of " + granularity + " ns");
        Path file = Files.write(root.resolve("a"), new byte[10]);
        long last = inspect(handle, "a").modifiedNanos();
        for (int i = 0; i < 500; i++) {
            Files.write(file, new byte[10]);
            long now = inspect(handle, "a").modifiedNanos();
            assertThat(now).isGreaterThan(last);
            last = now;
        }
    }

    Map<NativeName, Seen> list(Path directory) {
        int handle = scanner.openRoot(NativeName.of(directory));
        assertThat(handle).isNotNegative();
        Map<NativeName, Seen> entries = listHandle(handle);
        scanner.close(handle);
        return entries;
    }

    private static Seen named(Map<NativeName, Seen> entries, String name) {
        return Objects.requireNonNull(entries.get(NativeName.of(name)), name);
    }

    Map<NativeName, Seen> listHandle(int handle) {
        Seen.Listing listing = new Seen.Listing();
        assertThat(scanner.list(handle, listing)).isZero();
        return listing.entries;
    }

    int open(int handle, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return scanner.open(handle, bytes, bytes.length);
    }

    Seen inspect(int handle, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        EntryStat stat = new EntryStat();
        assertThat(scanner.inspect(handle, bytes, bytes.length, stat)).isZero();
        return Seen.of(stat);
    }

    int inspectionResult(int handle, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return scanner.inspect(handle, bytes, bytes.length, new EntryStat());
    }

    Seen inspectSelf(int handle) {
        EntryStat stat = new EntryStat();
        assertThat(scanner.inspectSelf(handle, stat)).isZero();
        return Seen.of(stat);
    }

    /** Runs a program and returns what it printed. */
    static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as("%s", output).isZero();
        return output;
    }

    /** Files with names of every kind, and directories that hold a file of their own name. */
    private static Set<NativeName> makeEveryName(Path directory) throws IOException {
        List<byte[]> names = new ArrayList<>();
        byte[] all = new byte[254];
        for (int b = 1, i = 0; b < 256; b++) {
            if (b != '/') {
                all[i++] = (byte) b;
            }
        }
        if (!MAC) { // APFS has no other names than UTF-8
            names.add(all);
        }
        for (String text :
                List.of("with space", "new\nline", "100%", "a%41", "#?:\\", "-rf", "...", "\u00e9", "\ud83d\ude00")) {
            names.add(text.getBytes(StandardCharsets.UTF_8));
        }
        names.add("n".repeat(255).getBytes(StandardCharsets.UTF_8));
        for (String hex : MAC ? List.<String>of() : List.of("ff", "61c3", "c0af", "eda080", "efbfbd80")) {
            names.add(HexFormat.of().parseHex(hex));
        }
        Set<NativeName> made = new TreeSet<>();
        boolean file = false;
        for (byte[] bytes : names) {
            NativeName name = NativeName.of(bytes);
            Path path = directory.resolve(name.toPath());
            file = !file;
            Files.createFile(file ? path : Files.createDirectory(path).resolve(name.toPath()));
            made.add(name);
        }
        return made;
    }
}
