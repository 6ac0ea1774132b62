package io.github.fswire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of guarantees names tests that exist, and tests that run where it says so. */
class GuaranteesTest {
    private static final Pattern NAME =
            Pattern.compile("(\\*\\*)?`(?:[a-z.]+\\.)?([A-Z]\\w*(?:Test|IT|Contract))(?:#(\\w+))?`");

    private final Path top = top();
    private final String table = read(top.resolve("platform-tests/GUARANTEES.md"));
    private final List<Path> sources = Stream.of("src/test/java", "platform-tests/src")
            .flatMap(directory -> files(top.resolve(directory)))
            .toList();

    private static Path top() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("platform-tests"))) {
            directory = Objects.requireNonNull(directory.getParent(), "not within the project");
        }
        return directory;
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sourceOf(String name) {
        String source = sources.stream()
                .filter(file -> file.endsWith(name + ".java"))
                .map(GuaranteesTest::read)
                .collect(Collectors.joining());
        assertThat(source).as("a class " + name).isNotEmpty();
        return source;
    }

    @Test
    void everyTestThatIsNamedExists() {
        List<MatchResult> names = NAME.matcher(table).results().toList();
        assertThat(names).hasSizeGreaterThan(100);
        for (MatchResult name : names) {
            String source = sourceOf(name.group(2));
            if (name.group(3) != null) {
                assertThat(source).as(name.group()).contains("void " + name.group(3) + "(");
            }
        }
    }

    @Test
    void whatIsCalledContractIsTaggedSo() {
        List<MatchResult> contracts = NAME.matcher(table)
                .results()
                .filter(name -> name.group(1) != null)
                .toList();
        assertThat(contracts).isNotEmpty();
        for (MatchResult name : contracts) {
            assertThat(sourceOf(name.group(2)))
                    .as(name.group())
                    .containsAnyOf("@Tag(\"contract\")", "@Tag(\"standin\")");
        }
    }
}
