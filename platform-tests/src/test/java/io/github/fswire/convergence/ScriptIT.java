package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Histories;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Script;
import io.github.fswire.kit.ScriptRun;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Runs the scripts, whose language is described at {@link Script} and {@link io.github.fswire.kit.Verb}. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class ScriptIT {
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException, URISyntaxException {
        return files().stream().map(file -> test(file, ScriptIT::check));
    }

    /** Without records: what is delivered differs in details, the final state does not. */
    @Tag("engine")
    @TestFactory
    Stream<DynamicTest> throughPolling() throws IOException, URISyntaxException {
        return files().stream().map(file -> test(file, ScriptIT::checkByPolling));
    }

    @Tag("engine")
    @TestFactory
    Stream<DynamicTest> besideReconciliation() throws IOException, URISyntaxException {
        return files().stream().map(file -> test(file, ScriptIT::checkBesideReconciliation));
    }

    /** Half of the directories are polled; a user namespace has limits of its own. */
    @Tag("engine")
    @Test
    void degraded() throws Exception {
        assumeFalse(Lane.MACOS, "FSEvents needs one watch for a root");
        List<String> inside = UserNamespace.withWatches(5);
        assumeTrue(UserNamespace.isPossible(inside), "user namespaces are not available");
        inside.addAll(ChildJvm.command(
                Histories.class,
                folder().toString(),
                Workspace.fastPlace().toString(),
                String.valueOf(Seeds.fewer(50))));
        ChildJvm.run(inside, Map.of(), "converged although degraded");
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(ScriptIT.class.getResource("/scripts").toURI());
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        Path folder = folder();
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
        checkTree(file, options -> options.backend("polling").pollInterval(Duration.ofDays(1)));
    }

    private static void checkBesideReconciliation(Path file) throws Exception {
        checkTree(file, options -> options.reconcileEvery(Duration.ofMillis(1)));
    }

    private static void checkTree(Path file, UnaryOperator<WatchOptions.Builder> options) throws Exception {
        Script script = Script.parse(Files.readString(file));
        try (Workspace workspace = Workspace.onDisk()) {
            new ScriptRun(workspace, true, options).run(script.operations());
            if (!script.tree().isEmpty()) {
                assertThat(workspace.snapshot().lines()).as(script.title()).isEqualTo(script.tree());
            }
        }
    }

    private static void check(Path file) throws Exception {
        if (Lane.WINDOWS || Lane.MACOS) {
            checkTree(file, options -> options); // whose clocks are coarse: a renamed file may also count as modified
            return;
        }
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
