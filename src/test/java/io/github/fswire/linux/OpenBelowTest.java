package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A directory several levels below an open one, on a real disk. */
@EnabledOnOs(OS.LINUX)
class OpenBelowTest {
    @TempDir
    private Path directory;

    private static int open(Scanner scanner, int root, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return scanner.openBelow(root, bytes, bytes.length);
    }

    @Test
    void G8_noPathLeadsThroughALinkOrOutOfTheDirectory() throws Exception {
        Path inside = Files.createDirectories(directory.resolve("root/a/b/c"));
        Files.createFile(directory.resolve("root/a/file"));
        Files.createDirectories(directory.resolve("outside/d"));
        Files.createSymbolicLink(directory.resolve("root/a/within"), Path.of("b"));
        Files.createSymbolicLink(directory.resolve("root/a/away"), directory.resolve("outside"));
        try (Scanner scanner = LinuxScanner.open()) {
            int root = scanner.openRoot(NativeName.of(directory.resolve("root")));
            int handle = open(scanner, root, "a/b/c");
            assumeTrue(handle >= 0, "the kernel has no openat2(2)");
            EntryStat stat = new EntryStat();
            assertThat(scanner.lookAtSelf(handle, stat)).isZero();
            assertThat(stat.inode).isEqualTo(Files.getAttribute(inside, "unix:ino"));
            scanner.close(handle);
            for (String path : new String[] {
                "a/within", "a/within/c", "a/away/d", "../outside/d", "a/../../outside/d", "/", "a/file", "a/none/c"
            }) {
                assertThat(open(scanner, root, path)).as(path).isNegative();
            }
        }
    }
}
