package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Script;
import io.github.fswire.kit.ScriptRun;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Runs the scripts, whose language is described at {@link Script} and {@link io.github.fswire.kit.Verb}. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(NoLeaks.class)
class ScriptIT {
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException, URISyntaxException {
        return files().stream().map(file -> test(file, ScriptIT::check));
    }

    /** Without records: what is told differs in details, where it ends does not. */
    @TestFactory
    Stream<DynamicTest> throughPolling() throws IOException, URISyntaxException {
        return files().stream().map(file -> test(file, ScriptIT::checkByPolling));
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(ScriptIT.class.getResource("/scripts").toURI());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".script"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(30);
        return files;
    }

    private static DynamicTest test(Path file, ThrowingConsumer<Path> check) {
        return DynamicTest.dynamicTest(file.getFileName().toString(), file.toUri(), () -> check.accept(file));
    }

    private static void checkByPolling(Path file) throws Exception {
        Script script = Script.parse(Files.readString(file));
        try (Workspace workspace = Workspace.onDisk()) {
            new ScriptRun(workspace, true, options -> options.backend("polling").pollInterval(Duration.ofDays(1)))
                    .run(script.operations());
            if (!script.tree().isEmpty()) {
                assertThat(workspace.snapshot().lines()).as(script.title()).isEqualTo(script.tree());
            }
        }
    }

    private static void check(Path file) throws Exception {
        Script script = Script.parse(Files.readString(file));
        try (Workspace workspace = Workspace.onDisk()) {
            List<List<String>> output = new ScriptRun(workspace, true).run(script.operations());
            if (script.output().size() == 1) {
                assertThat(output.stream().flatMap(List::stream).sorted())
                        .as(script.title())
                        .containsExactlyElementsOf(script.output().get(0));
            } else if (!script.output().isEmpty()) {
                assertThat(output).as(script.title()).isEqualTo(script.output());
            }
            if (!script.tree().isEmpty()) {
                assertThat(workspace.snapshot().lines()).as(script.title()).isEqualTo(script.tree());
            }
        }
    }
}
