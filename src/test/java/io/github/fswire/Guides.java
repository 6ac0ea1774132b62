package io.github.fswire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README and the guides, for tests that compare them with the code. */
public final class Guides {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern INDENTED = Pattern.compile("(?m)^ {4}(\\S.*)$");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");

    private Guides() {}

    /**
     * One page.
     *
     * @param file where it is
     * @param text its Markdown
     */
    public record Page(Path file, String text) {
        static Page of(Path file) {
            return new Page(file, read(file));
        }

        /** The text without code blocks. */
        public String prose() {
            return INDENTED.matcher(FENCE.matcher(text).replaceAll("")).replaceAll("");
        }

        /** What stands between backticks. */
        public List<String> spans() {
            return groups(SPAN, prose());
        }

        /** The fenced code blocks of a language. */
        public List<String> blocks(String language) {
            return FENCE.matcher(text)
                    .results()
                    .filter(block -> block.group(1).equals(language))
                    .map(block -> block.group(2))
                    .toList();
        }

        /** The lines of every code block. */
        public List<String> codeLines() {
            List<String> lines = new ArrayList<>(FENCE.matcher(text)
                    .results()
                    .flatMap(block -> block.group(2).lines())
                    .toList());
            lines.addAll(groups(INDENTED, FENCE.matcher(text).replaceAll("")));
            return lines;
        }

        /** The spans in the first column of every table. */
        public List<String> firstColumn() {
            return prose().lines()
                    .filter(line -> line.startsWith("| "))
                    .flatMap(line -> groups(SPAN, line.split("(?<!\\\\)\\|")[1]).stream())
                    .toList();
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    /** The project's top folder. */
    public static Path top() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("platform-tests"))) {
            directory = Objects.requireNonNull(directory.getParent(), "not within the project");
        }
        return directory;
    }

    /** The README and every guide. */
    public static List<Page> all() {
        return Stream.concat(Stream.of(top().resolve("README.md")), files(top().resolve("src/docs"), ".md"))
                .map(Page::of)
                .toList();
    }

    /** The guide of that file name. */
    public static Page named(String name) {
        return Page.of(top().resolve("src/docs").resolve(name));
    }

    /** The files below a directory whose names end so, but none that a build has made. */
    public static Stream<Path> files(Path directory, String suffix) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(suffix)
                            && !directory.relativize(file).toString().contains("target"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of everything that a pattern finds. */
    public static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
