package io.github.fswire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What belongs to the whole machine must be as before, whatever happened meanwhile. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class SystemLimitIT {
    private static final String NAME = "max_queued_events";

    @TempDir
    Path directory;

    private Path limit;
    private Path lock;

    @BeforeEach
    void pretendToHaveALimit() throws IOException {
        limit = Files.writeString(directory.resolve("limit"), "16384");
        lock = directory.resolve("lock");
    }

    private String lowered() throws IOException {
        return SystemLimit.during(limit, lock, 64, () -> SystemLimit.read(limit));
    }

    @Test
    @ResourceLock(NAME)
    void theRealLimitIsReadWithAllItsDigits() throws IOException {
        assumeTrue(SystemLimit.canSet(NAME), "only root may set fs.inotify." + NAME);
        Path real = Path.of("/proc/sys/fs/inotify", NAME);
        assertThat(SystemLimit.<String>during(NAME, 4321, () -> SystemLimit.read(real)))
                .isEqualTo("4321");
        assertThat(SystemLimit.<String>during(NAME, 5, () -> "")).isEmpty();
        assertThat(SystemLimit.read(real)).hasSizeGreaterThan(1);
    }

    @Test
    void isSetBackAfterSuccess() throws IOException {
        assertThat(lowered()).isEqualTo("64");
        assertThat(SystemLimit.read(limit)).isEqualTo("16384");
        assertThat(lock).isEmptyFile();
    }

    @Test
    void isSetBackAfterFailure() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> SystemLimit.during(limit, lock, 64, () -> {
                    throw new IOException("on purpose");
                }));
        assertThat(SystemLimit.read(limit)).isEqualTo("16384");
    }

    @Test
    void aRunThatWasKilledIsRepairedByTheNext() throws IOException {
        Files.writeString(lock, "16384");
        Files.writeString(limit, "16");
        assertThat(lowered()).isEqualTo("64");
        assertThat(SystemLimit.read(limit)).isEqualTo("16384");
    }
}
