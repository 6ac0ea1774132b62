package io.github.fswire.cli;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths that {@code watch} hands over, to a command or on standard output, and what else is printed there. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class CliPathsIT extends ShellCommands {
    private static final NativeName BROKEN = NativeName.of((byte) 'n', (byte) 0xFF);

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
                                names.stream().map(CliPathsIT::latin).toList());
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
