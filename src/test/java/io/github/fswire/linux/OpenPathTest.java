package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A directory is opened by its path, on a real disk. */
@EnabledOnOs(OS.LINUX)
class OpenPathTest {
    @TempDir
    private Path directory;

    @Test
    void G8_noPathLeadsThroughALink() throws Exception {
        Path top = directory.toRealPath();
        Path inside = Files.createDirectories(top.resolve("root/a/b/c"));
        Files.createFile(top.resolve("root/a/file"));
        Files.createDirectories(top.resolve("outside/d"));
        Files.createSymbolicLink(top.resolve("root/a/within"), Path.of("b"));
        Files.createSymbolicLink(top.resolve("root/a/away"), top.resolve("outside"));
        Files.createSymbolicLink(top.resolve("link"), top.resolve("root"));
        try (Scanner scanner = LinuxScanner.open()) {
            int handle = scanner.openPath(NativeName.of(inside));
            assumeTrue(handle >= 0, "the kernel has no openat2(2)");
            EntryStat stat = new EntryStat();
            assertThat(scanner.inspectSelf(handle, stat)).isZero();
            assertThat(stat.inode).isEqualTo(Files.getAttribute(inside, "unix:ino"));
            scanner.close(handle);
            for (String path :
                    List.of("root/a/within", "root/a/within/c", "root/a/away/d", "link/a/b", "root/a/file")) {
                assertThat(scanner.openPath(NativeName.of(top.resolve(path))))
                        .as(path)
                        .isNegative();
            }
        }
    }
}
