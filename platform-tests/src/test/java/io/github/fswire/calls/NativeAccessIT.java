package io.github.fswire.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.raw.WatchException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has not enabled native access is shown the flag, not a stack trace. */
@Tag("contract")
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class NativeAccessIT {
    /** Runs in a JVM of its own. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            try {
                Bindings.linux().close();
            } catch (WatchException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jna"})
    void theMessageNamesTheFlagAndTheModule(String binding) throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "native access cannot be denied before Java 24");
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--illegal-native-access=deny",
                        "-Dfswire.binding=" + binding,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName()))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output)
                .contains(
                        "NATIVE_ACCESS_DENIED",
                        "--enable-native-access=",
                        binding.equals("jna") ? "com.sun.jna" : "io.github.fswire");
    }
}
