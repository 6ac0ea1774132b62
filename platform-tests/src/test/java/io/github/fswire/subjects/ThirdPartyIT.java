package io.github.fswire.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.conformance.Conformance;
import io.github.fswire.conformance.Rule;
import io.github.fswire.kit.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The kit as others have it: in its jar, and without JNA on the class path. */
@Tag("once")
@EnabledOnOs(OS.LINUX)
class ThirdPartyIT {
    private static final String REPORTS = "-Dfswire.conformance=";

    @Test
    void theJarIsComplete(@TempDir Path reports) throws Exception {
        Path classes = Path.of(Conformance.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command =
                ChildJvm.command(ThirdPartyIT.class, FileWatcherIT.class.getName(), Rule.W1.name(), Rule.G1.name());
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, classPath(command.get(classPath), classes, jar(classes)));
        command.removeIf(argument -> argument.startsWith(REPORTS));
        command.add(1, REPORTS + reports);
        ChildJvm.run(command, Map.of(), "held: [W1, G1]");
        assertThat(reports.resolve(FileWatcherIT.class.getName() + ".txt")).isRegularFile();
    }

    private static Path jar(Path classes) throws Exception {
        try (Stream<Path> files = Files.list(classes.resolveSibling(""))) {
            List<Path> jars = files.filter(
                            file -> file.getFileName().toString().matches("fswire-conformance-[^-]*(-SNAPSHOT)?\\.jar"))
                    .toList();
            assertThat(jars).hasSize(1);
            return jars.get(0);
        }
    }

    private static String classPath(String all, Path classes, Path jar) {
        List<String> entries = Arrays.asList(all.split(File.pathSeparator));
        assertThat(entries).contains(classes.toString());
        return entries.stream()
                .filter(entry -> !entry.matches(".*\\bjna-[^/]*\\.jar"))
                .map(entry -> entry.equals(classes.toString()) ? jar.toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs some rules on a subject, and prints which of them hold. */
    public static void main(String[] arguments) throws ClassNotFoundException {
        Rule[] rules = Stream.of(arguments).skip(1).map(Rule::valueOf).toArray(Rule[]::new);
        Verdict verdict = Verdict.on(Class.forName(arguments[0]).asSubclass(Conformance.class), rules);
        verdict.broken().values().forEach(System.out::println);
        System.out.println("held: " + verdict.held().stream().map(Rule::name).toList());
        System.exit(0); // whatever a subject has left
    }
}
