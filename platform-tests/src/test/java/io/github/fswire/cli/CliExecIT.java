package io.github.fswire.cli;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that {@code watch} runs, and paths that it hands over; the commands are scripts of a shell. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class CliExecIT {
    private static final NativeName BROKEN = NativeName.of((byte) 'n', (byte) 0xFF);

    @TempDir
    private Path directory;

    private Path root;
    private Path log;
    private Path go;

    @BeforeEach
    void makeRoot() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("root"));
        log = Files.createFile(directory.resolve("log"));
        go = directory.resolve("go");
    }

    /** A program that runs these lines of a shell, in which $LOG and $GO are files outside the root. */
    private String script(String... lines) throws IOException {
        Path script = directory.resolve("script");
        List<String> all = new ArrayList<>(List.of("#!/bin/sh", "LOG='" + log + "'", "GO='" + go + "'"));
        all.addAll(List.of(lines));
        Files.write(script, all);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }

    private Program watch(Map<String, String> environment, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("watch", "--json", root.toString()));
        all.addAll(List.of(arguments));
        Program program = Program.start(environment, List.of(), all.toArray(String[]::new));
        program.awaitLine(Lines.READY);
        return program;
    }

    private Program watch(String... arguments) throws IOException {
        return watch(Map.of(), arguments);
    }

    private static void awaitEnd(Program program, int run, int exitCode) {
        program.awaitLine("\\{\"event\":\"exec\",\"state\":\"ended\",\"run\":" + run + ",\"exitCode\":" + exitCode
                + ",\"stopped\":(true|false),\"millis\":\\d+}");
    }

    private void awaitCreated(Program program, Path path) {
        program.awaitLine(Pattern.quote("{\"kind\":\"CREATED\",\"path\":\"" + path + "\"") + ".*");
    }

    private List<String> logged() throws IOException {
        return Files.readAllLines(log);
    }

    private void awaitLogged(int lines) {
        await().until(() -> logged().size() >= lines);
    }

    /** Ends it and expects that it ends well. */
    private static void end(Program program) throws Exception {
        program.signal("TERM");
        assertThat(program.exitCode()).isZero();
        assertThat(program.complaints()).noneMatch(line -> line.contains("Exception"));
    }

    /** Whether it runs: one that has ended and whose parent has not noticed yet does not. */
    private static boolean isAlive(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return !stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void everyNameReachesTheCommandByteByByte(String locale) throws Exception {
        String script = script("printf '%s\\0' \"$@\" >>$LOG", "printf '%s\\0' \"$FSWIRE_TRUNCATED\" >>$LOG");
        NativeName place = NativeName.of(root);
        List<NativeName> names = List.of(
                place.resolve(NativeName.of("a b")),
                place.resolve(NativeName.of("new\nline\n")),
                place.resolve(NativeName.of("ä'\"$(x)\\0")),
                place.resolve(BROKEN));
        try (Program program = watch(Map.of("LC_ALL", locale), "--", script, "{}")) {
            for (NativeName name : names) {
                Files.createFile(name.toPath());
            }
            await().untilAsserted(() -> {
                assertThat(log().stream().filter(word -> word.startsWith("/")))
                        .containsExactlyInAnyOrderElementsOf(
                                names.stream().map(CliExecIT::latin).toList());
                assertThat(log()).contains("newline");
            });
            end(program);
        }
    }

    private List<String> log() throws IOException {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        return Arrays.asList(text.split("\0", -1));
    }

    private static String latin(NativeName name) {
        return new String(name.toBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void theEnvironmentHasThePathsByKind(String locale) throws Exception {
        for (String name : List.of("modified", "deleted", "from")) {
            Files.createFile(root.resolve(name));
        }
        String script = script(
                "until [ -e $GO ]; do sleep 0.05; done",
                "for i in CREATED MODIFIED DELETED MOVED MOVED_FROM; do",
                "  eval \"printf '%s=%s\\n' $i \\\"\\$FSWIRE_$i\\\"\" >>$LOG",
                "done");
        NativeName broken = NativeName.of(root).resolve(BROKEN);
        try (Program program = watch(Map.of("LC_ALL", locale), "--", script)) {
            Files.createFile(root.resolve("first"));
            program.awaitLine(".*\"state\":\"started\",\"run\":1,.*");
            Files.createFile(broken.toPath());
            Files.writeString(root.resolve("modified"), "m");
            Files.delete(root.resolve("deleted"));
            Files.move(root.resolve("from"), root.resolve("to"));
            Files.createFile(root.resolve("last"));
            awaitCreated(program, root.resolve("last"));
            program.awaitLine(".*\"MOVED\".*");
            program.awaitLine(".*\"DELETED\".*");
            program.awaitLine(".*\"MODIFIED\".*");
            Files.createFile(go);
            awaitEnd(program, 2, 0);
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            assertThat(lines)
                    .contains(
                            "CREATED=" + root + "/last",
                            latin(broken),
                            "MODIFIED=" + root + "/modified",
                            "DELETED=" + root + "/deleted",
                            "MOVED=" + root + "/to",
                            "MOVED_FROM=" + root + "/from");
            end(program);
        }
    }

    @Test
    void whatChangesWhileItRunsIsForOneMoreRun() throws Exception {
        String script = script("until [ -e $GO ]; do sleep 0.05; done", "echo \"$@\" >>$LOG");
        try (Program program = watch("--", script, "{}")) {
            Files.createFile(root.resolve("a"));
            program.awaitLine(".*\"state\":\"started\",\"run\":1,.*");
            for (String name : List.of("b", "c", "d")) {
                Files.createFile(root.resolve(name));
                awaitCreated(program, root.resolve(name));
            }
            assertThat(logged()).isEmpty();
            Files.createFile(go);
            awaitEnd(program, 2, 0);
            end(program);
            assertThat(logged()).containsExactly(root + "/a", root + "/b " + root + "/c " + root + "/d");
        }
    }

    @Test
    void ignoredChangesAreForNoRun() throws Exception {
        String script = script("until [ -e $GO ]; do sleep 0.05; done", "echo \"$@\" >>$LOG");
        try (Program program = watch("--on-busy", "ignore", "--", script, "{}")) {
            Files.createFile(root.resolve("a"));
            program.awaitLine(".*\"state\":\"started\",\"run\":1,.*");
            Files.createFile(root.resolve("b"));
            awaitCreated(program, root.resolve("b"));
            Files.createFile(go);
            awaitEnd(program, 1, 0);
            Files.createFile(root.resolve("c"));
            awaitEnd(program, 2, 0);
            end(program);
            assertThat(logged()).containsExactly(root + "/a", root + "/c");
        }
    }

    /**
     * A tree of four processes that run until they are ended. The numbers of its shells are logged when everything has been
     * started: what is started while its parent is being ended would belong to no tree.
     */
    private String tree(String trap) throws IOException {
        return script(
                trap,
                "sh -c '" + trap + "; sleep 1000 & echo $$ >>\"$0\"; wait' $LOG &",
                "sleep 1000 &",
                "echo $$ >>$LOG",
                "wait");
    }

    private void assertEnded(List<String> pids) {
        await().untilAsserted(() ->
                assertThat(pids.stream().filter(CliExecIT::isAlive)).isEmpty());
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(directory.toString()))
                        .filter(process ->
                                !process.info().commandLine().orElse("").contains("fswire-cli.jar")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trap - TERM", "trap \"\" TERM"})
    void aRestartEndsTheWholeTree(String trap) throws Exception {
        String script = tree(trap);
        boolean obeys = trap.contains("-");
        String patience = obeys ? "86400000" : "500"; // whoever obeys may be slow
        try (Program program = watch("--on-busy", "restart", "--kill-after", patience, "--", script)) {
            Files.createFile(root.resolve("a"));
            awaitLogged(2);
            List<String> first = logged();
            assertThat(first).allMatch(CliExecIT::isAlive);
            Files.createFile(root.resolve("b"));
            awaitEnd(program, 1, obeys ? 143 : 137);
            awaitLogged(4);
            assertThat(first).noneMatch(CliExecIT::isAlive);
            end(program);
            assertEnded(logged());
        }
    }

    /** In a container nobody may ask for the exit codes of those whose parent has ended: they stay as zombies. */
    @Test
    void aRestartDoesNotWaitForZombies() throws Exception {
        List<String> container = List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child",
                "sh",
                "-c",
                "\"$@\" & [ $1 = true ] || exec sleep 100000",
                "sh");
        assumeTrue(works(container), "no process namespace here");
        String script = tree("trap - TERM");
        String[] arguments = {
            "watch", "--json", root.toString(), "--on-busy", "restart", "--kill-after", "86400000", "--", script
        };
        try (Program program = Program.start(Map.of(), container, arguments)) {
            program.awaitLine(Lines.READY);
            Files.createFile(root.resolve("a"));
            awaitLogged(2);
            Files.createFile(root.resolve("b"));
            awaitLogged(4);
        } // the end of its first process is the end of the container
    }

    private static boolean works(List<String> prefix) throws InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void theEndOfTheWatcherIsTheEndOfTheCommand(String signal) throws Exception {
        String script = tree("trap \"\" TERM");
        try (Program program = watch("--", script)) {
            long ignored = Long.parseUnsignedLong(program.status("SigIgn"), 16);
            assumeTrue((ignored & (1 | 1 << 1)) == 0, "this build ignores the signal, and so do its children");
            Files.createFile(root.resolve("a"));
            awaitLogged(2);
            program.signal(signal);
            assertThat(program.exitCode()).isZero();
            assertEnded(logged());
            assertThat(program.lines().get(program.lines().size() - 1)).matches(Lines.STATS);
        }
    }

    /** Whoever reads nothing holds up the printing, but not the end of the command. */
    @Test
    void theCommandEndsThoughNobodyReads() throws Exception {
        String script = tree("trap - TERM");
        try (Program program = Program.unread(
                Map.of(), List.of(), "watch", "--json", "--exec-initial", root.toString(), "--", script)) {
            awaitLogged(2);
            for (int i = 0; i < 4_000; i++) {
                Files.createFile(root.resolve("a file with a long name, the " + i + "th of many"));
            }
            program.signal("TERM");
            assertThat(program.process().waitFor()).isZero();
            assertEnded(logged());
        }
    }

    @Test
    void aHugeBatchIsADirectory() throws Exception {
        String script = script(
                "until [ -e $GO ]; do sleep 0.05; done",
                "echo \"$#|$1|$FSWIRE_TRUNCATED|$FSWIRE_COMMON|$FSWIRE_PATHS\" >>$LOG");
        Path many = Files.createDirectory(directory.resolve("many"));
        for (int i = 0; i < 20_000; i++) {
            Files.createFile(many.resolve("a file of twenty thousand, " + i));
        }
        try (Program program = watch("--", script, "{}")) {
            Files.createFile(root.resolve("a"));
            program.awaitLine(".*\"state\":\"started\",\"run\":1,.*");
            Files.move(many, root.resolve("many"));
            await().until(() -> program.lines().stream()
                            .filter(line -> line.contains("of twenty thousand"))
                            .count()
                    == 20_000);
            Files.createFile(root.resolve("many/last"));
            awaitCreated(program, root.resolve("many/last"));
            Files.createFile(go);
            awaitEnd(program, 2, 0);
            end(program);
            assertThat(logged().get(1)).isEqualTo("1|" + root + "|size|" + root + "|");
        }
    }

    @Test
    void aCommandThatIsNotFoundIsOneLineAndTheWatcherGoesOn() throws Exception {
        try (Program program = watch("--", "no-such-command", "{}")) {
            for (int run = 1; run <= 2; run++) {
                Files.createFile(root.resolve("f" + run));
                program.awaitLine("\\{\"event\":\"exec\",\"state\":\"failed\",\"run\":" + run
                        + ",\"message\":\"the command \\\\\"no-such-command\\\\\" cannot be started: .*\"}");
            }
            end(program);
            assertThat(program.complaints()).isEmpty();
        }
    }

    @Test
    void withoutJsonStandardOutputIsTheCommands() throws Exception {
        try (Program program =
                Program.start("watch", root.toString(), "--exec", "cat; echo \"got $1\"; echo wrong >&2; exit 3")) {
            await().until(program::complaints, lines -> lines.stream().anyMatch(line -> line.contains(" # watching ")));
            Files.createFile(root.resolve("a b"));
            program.awaitLine("got " + root + "/a b");
            await().until(program::complaints, lines -> lines.stream()
                    .anyMatch(line -> line.contains("# run 1 ended with 3 after ")));
            assertThat(program.complaints()).contains("wrong").anyMatch(line -> line.contains(" CREATED  "));
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            assertThat(program.lines()).containsExactly("got " + root + "/a b");
        }
    }

    @Test
    void withJsonTheCommandPrintsToStandardError() throws Exception {
        try (Program program = watch("--exec-initial", "--exec", "echo \"to read: $1\"")) {
            awaitEnd(program, 1, 0);
            await().until(program::complaints, lines -> lines.contains("to read: " + root));
            end(program);
            assertThat(program.lines()).allMatch(line -> line.startsWith("{\""));
            assertThat(program.lines()).anyMatch(line -> line.contains("\"paths\":0,\"truncated\":\"initial\""));
        }
    }

    @Test
    void relativePathsBeginWhereTheCommandRuns() throws Exception {
        String script = script("echo \"$PWD $*\" >>$LOG");
        try (Program program = watch("--relative", "--", script, "{}")) {
            Files.createDirectory(root.resolve("d"));
            program.awaitLine("\\{\"kind\":\"CREATED\",\"path\":\"d\",.*");
            awaitEnd(program, 1, 0);
            assertThat(logged()).containsExactly(root + " d");
            Files.delete(root.resolve("d"));
            awaitEnd(program, 2, 0);
            Files.delete(root);
            program.awaitLine(".*\"state\":\"failed\",.*\"message\":\"the command cannot run in " + root
                    + ": it is not there\"}");
            end(program);
        }
    }

    @Test
    void severalRootsAreRelativeToTheCurrentDirectory() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        List<String> inRoot = List.of("sh", "-c", "cd '" + root + "' && exec \"$@\"", "sh");
        try (Program program =
                Program.start(Map.of(), inRoot, "watch", "--json", "--relative", root.toString(), other.toString())) {
            program.awaitLine(Lines.READY);
            Files.createFile(other.resolve("a"));
            program.awaitLine("\\{\"kind\":\"CREATED\",\"path\":\"\\.\\./other/a\",.*");
            Files.createFile(root.resolve("b"));
            program.awaitLine("\\{\"kind\":\"CREATED\",\"path\":\"b\",.*");
            end(program);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void print0PrintsBytesAndNothingElse(String locale) throws Exception {
        try (Program program = Program.unread(
                Map.of("LC_ALL", locale), List.of(), "watch", "--print0", "--relative", root.toString())) {
            await().until(program::complaints, lines -> lines.stream().anyMatch(line -> line.contains(" # watching ")));
            Files.createFile(NativeName.of(root).resolve(BROKEN).toPath());
            assertThat(read(program, 3)).containsExactly('n', 0xFF, 0);
            Files.createFile(NativeName.of(root).resolve(NativeName.of("ä\n")).toPath());
            assertThat(read(program, 4)).containsExactly(0xC3, 0xA4, '\n', 0);
            program.signal("TERM");
            assertThat(program.process().waitFor()).isZero();
            assertThat(program.process().getInputStream().readAllBytes()).isEmpty();
        }
    }

    private static int[] read(Program program, int length) throws IOException {
        byte[] bytes = program.process().getInputStream().readNBytes(length);
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] & 0xFF;
        }
        return values;
    }

    @Test
    void print0IsForXargs() throws Exception {
        String pipe = "exec \"$@\" | xargs -0 -n 1 sh -c 'echo \"got $0\" >>" + log + "'";
        try (Program program = Program.start(
                Map.of(), List.of("sh", "-c", pipe, "sh"), "watch", "--print0", "--relative", root.toString())) {
            await().until(program::complaints, lines -> lines.stream().anyMatch(line -> line.contains(" # watching ")));
            Files.createFile(root.resolve("a b"));
            Files.createFile(root.resolve("-rf"));
            await().untilAsserted(() -> assertThat(logged()).contains("got a b", "got ./-rf"));
            program.process().descendants().forEach(ProcessHandle::destroy);
        }
    }
}
