package io.github.fswire.cli;

import static io.github.fswire.cli.Lines.READY;
import static io.github.fswire.cli.Lines.STATS;
import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Lane;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the command line only Linux can show: signals by name, bytes in names, /proc, limits and privileges. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class CliOnLinuxIT {
    private static final Map<String, String> ASCII = Map.of("LANG", "C", "LC_ALL", "C");

    /** {@code n\xFF}, not UTF-8. */
    private static final NativeName BROKEN = NativeName.of((byte) 'n', (byte) 0xFF);

    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(directory.toRealPath().resolve("root"));
    }

    @Test
    void G3_anOverflowIsReportedAndFollowedByARescan() throws Exception {
        try (Workspace fast = Workspace.fast()) {
            assertOverflow(fast.root());
        }
    }

    private static void assertOverflow(Path root) throws Exception {
        Path kept = root.resolve("kept");
        try (Program program = Program.watch(root)) {
            program.signal("STOP");
            await().until(() -> program.status("State").startsWith("T"));
            long records = limit("max_queued_events") + 1_000;
            Path passing = root.resolve("passing");
            for (long i = 0; i < records; i += 2) { // at least created and deleted
                Files.createFile(passing);
                Files.delete(passing);
            }
            Files.createFile(kept);
            program.signal("CONT");
            program.awaitLine("\\{\"event\":\"overflow\",\"overflows\":[1-9]\\d*\\}");
            program.awaitLine(
                    "\\Q{\"kind\":\"CREATED\",\"path\":\"" + kept + "\",\"type\":\"FILE\",\"cause\":\"RESCAN\",\\E.*");
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            assertThat(program.awaitLine(STATS)).doesNotContain("\"overflows\":0,", "\"rescans\":0,");
        }
    }

    @Test
    void directoriesBeyondTheLimitAreReportedAndPolled() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.createDirectory(root.resolve("d" + i));
        }
        List<String> fiveWatches = List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "sh",
                "-c",
                "echo 5 >/proc/sys/user/max_inotify_watches && exec \"$@\"",
                "sh");
        assumeTrue(works(fiveWatches, "true"), "no user namespace with a limit of its own here");
        try (Program program = Program.start(Map.of(), fiveWatches, "watch", "--json", root.toString())) {
            program.awaitLine(READY);
            program.awaitLine(
                    "\\{\"event\":\"degraded\",\"directories\":6,\"path\":\"\\Q" + root
                            + "\\E/d\\d\",\"operation\":\"inotify_add_watch\",\"code\":28,\"symbol\":\"ENOSPC\",\"advice\":\".+ \\(5\\) .+/proc/sys/user/max_inotify_watches.+\"\\}");
            for (int i = 0; i < 10; i++) {
                Files.createFile(root.resolve("d" + i + "/f"));
            }
            for (int i = 0; i < 10; i++) {
                program.awaitLine("\\{\"kind\":\"CREATED\",\"path\":\"\\Q" + root.resolve("d" + i + "/f")
                        + "\\E\",\"type\":\"FILE\",\"cause\":\"(EVENT|POLL)\",.*");
            }
            assertThat(program.lines()).anyMatch(line -> line.contains("\"cause\":\"POLL\","));
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Test
    void SIGINT_printsTheStatisticsAndEndsWith0() throws Exception {
        try (Program program = Program.watch(root)) {
            long ignored = Long.parseUnsignedLong(program.status("SigIgn"), 16);
            assumeTrue((ignored & 1 << 1) == 0, "this build runs with SIGINT ignored, and so do its children");
            program.assertEndsWell(root, ended -> ended.signal("INT"));
        }
    }

    @Test
    void SIGTERM_printsTheStatisticsAndEndsWith0() throws Exception {
        try (Program program = Program.watch(root)) {
            program.assertEndsWell(root, ended -> ended.signal("TERM"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"> \"$0\"", "2> \"$0\"", "> \"$0\" 2>&1"})
    void itsOwnOutputIsNotWatched(String redirection) throws Exception {
        Path log = Files.createFile(Files.createDirectory(root.resolve("logs")).resolve("log.jsonl"));
        List<String> shell = List.of("sh", "-c", "exec \"$@\" " + redirection, log.toString());
        try (Program program = Program.start(Map.of(), shell, "watch", "--json", root.toString())) {
            Callable<String> printed = () -> Files.readString(log) + String.join("\n", program.lines());
            await().until(printed, text -> text.contains("\"event\":\"ready\""));
            Files.createFile(root.resolve("logs/a"));
            await().until(printed, text -> text.contains("logs/a\""));
            Files.createFile(root.resolve("logs/b"));
            program.signal("TERM"); // what was changed before is reported before the end
            assertThat(program.exitCode()).isZero();
            assertThat(printed.call().lines().filter(line -> line.startsWith("{\"kind\"")))
                    .hasSize(2)
                    .noneMatch(line -> line.contains("log.jsonl"));
            assertThat(Files.readString(log) + program.complaints())
                    .containsOnlyOnce(
                            "fswire: the output goes to " + log + ", so changes of that file are not reported");
        }
    }

    @Test
    void itsOwnOutputIsNoRoot() throws Exception {
        Path log = Files.createFile(root.resolve("log.jsonl"));
        Path file = Files.createFile(root.resolve("file"));
        List<String> shell = List.of("sh", "-c", "exec \"$@\" > \"$0\"", log.toString());
        try (Program program = Program.start(Map.of(), shell, "watch", "--json", log.toString(), file.toString())) {
            Callable<String> printed = () -> Files.readString(log);
            await().until(printed, text -> text.contains("\"event\":\"ready\""));
            Files.writeString(file, "a");
            await().until(printed, text -> text.contains("file\""));
            Files.writeString(file, "ab");
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            assertThat(printed.call().lines().filter(line -> line.startsWith("{\"kind\"")))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("log.jsonl"));
        }
        try (Program program = Program.start(Map.of(), shell, "watch", "--json", log.toString())) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.complaints()).anyMatch(line -> line.contains("nothing is left to watch"));
        }
    }

    @Test
    void rawDoesNotPrintItsOwnOutput() throws Exception {
        Path log = Files.createFile(root.resolve("log"));
        List<String> shell = List.of("sh", "-c", "exec \"$@\" > \"$0\"", log.toString());
        try (Program program = Program.start(Map.of(), shell, "raw", root.toString())) {
            Callable<String> printed = () -> Files.readString(log);
            await().until(printed, text -> text.contains("Ctrl-C ends."));
            Files.createFile(root.resolve("a"));
            await().until(printed, text -> text.contains("name=\"a\""));
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            assertThat(printed.call()).doesNotContain("name=\"log\"");
        }
    }

    @Test
    void doctorJudgesAFileThatCanBeWatched() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        try (Program program = Program.start("doctor", "--json", file.toString())) {
            assertThat(program.exitCode()).isZero();
            program.awaitLine(".*\"path\":\"\\Q" + file + "\\E\".*\"directories\":1,.*\"sufficient\":true.*");
        }
    }

    @Test
    void whatCanNeverMatchIsWrongUsage() throws Exception {
        try (Program program = Program.start("watch", "--exclude", "./target", root.toString())) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.complaints())
                    .hasSize(1)
                    .allMatch(line -> line.contains("\"./target\"") && line.contains("write \"target\""));
        }
    }

    @Test
    void peopleGetLinesToo() throws Exception {
        try (Program program = Program.start(ASCII, List.of(), "watch", root.toString())) {
            program.awaitLine("\\S+ # watching \\Q" + root + "\\E: 1 entries, .*");
            NativeName evil = NativeName.of("ä\n\033[31m");
            Files.createFile(NativeName.of(root).resolve(evil).toPath());
            program.awaitLine("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} CREATED  \\Q" + root + "/ä\\n\\u001B[31m\\E");
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            program.awaitLine("\\S+ # 1 changes \\(0 missed by the kernel\\) in 1 batches; .*");
        }
    }

    @Test
    void namesSurviveALocaleThatDoesNotHaveThem() throws Exception {
        NativeName top = NativeName.of(root).resolve(NativeName.of("ä€"));
        Files.createDirectory(top.toPath());
        List<String> lastArgument =
                List.of("sh", "-c", "exec \"$@\" \"$(printf '%s/\\303\\244\\342\\202\\254' \"$ROOT\")\"", "sh");
        Map<String, String> environment = Map.of("LANG", "C", "LC_ALL", "C", "ROOT", root.toString());
        try (Program program = Program.start(environment, lastArgument, "watch", "--json")) {
            assertThat(program.awaitLine(READY)).contains("\"roots\":[\"" + top + "\"]");
            Files.createFile(top.resolve(NativeName.of("ö")).toPath());
            program.awaitLine("\\Q{\"kind\":\"CREATED\",\"path\":\"" + top + "/ö\",\"type\":\"FILE\",\\E.*");
            NativeName broken = top.resolve(BROKEN);
            Files.createFile(broken.toPath());
            program.awaitLine("\\Q{\"kind\":\"CREATED\",\"path\":\"" + top + "/n\\\\xFF\",\"pathBytes\":\""
                    + Base64.getEncoder().encodeToString(broken.toBytes()) + "\",\"type\":\"FILE\",\\E.*");
        }
    }

    @Test
    void aRootNeedNotBeUtf8() throws Exception {
        NativeName top = NativeName.of(root).resolve(BROKEN);
        Files.createDirectory(top.toPath());
        List<String> inRoot = List.of("sh", "-c", "cd \"$ROOT\" && exec \"$@\" \"$(printf 'n\\377')\"", "sh");
        for (String locale : List.of("C", "C.UTF-8")) {
            Map<String, String> environment = Map.of("LC_ALL", locale, "ROOT", root.toString());
            try (Program program = Program.start(environment, inRoot, "watch", "--json")) {
                assertThat(program.awaitLine(READY))
                        .contains("\"roots\":[\"" + root + "/n\\\\xFF\"],\"rootsBytes\":[\""
                                + Base64.getEncoder().encodeToString(top.toBytes()) + "\"],");
            }
        }
    }

    @Test
    void whoeverReadsNothingCannotHoldUpTheEnd() throws Exception {
        try (Program program = Program.unread(Map.of(), List.of(), "watch", "--json", root.toString())) {
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(program.process().getInputStream(), StandardCharsets.UTF_8), 1);
            assertThat(reader.readLine()).matches(READY);
            for (int i = 0; i < 4_000; i++) { // more than the pipe holds
                Files.createFile(root.resolve("a file with a long name, the " + i + "th of many"));
            }
            reader.readLine(); // printing has begun
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void aFullDiskIsNotLeftInPeace() throws Exception {
        List<String> fullDisk = List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh");
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
        try (Program program = Program.start(Map.of(), fullDisk, "watch", root.toString())) {
            program.assertOneComplaint(1, "the output cannot be written: ");
        }
    }

    @Test
    void aRootThatMayNotBeReadIsOneLineAnd1() throws Exception {
        forbid();
        try (Program program = Program.start(Map.of(), withoutPrivileges(), "watch", root.toString())) {
            program.assertOneComplaint(1, root + ": ");
        }
    }

    @Test
    void doctorReportsThatTheDirectoryIsRefused() throws Exception {
        forbid();
        try (Program program = Program.start(Map.of(), withoutPrivileges(), "doctor", "--json", root.toString())) {
            assertThat(program.exitCode()).as("%s", program.complaints()).isZero();
            assertThat(program.lines()).hasSize(1);
            assertThat(program.lines().get(0))
                    .contains(
                            "\"binding\":\"" + Lane.expectedBinding() + "\",",
                            "\"directories\":1,\"unreadable\":1,",
                            "\"sufficient\":false,\"problems\":[\"the directory cannot be watched: " + root
                                    + ": inotify_add_watch: EACCES (13). ");
        }
    }

    private void forbid() throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("---------"));
    }

    @AfterEach
    void allow() throws IOException {
        if (Files.exists(root)) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static List<String> withoutPrivileges() throws Exception {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            return List.of();
        }
        List<String> powerless = List.of(
                "setpriv",
                "--inh-caps=-dac_override,-dac_read_search",
                "--bounding-set=-dac_override,-dac_read_search");
        assumeTrue(works(powerless, "true"), "root cannot give up its privileges here");
        return powerless;
    }

    @Test
    void rawPrintsTheEndOfAWatch() throws Exception {
        try (Program program = Program.start("raw", root.toString())) {
            program.awaitLine("\\S+ # 1 watches \\(inotify, " + Lane.expectedBinding() + "\\).*");
            Files.createDirectory(root.resolve("a"));
            program.awaitLine("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\Q" + root + "\\E: wd=1 IN_CREATE\\|IN_ISDIR name=\"a\"");
            Files.delete(root.resolve("a"));
            Files.delete(root);
            program.awaitLine("\\S+ \\Q" + root + "\\E: wd=1 IN_IGNORED \\(the watch has ended\\)");
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            List<String> lines = program.lines();
            assertThat(lines.get(lines.size() - 1)).matches("\\S+ # \\d+ records, 0 overflows, 0 failures");
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Test
    void doctorReportsTheLimitsOfInotify() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        String instances =
                String.format(Locale.ROOT, " of %,d used: inotify instances of this user", limit("max_user_instances"));
        try (Program program = Program.start("doctor", root.toString())) {
            assertThat(program.exitCode()).as("%s", program.complaints()).isZero();
            assertThat(program.lines())
                    .anyMatch(line -> line.contains(instances))
                    .anyMatch(line -> line.matches(".*\\d used: watches of this user \\(.*max_.*watches\\)"))
                    .anyMatch(line -> line.startsWith("verdict "));
        }
    }

    @Test
    void doctorReportsWhatToRaise() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        List<String> oneWatch = List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "sh",
                "-c",
                "echo 1 >/proc/sys/user/max_inotify_watches && exec \"$@\"",
                "sh");
        assumeTrue(works(oneWatch, "true"), "no user namespace with a limit of its own here");
        try (Program program = Program.start(Map.of(), oneWatch, "doctor", "--json", root.toString())) {
            assertThat(program.exitCode()).as("%s", program.complaints()).isZero();
            assertThat(program.lines()).hasSize(1);
            assertThat(program.lines().get(0))
                    .contains(
                            "\"backend\":\"inotify\",\"binding\":\"" + Lane.expectedBinding() + "\",",
                            "\"path\":\"" + root + "\",",
                            "\"directories\":3,",
                            "{\"name\":\"user.max_inotify_watches\",\"value\":1,\"used\":",
                            "\"sufficient\":false,",
                            "\"remedies\":[\"sudo sysctl -w user.max_inotify_watches=");
        }
    }

    private static boolean works(List<String> prefix, String command) throws InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.add(command);
        try {
            return new ProcessBuilder(all)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    private static long limit(String name) throws IOException {
        return Long.parseLong(
                Files.readAllLines(Path.of("/proc/sys/fs/inotify", name)).get(0));
    }
}
