package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The command line with the backend of macOS, as on Linux a library stands in for that. */
@Tag("standin")
@EnabledIfSystemProperty(named = "fswire.coreservices", matches = ".+")
class StandInCliIT {
    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(directory.toRealPath().resolve("root"));
    }

    private static String change(String kind, Path path) {
        return Pattern.quote("{\"kind\":\"" + kind + "\",\"path\":\"" + path + "\",") + ".*";
    }

    @Test
    void watchPrintsWhatHappens() throws Exception {
        Path file = root.resolve("f");
        Path moved = root.resolve("d/g");
        try (Program program = Program.start("watch", "--json", "--backend", "fsevents", root.toString())) {
            program.awaitLine(".*\"ready\".*\"backend\":\"fsevents\",\"binding\":\"" + Lane.expectedBinding() + "\".*");
            Files.createDirectory(root.resolve("d"));
            program.awaitLine(change("CREATED", root.resolve("d")));
            Files.writeString(file, "");
            program.awaitLine(change("CREATED", file));
            Files.writeString(file, "more");
            program.awaitLine(change("MODIFIED", file));
            Files.move(file, moved);
            program.awaitLine(change("MOVED", moved) + "|" + change("CREATED", moved)); // its ends may come apart
            Files.delete(moved);
            program.awaitLine(change("DELETED", moved));
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Test
    void doctorReportsHowManyRootsThereMayBe() throws Exception {
        try (Program program = Program.start(Map.of(), openFiles(1000), "doctor", root.toString())) {
            assertThat(program.exitCode()).as("%s", program.complaints()).isZero();
            assertThat(program.lines())
                    .contains("backend fsevents  chosen: the first that can be used here")
                    .contains("limits            49: roots of FSEvents in a process (RLIMIT_NOFILE)")
                    .anyMatch(line -> line.startsWith("verdict           all is well: "));
        }
    }

    private static List<String> openFiles(int limit) {
        return List.of("sh", "-c", "ulimit -n " + limit + "; exec \"$@\"", "sh");
    }
}
