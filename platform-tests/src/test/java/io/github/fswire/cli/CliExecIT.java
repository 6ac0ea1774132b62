package io.github.fswire.cli;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When {@code watch} runs a command, and how the command is ended. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class CliExecIT extends ShellCommands {
    private void awaitLogged(int lines) {
        await().until(() -> logged().size() >= lines);
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
}
