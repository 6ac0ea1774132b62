package io.github.fswire.cli;

import static io.github.fswire.cli.Lines.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line under a seccomp filter that refuses what the scanner needs ({@code native/seccomp/refuse.c}). */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class RefusedCallIT {
    private static final String EPERM = "1";

    @TempDir
    private Path directory;

    private Path root;
    private Path refuse;

    @BeforeEach
    void compile() throws Exception {
        assumeTrue(!Lane.STANDS_IN, "it is about the scanner of Linux");
        root = Files.createDirectory(directory.toRealPath().resolve("root"));
        refuse = directory.resolve("refuse");
        Path source = Path.of("..", "native", "seccomp", "refuse.c");
        try {
            Process compiler = new ProcessBuilder("gcc", "-Wall", "-Werror", "-o", refuse.toString(), source.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(compiler.waitFor()).as(output).isZero();
        } catch (IOException e) {
            assumeTrue(false, "gcc is not installed");
        }
        Process trial = new ProcessBuilder(refuse.toString(), "statx", EPERM, "true").start();
        assumeTrue(trial.waitFor() == 0, "no seccomp filter is possible here");
    }

    private Program watch(String call) throws IOException {
        return Program.start(Map.of(), List.of(refuse.toString(), call, EPERM), "watch", "--json", root.toString());
    }

    @Test
    void withoutStatxThePortableScannerIsTaken() throws Exception {
        assumeTrue(Runtime.version().feature() < 22, "the JDK itself needs statx from 22 on");
        Path file = root.resolve("f");
        try (Program program = watch("statx")) {
            program.awaitLine(READY);
            Files.createFile(file);
            program.awaitLine(Lines.change("CREATED", file, "", "FILE"));
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void withoutGetdents64ItDoesNotStartAndNamesTheCall() throws Exception {
        try (Program program = watch("getdents64")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.lines()).isEmpty();
            assertThat(program.complaints())
                    .filteredOn(line -> line.startsWith("fswire: "))
                    .singleElement()
                    .asString()
                    .contains("getdents64: EPERM (1)", "seccomp");
        }
    }

    @Test
    void C6_doctorNamesTheCallThatIsRefused() throws Exception {
        List<String> prefix = List.of(refuse.toString(), "getdents64", EPERM);
        try (Program program = Program.start(Map.of(), prefix, "doctor", root.toString())) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.lines())
                    .anyMatch(line -> line.contains("no directory can be read: getdents64: EPERM (1)")
                            && line.contains("seccomp"));
        }
    }
}
