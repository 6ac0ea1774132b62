package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import io.github.fswire.raw.AccessRefusedException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every scanner promises when the tree changes under it, or when the system refuses. */
abstract class ScannerSafetyContract extends ScannerContract {
    @Test
    void whatIsNotADirectoryIsNotOpened() throws Exception {
        Path directory = Files.createDirectory(root.resolve("directory"));
        Files.createFile(root.resolve("file"));
        Files.createSymbolicLink(root.resolve("link"), directory);
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        run("mkfifo", root.resolve("fifo").toString());
        int handle = scanner.openRoot(NativeName.of(root));

        for (String name : List.of("file", "link", "loop", "fifo")) {
            assertThat(open(handle, name)).as(name).isEqualTo(Scanner.NOT_A_DIRECTORY);
            assertThat(scanner.failure(NativeName.of(name))).isInstanceOf(UnsupportedWatchException.class);
        }
        assertThat(open(handle, "directory")).isNotNegative();
    }

    @Test
    void whatDoesNotExistIsGone() {
        int handle = scanner.openRoot(NativeName.of(root));

        assertThat(open(handle, "nothing")).isEqualTo(Scanner.GONE);
        assertThat(scanner.failure(NativeName.of("/nothing")))
                .isInstanceOf(RootGoneException.class)
                .hasMessageContaining("/nothing");
        assertThat(inspectionResult(handle, "nothing")).isEqualTo(Scanner.GONE);
        assertThat(scanner.openRoot(NativeName.of(root.resolve("nothing")))).isEqualTo(Scanner.GONE);
    }

    @Test
    void linksInThePathOfTheRootAreFollowed() throws IOException {
        Path directory = Files.createDirectories(root.resolve("a/b"));
        Files.createFile(directory.resolve("c"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
        Files.createSymbolicLink(root.resolve("last"), Path.of("link/b"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.createFile(root.resolve("file"));

        assertThat(list(root.resolve("last"))).containsOnlyKeys(NativeName.of("c"));
        assertThat(scanner.openRoot(NativeName.of(root.resolve("file")))).isEqualTo(Scanner.NOT_A_DIRECTORY);
        assertThat(scanner.openRoot(NativeName.of(root.resolve("loop")))).isEqualTo(Scanner.NOT_A_DIRECTORY);
        assertThat(scanner.openRoot(NativeName.of(root.resolve("file/x")))).isEqualTo(Scanner.NOT_A_DIRECTORY);
        assertThat(scanner.openRoot(NativeName.of("/" + "x/".repeat(3000)))).isNegative();
    }

    @Test
    void aDirectoryThatWasRemovedIsGone() throws IOException {
        Path directory = Files.createDirectory(root.resolve("a"));
        int handle = open(scanner.openRoot(NativeName.of(root)), "a");
        Files.delete(directory);

        Seen.Listing listing = new Seen.Listing();
        if (!isListedEmpty(handle, listing)) {
            assertThat(scanner.failure(NativeName.of("/a"))).isInstanceOf(RootGoneException.class);
        }
        assertThat(inspectionResult(handle, "b")).isEqualTo(Scanner.GONE);
        assertThat(open(handle, "b")).isEqualTo(Scanner.GONE);
    }

    /** Whether a directory that was removed is listed as an empty one, which a Mac may do; else it is reported to be gone. */
    private boolean isListedEmpty(int handle, Seen.Listing listing) {
        int result = scanner.list(handle, listing);
        assertThat(listing.entries).isEmpty();
        assertThat(result).isIn(Scanner.GONE, Lane.MAC ? 0 : Scanner.GONE);
        return result == 0;
    }

    @Test
    void aDirectoryThatTookTheNameIsNotMistaken() throws IOException {
        Path directory = Files.createDirectory(root.resolve("a"));
        int handle = open(scanner.openRoot(NativeName.of(root)), "a");
        Files.delete(directory);
        Files.createFile(Files.createDirectory(directory).resolve("b"));

        Seen.Listing listing = new Seen.Listing();
        isListedEmpty(handle, listing);
        assertThat(inspectionResult(handle, "b")).isEqualTo(Scanner.GONE);
    }

    @Test
    void G8_aDirectoryThatBecameALinkDoesNotLeadOutside() throws IOException {
        Path outside = Files.createDirectories(root.resolve("outside/sub"));
        Files.createFile(outside.resolve("secret"));
        Path inside = Files.createDirectories(root.resolve("top/a/sub"));
        Files.createFile(inside.resolve("own"));
        int top = scanner.openRoot(NativeName.of(root.resolve("top")));
        int handle = open(top, "a");
        int child = open(handle, "sub");

        Files.move(root.resolve("top/a"), root.resolve("top/b"));
        Files.createSymbolicLink(root.resolve("top/a"), root.resolve("outside"));

        assertThat(open(top, "a")).isEqualTo(Scanner.NOT_A_DIRECTORY);
        assertThat(inspect(top, "a").type()).isEqualTo(EntryStat.SYMLINK);
        Seen.Listing listing = new Seen.Listing();
        int listed = scanner.list(child, listing);
        if (followsRenames()) {
            assertThat(listed).isZero();
            assertThat(listing.entries).containsOnlyKeys(NativeName.of("own"));
            assertThat(inspect(child, "own").type()).isEqualTo(EntryStat.FILE);
            assertThat(open(handle, "sub")).isNotNegative();
        } else {
            assertThat(listed).isEqualTo(Scanner.GONE);
            assertThat(listing.entries).isEmpty();
            assertThat(open(handle, "sub")).isEqualTo(Scanner.GONE);
            assertThat(inspectionResult(handle, "sub")).isEqualTo(Scanner.GONE);
        }
        assertThat(inspectionResult(child, "secret")).isEqualTo(Scanner.GONE);
    }

    /** Whether a listing has names only, so that each entry is inspected after it. */
    boolean listsNamesFirst() {
        return true;
    }

    /** Whether the path to watch leads to the directory also when it was renamed since. */
    boolean watchPathsFollowRenames() {
        return followsRenames();
    }

    @Test
    void whatVanishesBetweenListingAndInspectionIsSkipped() throws IOException {
        assumeTrue(listsNamesFirst(), "what is listed was inspected by then");
        for (int i = 0; i < 100; i++) {
            Files.createFile(root.resolve("entry-" + i));
        }
        int handle = scanner.openRoot(NativeName.of(root));
        List<String> seen = new ArrayList<>();

        int result = scanner.list(handle, new ListingSink() {
            @Override
            public boolean wants(byte[] name, int length) {
                deleteAllBut("entry-50");
                return true;
            }

            @Override
            public void entry(byte[] name, int length, EntryStat stat) {
                seen.add(NativeName.of(name, 0, length).toString());
            }
        });

        assertThat(result).isZero();
        assertThat(seen).containsExactly("entry-50");
    }

    private void deleteAllBut(String name) {
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.filter(path -> !path.endsWith(name)).toList()) {
                Files.delete(entry);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theWatchPathLeadsToTheDirectory() throws IOException {
        Path directory = Files.createDirectories(root.resolve("a/b"));
        int handle = open(open(scanner.openRoot(NativeName.of(root)), "a"), "b");
        Path path = scanner.watchPath(handle, () -> NativeName.of(directory)).toPath();

        assertThat(Files.isSameFile(path, directory)).isTrue();
        if (watchPathsFollowRenames()) {
            Files.move(root.resolve("a"), root.resolve("c"));
            assertThat(Files.isSameFile(path, root.resolve("c/b"))).isTrue();
        }
    }

    /** What each user sees of these directories; root without its privileges is a user like others. */
    @Test
    void placesWithoutPermissionAreDenied() throws Exception {
        Path hidden = Files.createDirectory(root.resolve("hidden"));
        Path blind = Files.createDirectory(root.resolve("blind"));
        Files.createFile(blind.resolve("file"));
        Files.createDirectory(blind.resolve("directory"));
        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("--x--x--x"));
        Files.setPosixFilePermissions(blind, PosixFilePermissions.fromString("r--r--r--"));
        List<String> lines;
        try {
            lines = ScanProgram.start(Map.of(), withoutPrivileges(), kind(), "describe", root.toString());
        } finally {
            Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(blind, PosixFilePermissions.fromString("rwx------"));
        }

        String blindHex = "626c696e64";
        String hiddenHex = "68696464656e";
        assertThat(lines).contains(hiddenHex + " open " + Scanner.DENIED + " AccessRefusedException");
        assertThat(AccessRefusedException.class.getSimpleName()).isEqualTo("AccessRefusedException");
        List<String> below =
                lines.stream().filter(line -> line.startsWith(blindHex + "/")).toList();
        if (!listsBlindly()) {
            assertThat(below).containsExactly(blindHex + "/list " + Scanner.DENIED);
            return;
        }
        assertThat(below).hasSize(blindTypesAreReported() ? 4 : 3);
        assertThat(below)
                .filteredOn(line -> line.contains("complete=false"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).endsWith("inspect " + Scanner.DENIED));
        if (blindTypesAreReported()) {
            assertThat(below).anySatisfy(line -> assertThat(line).contains("type=" + EntryStat.DIRECTORY));
            assertThat(below).anySatisfy(line -> assertThat(line).contains("type=" + EntryStat.FILE));
            assertThat(below).anySatisfy(line -> assertThat(line).contains(" open " + Scanner.DENIED));
        }
        assertThat(below).last().isEqualTo(blindHex + "/list 0");
    }

    /** Whether names are listed where no entry may be inspected. */
    boolean listsBlindly() {
        return true;
    }

    /** Whether a listing alone has the types of its entries. */
    abstract boolean blindTypesAreReported();

    private static List<String> withoutPrivileges() throws Exception {
        if (!run("id", "-u").strip().equals("0")) {
            return List.of();
        }
        List<String> command = List.of(
                "setpriv",
                "--inh-caps=-dac_override,-dac_read_search",
                "--bounding-set=-dac_override,-dac_read_search");
        List<String> attempt = new ArrayList<>(command);
        attempt.add("true");
        assumeTrue(works(attempt), "root cannot give up its privileges here: no setpriv, or it is not allowed");
        return command;
    }

    private static boolean works(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    @Test
    void runningOutOfDescriptorsIsReported() throws Exception {
        List<String> limited = List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh");

        List<String> lines = ScanProgram.start(Map.of(), limited, kind(), "exhaust", root.toString());

        assertThat(lines).endsWith("open " + Scanner.EXHAUSTED, "WatchLimitException", "open again 0");
    }

    @Test
    void closeReleasesEveryHandle() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        for (int i = 0; i < 300; i++) {
            int handle = scanner.openRoot(NativeName.of(root));
            int child = open(handle, "a");
            open(child, "b");
            if (i % 2 == 0) {
                scanner.close(child);
                scanner.close(child); // once more does nothing
            }
        }
        scanner.close();
        assertThat(ScanProgram.descriptorsBelow(root)).isEmpty();
        scanner.close();
    }
}
