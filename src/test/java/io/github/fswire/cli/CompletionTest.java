package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CompletionTest {
    @TempDir
    private Path directory;

    private final World world = new World();
    private Path script;

    @BeforeEach
    void makeScript() throws IOException {
        assertThat(world.run("completion", "bash")).isZero();
        script = Files.writeString(directory.resolve("script"), world.out.text());
    }

    private static String bash(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "--norc"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            assumeTrue(false, "no bash here");
            throw e;
        }
    }

    @Test
    void bashUnderstandsTheScript() throws IOException {
        assertThat(bash("-n", script.toString())).isEmpty();
    }

    @Test
    void zshGetsTheSame() throws IOException {
        World other = new World();
        assertThat(other.run("completion", "ZSH")).isZero();
        assertThat(other.out.text()).isEqualTo(world.out.text()).contains("bashcompinit");
    }

    @ParameterizedTest
    @CsvSource({
        "syn, sync-check",
        "watch --exec-i, --exec-initial",
        "watch --on-busy ?, queue restart ignore",
        "watch --settle-until r, rested",
        "watch --verify c, content",
        "watch --ignore v, vcs",
        "sync-check --ev, --every",
        "completion z, zsh",
    })
    void bashCompletesAWord(String line, String words) throws IOException {
        String test = "source \"$0\"; COMP_WORDS=(fswire " + line.replace("?", "''") + ");"
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_fswire; echo \"${COMPREPLY[*]}\"";
        assertThat(bash("-c", test, script.toString())).isEqualTo(words + "\n");
    }

    /** Where there is no word of its own bash completes names of files. */
    @Test
    void directoriesAreCompletedByBash() throws IOException {
        assertThat(world.out.text())
                .contains("complete -F _complete_fswire -o default fswire")
                .doesNotContain("compopt +o");
    }

    /** Picocli's script has a variable for each label: two options with values of their own need two. */
    @Test
    void optionsWithFixedValuesHaveLabelsOfTheirOwn() {
        Map<String, String> options = new HashMap<>();
        for (OptionSpec option : new CommandLine(new Watch(world.surroundings()))
                .getCommandSpec()
                .options()) {
            if (option.completionCandidates() != null) {
                assertThat(options.put(option.paramLabel(), option.longestName()))
                        .as(option.longestName())
                        .isNull();
            }
        }
        assertThat(options).hasSizeGreaterThan(4);
    }

    @Test
    void anotherShellIsWrongUsage() {
        assertThat(world.run("completion", "fish")).isEqualTo(2);
        assertThat(world.run("completion")).isEqualTo(2);
        assertThat(world.err.text()).hasLineCount(2);
    }
}
