package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WindowsCalls;
import io.github.fswire.raw.NativeName;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is local and what is another machine's. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class VolumeKindStandInIT {
    @TempDir
    Path root;

    @BeforeAll
    static void build() throws Exception {
        StandIn.build();
    }

    @BeforeEach
    void standIn() {
        StandIn.use();
    }

    @AfterEach
    void leave() {
        StandIn.leave();
    }

    @ParameterizedTest
    @CsvSource({"false, 3, false", "true, 3, true", "false, 4, true", "false, 2, false"})
    void aDriveOrWhatALinkLeadsToMayBeRemote(boolean byHandle, int driveType, boolean remote) throws Exception {
        StandIn.remote(byHandle, driveType);
        assertThat(VolumeKind.of(NativeName.of(root))).isEqualTo(new VolumeKind("NTFS", remote));
    }

    @ParameterizedTest
    @CsvSource({"//server/share, true", "C:/d, false", "C:, false", "//?/C:/d, false", "/d, false"})
    void aServersNameIsRemote(String path, boolean remote) throws Exception {
        try (WindowsCalls calls = Bindings.windows(Bindings.name(), false);
                NativeMemory memory = Bindings.allocate(WindowsPath.BYTES)) {
            memory.buffer().order(ByteOrder.LITTLE_ENDIAN);
            assertThat(VolumeKind.isRemote(calls, NativeName.of(path), 0, memory.buffer(), memory.address()))
                    .isEqualTo(remote);
        }
    }
}
