package io.github.fswire.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.linux.LinuxScanner;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.scan.NioScanner;
import io.github.fswire.scan.Scanner;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What belongs together on the system that runs the tests. */
@Tag("linux")
class PlatformIT {
    @Test
    @EnabledOnOs(OS.LINUX)
    void L_autoIsInotify() {
        assertThat(Platform.backend("auto").name()).isEqualTo("inotify");
        assertThat(Platform.backends()).extracting(RawBackend::name).contains("inotify");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void L_theScannerIsTheNativeOneUnlessAskedOtherwise() throws Exception {
        try (Scanner scanner = Platform.openScanner()) {
            assertThat(scanner).isInstanceOf(LinuxScanner.class);
        }
        assertThat(Platform.describeScanner()).startsWith("linux");
        System.setProperty("fswire.scanner", "nio");
        try (Scanner scanner = Platform.openScanner()) {
            assertThat(scanner).isInstanceOf(NioScanner.class);
            assertThat(Platform.describeScanner())
                    .startsWith("nio: java.nio.file and lstat")
                    .contains("fswire.scanner");
        } finally {
            System.clearProperty("fswire.scanner");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void L_mountsAreReported(@TempDir Path directory) throws Exception {
        Platform.Mount proc = Platform.mount(NativeName.of("/proc"));
        assertThat(proc.fileSystem()).isEqualTo("proc");
        assertThat(proc.eventsReliable()).isFalse();
        assertThat(Platform.mount(NativeName.of("/sys")).fileSystem()).isEqualTo("sysfs");
        assertThat(Platform.mount(NativeName.of(directory)).eventsReliable()).isTrue();
        assertThat(Platform.mount(NativeName.of(Files.createFile(directory.resolve("file")))))
                .isEqualTo(Platform.mount(NativeName.of(directory)));
    }

    @Test
    void aPlaceThatDoesNotExistIsGone(@TempDir Path directory) {
        assertThatExceptionOfType(RootGoneException.class)
                .isThrownBy(() -> Platform.mount(NativeName.of(directory.resolve("nothing"))))
                .withMessageContaining("nothing");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void L_aPathThatNoCallTakesIsRefused() {
        assertThatExceptionOfType(UnsupportedWatchException.class)
                .isThrownBy(() -> Platform.mount(NativeName.of("/" + "x/".repeat(2048))));
    }
}
