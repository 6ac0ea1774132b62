package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ExecCommandTest {
    private static final List<NativeName> ROOTS = List.of(NativeName.of("/r"));

    @TempDir
    private Path directory;

    private final ChangedPaths changed = new ChangedPaths(ROOTS);

    private void created(String... paths) {
        for (String path : paths) {
            changed.add(List.of(Samples.created(NativeName.of(path))));
        }
    }

    private List<String> words(String... words) {
        return ExecCommand.ofWords(List.of(words), Base.NONE).call(changed).process().command().stream()
                .map(word -> word.replace(File.separatorChar, '/'))
                .toList();
    }

    private Map<String, String> environment() {
        return environment(ExecCommand.ofWords(List.of("c"), Base.NONE).call(changed));
    }

    private static Map<String, String> environment(ExecCommand.Call call) {
        return call.process().environment().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("FSWIRE_"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> variable.getValue().replace(File.separatorChar, '/')));
    }

    @Test
    void bracesAreReplacedByOneWordForEachPath() {
        created("/r/a", "/r/b c");
        assertThat(words("make", "{}", "-k")).containsExactly("make", "/r/a", "/r/b c", "-k");
        assertThat(words("make", "--file={}", "x{}y{}"))
                .containsExactly("make", "--file=/r/a", "--file=/r/b c", "x/r/ay/r/a", "x/r/b cy/r/b c");
    }

    @Test
    void withoutBracesThereAreNoPaths() {
        created("/r/a");
        assertThat(words("make", "{", "}", "{ }")).containsExactly("make", "{", "}", "{ }");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell of Windows takes no parameters")
    void aShellGetsThePathsAsItsParameters() {
        created("/r/a", "/r/b c");
        assertThat(ExecCommand.ofShell("ls \"$@\" {}", Base.NONE)
                        .call(changed)
                        .process()
                        .command())
                .containsExactly("sh", "-c", "ls \"$@\" {}", "sh", "/r/a", "/r/b c");
    }

    @Test
    void relativePathsAreNoOptionsAndTheCommandRunsWhereTheyBegin() {
        created("/r/a", "/r/-rf");
        ExecCommand.Call call = ExecCommand.ofWords(List.of("rm", "{}"), Base.at(NativeName.of("/r")))
                .call(changed);
        assertThat(call.process().command().stream().map(word -> word.replace('\\', '/')))
                .containsExactly("rm", "./-rf", "a");
        assertThat(call.process().directory()).isEqualTo(new File("/r"));
        assertThat(environment(call)).containsEntry("FSWIRE_PATHS", "./-rf\na").containsEntry("FSWIRE_COMMON", ".");
    }

    @Test
    void theEnvironmentHasThePathsByKind() {
        created("/r/a", "/r/b");
        changed.add(List.of(
                Samples.change(Change.Kind.MODIFIED, NativeName.of("/r/m"), null, Change.Type.FILE, Change.Cause.EVENT),
                Samples.change(Change.Kind.DELETED, NativeName.of("/r/d"), null, Change.Type.FILE, Change.Cause.EVENT),
                Samples.change(
                        Change.Kind.MOVED,
                        NativeName.of("/r/y"),
                        NativeName.of("/r/x"),
                        Change.Type.FILE,
                        Change.Cause.EVENT)));
        assertThat(environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "FSWIRE_CREATED", "/r/a\n/r/b",
                        "FSWIRE_MODIFIED", "/r/m",
                        "FSWIRE_DELETED", "/r/d",
                        "FSWIRE_MOVED", "/r/y",
                        "FSWIRE_MOVED_FROM", "/r/x",
                        "FSWIRE_PATHS", "/r/a\n/r/b\n/r/d\n/r/m\n/r/x\n/r/y",
                        "FSWIRE_COMMON", "/r",
                        "FSWIRE_TRUNCATED", ""));
    }

    @Test
    void aNewlineKeepsTheListsEmptyButNotTheArguments() {
        created("/r/a\nb");
        assertThat(environment())
                .containsEntry("FSWIRE_TRUNCATED", "newline")
                .containsEntry("FSWIRE_PATHS", "")
                .containsEntry("FSWIRE_CREATED", "")
                .containsEntry("FSWIRE_COMMON", "/r");
        assertThat(words("c", "{}")).hasSize(2);
    }

    @Test
    void whatDoesNotFitIsADirectory() {
        IntStream.range(0, 20_000).forEach(i -> created("/r/d/a file with quite a long name " + i));
        assertThat(words("c", "{}")).containsExactly("c", "/r/d");
        assertThat(environment())
                .containsEntry("FSWIRE_TRUNCATED", "size")
                .containsEntry("FSWIRE_PATHS", "")
                .containsEntry("FSWIRE_COMMON", "/r/d");
    }

    @Test
    void onePathThatIsTooLongForALineIsADirectoryToo() {
        created("/r/" + "x/".repeat(60_000) + "y");
        assertThat(environment()).containsEntry("FSWIRE_TRUNCATED", "size");
    }

    @Test
    void atTheStartThereAreTheRoots() {
        changed.addEverything();
        assertThat(words("c", "{}")).containsExactly("c", "/r");
        assertThat(environment()).containsEntry("FSWIRE_TRUNCATED", "initial").containsEntry("FSWIRE_COMMON", "/r");
    }

    @Test
    void variablesOfAnotherFswireAreNotInherited() {
        changed.addEverything();
        assertThat(environment()).containsEntry("FSWIRE_PATHS", "").containsEntry("FSWIRE_MOVED_FROM", "");
    }

    /** What a process prints that is given these words, this environment and this directory. */
    private static byte[] output(List<NativeName> words, Map<String, NativeName> environment, NativeName directory)
            throws IOException {
        ProcessBuilder process = ExactWords.process(words, environment, directory);
        return process.redirectErrorStream(true).start().getInputStream().readAllBytes();
    }

    private static NativeName allBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        IntStream.range(1, 256).forEach(bytes::write);
        bytes.writeBytes("\\0101\n\n".getBytes(StandardCharsets.US_ASCII));
        return NativeName.of(bytes.toByteArray());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "arguments are text there")
    void everyByteReachesTheArguments() throws IOException {
        List<NativeName> words = List.of(NativeName.of("printf"), NativeName.of("%s|"), allBytes(), NativeName.of("ä"));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(allBytes().toBytes());
        expected.writeBytes("|ä|".getBytes(StandardCharsets.UTF_8));
        assertThat(output(words, Map.of(), NativeName.of("/"))).isEqualTo(expected.toByteArray());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "variables are text there")
    void everyByteReachesTheEnvironment() throws IOException {
        List<NativeName> words = List.of(NativeName.of("sh"), NativeName.of("-c"), NativeName.of("printf %s \"$X\""));
        assertThat(output(words, Map.of("X", allBytes()), NativeName.of("/")))
                .isEqualTo(allBytes().toBytes());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "names of directories are text there")
    void theDirectoryNeedNotBeUtf8() throws IOException {
        NativeName place = NativeName.of(directory).resolve(NativeName.of((byte) '\'', (byte) 0xFF));
        try {
            Files.createDirectory(place.toPath());
        } catch (IOException e) {
            abort("names are text on this file system: " + e);
        }
        assertThat(output(List.of(NativeName.of("pwd")), Map.of(), place))
                .endsWith((byte) '\'', (byte) 0xFF, (byte) '\n');
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "arguments are text there")
    void manyWordsOfAnyBytesAreDecoded() throws IOException {
        List<NativeName> words = new ArrayList<>(List.of(NativeName.of("printf"), NativeName.of("%s")));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 3_000; i++) {
            NativeName word = NativeName.of(("\u00FF" + i).repeat(9).getBytes(StandardCharsets.ISO_8859_1));
            words.add(word);
            expected.writeBytes(word.toBytes());
        }
        assertThat(output(words, Map.of(), NativeName.of("/"))).isEqualTo(expected.toByteArray());
    }
}
