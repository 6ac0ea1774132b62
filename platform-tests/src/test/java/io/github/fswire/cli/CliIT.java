package io.github.fswire.cli;

import static io.github.fswire.cli.Lines.BACKEND;
import static io.github.fswire.cli.Lines.READY;
import static io.github.fswire.cli.Lines.STATS;
import static io.github.fswire.cli.Lines.change;
import static io.github.fswire.cli.Lines.moved;
import static io.github.fswire.cli.Lines.shown;
import static io.github.fswire.cli.Lines.text;
import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import io.github.fswire.kit.Shell;
import io.github.fswire.kit.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The command line as its users have it: a process of its own. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
class CliIT {
    @AutoClose
    private Workspace workspace;

    private Path root;

    @BeforeAll
    static void needsTheShippedJar() {
        assumeFalse(Lane.name().equals("jdk21-ffm-wine"), "only a copy of the library has classes for Java 21");
    }

    @BeforeEach
    void makeRoot() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
    }

    @Tag("engine")
    @Test
    void theFirstLineReportsThatItIsReady() throws Exception {
        Files.createDirectory(root.resolve("d"));
        Files.writeString(root.resolve("d/f"), "");
        try (Program program = Program.watch(root)) {
            assertThat(program.lines().get(0))
                    .matches("\\Q{\"event\":\"ready\",\"roots\":[\"" + text(root)
                            + "\"],\"entries\":3,\"directories\":2,\"backend\":\"" + BACKEND + "\",\"binding\":\""
                            + Lane.expectedBinding() + "\",\"millis\":\\E\\d+}");
        }
    }

    @Test
    void changesAreReported() throws Exception {
        Path file = root.resolve("f");
        Path folder = root.resolve("d");
        try (Program program = Program.watch(root)) {
            Files.writeString(file, "");
            program.awaitLine(change("CREATED", file, "", "FILE"));
            Files.writeString(file, "more");
            program.awaitLine(change("MODIFIED", file, "", "FILE"));
            Files.createDirectory(folder);
            program.awaitLine(change("CREATED", folder, "", "DIRECTORY"));
            Files.move(file, folder.resolve("g"));
            program.awaitLine(moved(file, folder.resolve("g")));
            if (!Lane.WINDOWS) { // which allows links to administrators only
                Files.createSymbolicLink(file, folder);
                program.awaitLine(change("CREATED", file, "", "SYMLINK"));
            }
            Files.delete(folder.resolve("g"));
            program.awaitLine(change("DELETED", folder.resolve("g"), "", "FILE"));
        }
    }

    /** Under Wine they are changes of Linux. */
    @Tag("engine")
    @Test
    void changesOfProcessesOfTheSystemAreReported() throws Exception {
        assumeTrue(Shell.can(root, "true"), "no sh here");
        Path file = root.resolve("f");
        Path folder = root.resolve("d");
        try (Program program = Program.watch(root)) {
            Shell.run(root, "mkdir d && echo one >f");
            program.awaitLine(change("CREATED", folder, "", "DIRECTORY"));
            program.awaitLine(change("CREATED", file, "", "FILE"));
            Shell.run(root, "echo two >>f");
            program.awaitLine(change("MODIFIED", file, "", "FILE"));
            Shell.run(root, "mv f d/g");
            program.awaitLine(moved(file, folder.resolve("g")));
            Shell.run(root, "rm -r d");
            program.awaitLine(change("DELETED", folder.resolve("g"), "", "FILE"));
            program.awaitLine(change("DELETED", folder, "", "DIRECTORY"));
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Tag("engine")
    @Test
    void exclusionsAreNotReported() throws Exception {
        try (Program program = Program.start("watch", "--json", "--exclude", "*.o", root.toString())) {
            program.awaitLine(READY);
            Files.writeString(root.resolve("a.o"), "");
            Files.writeString(root.resolve("b"), "");
            program.awaitLine(change("CREATED", root.resolve("b"), "", "FILE"));
            assertThat(program.lines()).noneMatch(line -> line.contains("a.o"));
        }
    }

    @Test
    void aCommandRunsAfterAChange() throws Exception {
        try (Program program = Program.start("watch", "--json", root.toString(), "--exec", "echo has run&& exit 3")) {
            program.awaitLine(READY);
            Files.createFile(root.resolve("f"));
            program.awaitLine(
                    "\\{\"event\":\"exec\",\"state\":\"ended\",\"run\":1,\"exitCode\":3,\"stopped\":false,.*");
            await().untilAsserted(() -> assertThat(program.complaints()).contains("has run"));
            program.askToEnd();
            assertThat(program.exitCode()).isZero();
        }
    }

    @Tag("engine")
    @Test
    void whenItIsAskedToEndItPrintsTheStatisticsAndEndsWith0() throws Exception {
        try (Program program = Program.watch(root)) {
            program.assertEndsWell(root, Program::askToEnd);
        }
    }

    @Tag("engine")
    @Test
    void whoeverReadsOneLineOnlyIsLeftInPeace() throws Exception {
        try (Program program = Program.unread(Map.of(), List.of(), "watch", "--json", root.toString())) {
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(program.process().getInputStream(), StandardCharsets.UTF_8));
            assertThat(reader.readLine()).matches(READY);
            reader.close();
            Files.createFile(root.resolve("f")); // printing this finds that nobody reads
            assertThat(program.exitCode()).isZero();
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Tag("engine")
    @Test
    void aRootThatCannotBeWatchedIsOneLineAnd1() throws Exception {
        Path missing = root.resolve("missing");
        Path file = Files.createFile(root.resolve("file"));
        for (String command : List.of("watch", "raw")) {
            try (Program program = Program.start(command, missing.toString())) {
                program.assertOneComplaint(1, shown(missing) + ": ");
            }
        }
        try (Program program = Program.start("raw", file.toString())) {
            program.assertOneComplaint(1, shown(file) + ": ");
        }
    }

    private String ended(String name) {
        return Pattern.quote(text(root.resolve(name)) + "\"");
    }

    @Tag("engine")
    @Test
    void whatWasMissedIsReportedByTheNextRunWithTheSameCheckpoint() throws Exception {
        Path state = root.resolve("state");
        Files.createFile(root.resolve("a"));
        try (Program program =
                Program.start("watch", "--json", "--initial", "--checkpoint", state.toString(), root.toString())) {
            program.awaitLine(".*\"CREATED\".*" + ended("a") + ".*\"INITIAL\".*");
            program.askToEnd();
            assertThat(program.exitCode()).isZero();
        }
        Files.move(root.resolve("a"), root.resolve("b"));
        try (Program program = Program.start("watch", "--json", "--checkpoint", state.toString(), root.toString())) {
            program.awaitLine(".*\"MOVED\".*" + ended("b") + ".*" + ended("a") + ".*\"RESUME\".*");
        }
    }

    @Tag("engine")
    @Test
    void statisticsComeEverySecondIfAsked() throws Exception {
        try (Program program = Program.start("watch", "--json", "--stats", "1", root.toString())) {
            assertThat(program.awaitLine(STATS))
                    .contains("\"entries\":1,")
                    .containsPattern("\"marksHighWater\":" + (Lane.MACOS ? "[01]" : "0")); // history may come late
        }
    }

    @Tag("engine")
    @Test
    void wrongUsageIsOneLineAnd2() throws Exception {
        try (Program program = Program.start("watch", "--frobnicate", root.toString())) {
            program.assertOneComplaint(2, "--frobnicate");
        }
        try (Program program = Program.start("watch", "--exclude", "{a,b", root.toString())) {
            program.assertOneComplaint(2, "{a,b");
        }
        try (Program program = Program.start("watch", "--backend", "telepathy", root.toString())) {
            program.assertOneComplaint(2, "telepathy");
        }
    }

    @Test
    void rawPrintsRecordsAsTheyCome() throws Exception {
        String record = Lane.WINDOWS
                ? "FILE_ACTION_ADDED name=\"a\""
                : Lane.MACOS ? ".*(\\ba\\b|MustScanSubDirs).*" : "wd=1 IN_CREATE\\|IN_ISDIR name=\"a\"";
        try (Program program = Program.start("raw", root.toString())) {
            program.awaitLine("\\S+ # 1 watches \\(" + BACKEND + ", " + Lane.expectedBinding() + "\\).*");
            Files.createDirectory(root.resolve("a"));
            String line = Pattern.quote(shown(root) + ": ") + record;
            program.awaitLine("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (" + line + (Lane.STANDS_IN ? "|overflow, .*" : "") + ")");
            program.askToEnd();
            assertThat(program.exitCode()).isZero();
            List<String> lines = program.lines();
            assertThat(lines.get(lines.size() - 1))
                    .matches("\\S+ # \\d+ records, " + (Lane.STANDS_IN || Lane.WINDOWS ? "\\d+" : "0")
                            + " overflows, 0 failures"); // Windows decides when to report one
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Test
    void doctorReportsWhatThereIs() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        try (Program program = Program.start("doctor", root.toString())) {
            assertThat(program.exitCode()).as("%s", program.complaints()).isZero();
            assertThat(program.lines())
                    .contains("directories       3")
                    .anyMatch(line -> line.matches("backend " + BACKEND + " +chosen: the first that can be used here"))
                    .anyMatch(line -> line.matches("binding +" + Lane.expectedBinding() + "\\b.*"))
                    .anyMatch(line -> line.matches("file system +\\w+: .+"))
                    .anyMatch(line -> line.matches("verdict +all is well: .+"));
        }
    }

    @Tag("engine")
    @Test
    void doctorReportsToProgramsToo() throws Exception {
        try (Program program = Program.start("doctor", "--json", root.toString())) {
            assertThat(program.exitCode()).as("%s", program.complaints()).isZero();
            assertThat(program.lines()).hasSize(1);
            assertThat(program.lines().get(0))
                    .contains(
                            "{\"name\":\"" + BACKEND + "\",\"available\":true}",
                            "\"backend\":\"" + BACKEND + "\",\"binding\":\"" + Lane.expectedBinding() + "\",",
                            "\"path\":\"" + text(root) + "\",",
                            "\"directories\":1,\"unreadable\":0,")
                    .endsWith("\"sufficient\":true,\"problems\":[],\"remedies\":[]}");
        }
    }

    @Tag("engine")
    @Test
    void theVersionIsThatOfTheJar() throws Exception {
        try (Program program = Program.start("--version")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.lines()).hasSize(1);
            assertThat(program.lines().get(0)).matches("fswire \\d+\\.\\d+\\.\\d+.*");
        }
    }
}
