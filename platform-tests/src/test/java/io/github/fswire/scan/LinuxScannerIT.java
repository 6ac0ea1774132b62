package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.Bindings;
import io.github.fswire.kit.Lane;
import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The scanner on getdents64 and statx, through the binding of the lane. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class LinuxScannerIT extends ScannerSafetyContract {
    @Override
    String kind() {
        return "linux";
    }

    @Override
    boolean reportsBirthTimes() {
        return true;
    }

    @Override
    boolean followsRenames() {
        return true;
    }

    @Override
    boolean blindTypesAreReported() {
        return true;
    }

    @Override
    int many() {
        return 50_000; // some 25 calls of getdents64
    }

    @Test
    void usesTheBindingOfTheLane() {
        assertThat(Bindings.name()).isEqualTo(Lane.expectedBinding());
    }

    @Test
    void L_chainsBeyondPathMaxAreWalkedByHandles() throws Exception {
        String name = "d".repeat(200);
        int half = 18; // 3,600 bytes each
        Path upper = chain(root.resolve("upper"), name, half);
        Path lower = root.resolve("lower");
        Files.createFile(chain(lower, name, half).resolve("end"));
        Files.move(lower, upper.resolve("lower"));
        try {
            int handle = open(scanner.openRoot(NativeName.of(root)), "upper");
            for (int i = 0; i <= 2 * half; i++) {
                handle = open(handle, i == half ? "lower" : name);
                assertThat(handle).isNotNegative();
            }

            assertThat(listHandle(handle)).containsOnlyKeys(NativeName.of("end"));
            assertThat(inspect(handle, "end").type()).isEqualTo(EntryStat.FILE);
            Path watched = scanner.watchPath(handle, () -> NativeName.of(root)).toPath();
            assertThat(Files.exists(watched.resolve("end"))).isTrue();
        } finally {
            Files.move(upper.resolve("lower"), lower); // or no path is long enough to delete it
        }
    }

    private static Path chain(Path top, String name, int length) throws IOException {
        Path bottom = top;
        for (int i = 0; i < length; i++) {
            bottom = bottom.resolve(name);
        }
        return Files.createDirectories(bottom);
    }
}
