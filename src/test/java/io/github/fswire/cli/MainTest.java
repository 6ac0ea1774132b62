package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final World world = new World();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "observe",
                "--frobnicate",
                "watch",
                "watch --frobnicate /r",
                "watch --quiet-period soon /r",
                "watch --quiet-period -1 /r",
                "watch --quiet-period 10 --max-delay 5 /r",
                "watch --max-delay 9223372036854775807 /r",
                "raw",
                "doctor / /",
                "watch --json --print0 /r",
                "watch /r --exec-initial",
                "watch /r --on-busy restart",
                "watch /r --on-busy never --exec x",
                "watch /r --kill-after 5",
                "watch /r --kill-after -1 --exec x",
                "watch /r --exec",
                "watch /r --exec a -- b",
                "watch /r --",
                "watch /r -- {}",
                "watch -- make",
                "sync-check",
                "sync-check /r /s",
                "sync-check --every 0 /r",
                "sync-check --for -1 /r",
                "sync-check --every 9223372036854775807 /r",
                "completion",
                "completion fish",
            })
    void wrongUsageIsOneLineAndTwo(String line) {
        assertThat(world.run(line.isEmpty() ? new String[0] : line.split(" ", -1)))
                .isEqualTo(2);
        assertThat(world.err.text().lines()).hasSize(1);
        assertThat(world.err.text()).startsWith("fswire: ");
        assertThat(world.out.text()).isEmpty();
    }

    @Test
    void anUnknownOptionIsNamed() {
        world.run("watch", "--frobnicate\n", "/r");
        assertThat(world.err.text()).isEqualTo("fswire: Unknown option: '--frobnicate\\n' (see fswire watch --help)\n");
    }

    @Test
    void anUnknownBackendIsWrongUsageButNoneAtAllIsNot() {
        world.backends = name -> {
            throw new IllegalArgumentException("no backend \"" + name + "\"");
        };
        for (String command : List.of("watch", "raw")) {
            assertThat(world.run(command, "--backend", "x", "/r")).isEqualTo(2);
            assertThat(world.run(command, "/r")).isEqualTo(1);
        }
        assertThat(world.err.text()).isEqualTo("""
                        fswire: no backend "x"
                        fswire: no backend "auto"
                        fswire: no backend "x"
                        fswire: no backend "auto"
                        """);
    }

    @Test
    void errorsOfTheVirtualMachineAreOneLineToo() {
        world.start = (options, listener) -> {
            throw new NoClassDefFoundError("com/sun/jna/Native");
        };
        assertThat(world.run("watch", "/r")).isEqualTo(1);
        assertThat(world.err.text()).isEqualTo("fswire: unexpected: com/sun/jna/Native\n");
    }

    @Test
    void aFailureToStartNamesItsCause() {
        world.start = (options, listener) -> {
            throw new IllegalStateException("the watcher could not start", new ArithmeticException("overflow"));
        };
        assertThat(world.run("watch", "/r")).isEqualTo(1);
        assertThat(world.err.text()).isEqualTo("fswire: the watcher could not start: overflow\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "watch --help", "raw --help", "doctor --help", "sync-check --help", "completion --help"
            })
    void helpIsForStandardOutput(String line) {
        assertThat(world.run(line.split(" ", -1))).isZero();
        assertThat(world.out.text()).startsWith("Usage: fswire");
        assertThat(world.err.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "watch --version", "raw -V", "doctor -V", "sync-check -V", "completion -V"})
    void everyCommandPrintsItsVersion(String line) {
        assertThat(world.run(line.split(" ", -1))).isZero();
        assertThat(world.out.text()).startsWith("fswire ").hasLineCount(1);
    }

    @Test
    void aPlaceInACommandOfTheShellIsPointedOut() {
        world.start = (options, listener) -> {
            throw new IOException("it would start");
        };
        world.run("watch", "/r", "--exec", "ls {}");
        assertThat(world.err.text()).startsWith("fswire: {} is not replaced in a command of the shell: write \"$@\"");
    }
}
