package io.github.fswire.lanes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/**
 * Which test classes, and which of their methods, run: those whose names match {@code -Dit.test}, a list of globs such as
 * {@code RootsIT,Fence*#G5_*}. Without it every class whose name ends in {@code IT}.
 */
final class Selection {
    /** Those that would keep one worker busy at the end while the others have nothing to do. */
    private static final List<String> LONGEST =
            List.of("ConvergenceIT", "CliOnLinuxIT", "ScriptIT", "ReactiveStreamsIT", "ResumeIT", "KillIT", "SoakIT");

    private record Glob(Pattern type, String methods) {
        static Glob of(String text) {
            String[] parts = text.strip().replaceAll("\\.(java|class)\\b", "").split("#", 2);
            return new Glob(Pattern.compile("(.*\\.)?" + regex(parts[0])), parts.length == 1 ? "" : methods(parts[1]));
        }

        private static String methods(String globs) {
            return Arrays.stream(globs.split("\\+")).map(Glob::regex).collect(Collectors.joining("|"));
        }

        private static String regex(String glob) {
            return Pattern.compile("[^*?]+|[*?]").matcher(glob).replaceAll(part -> switch (part.group()) {
                case "*" -> ".*";
                case "?" -> ".";
                default -> java.util.regex.Matcher.quoteReplacement(Pattern.quote(part.group()));
            });
        }
    }

    /** A class and the regular expression of the methods to run, which is empty for all of them. */
    record Chosen(Class<?> type, String methods) {
        /** What a worker is asked to run. */
        String order() {
            return methods.isEmpty() ? type.getName() : type.getName() + "#" + methods;
        }

        Set<String> tags() {
            return Arrays.stream(type.getAnnotationsByType(Tag.class))
                    .map(Tag::value)
                    .collect(Collectors.toSet());
        }
    }

    private final boolean everything;
    private final List<Chosen> classes = new ArrayList<>();

    private Selection(boolean everything) {
        this.everything = everything;
    }

    /** Those of the compiled classes below a directory that match; {@code globs} is empty for every test class. */
    static Selection of(Path directory, String globs) throws IOException {
        Selection selection = new Selection(globs.isEmpty());
        List<Glob> wanted = Arrays.stream((globs.isEmpty() ? "*IT" : globs).split(","))
                .map(Glob::of)
                .toList();
        for (Class<?> type : classes(directory)) {
            wanted.stream()
                    .filter(glob -> glob.type().matcher(type.getName()).matches())
                    .findFirst()
                    .ifPresent(glob -> selection.classes.add(new Chosen(type, glob.methods())));
        }
        return selection;
    }

    private static List<Class<?>> classes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith("IT.class") && !file.contains("$"))
                    .map(file -> load(file.substring(0, file.length() - 6).replace('/', '.')))
                    .sorted(Comparator.<Class<?>>comparingInt(type -> rank(type.getSimpleName()))
                            .thenComparing(Class::getName))
                    .collect(Collectors.toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static int rank(String name) {
        int rank = LONGEST.indexOf(name);
        return rank < 0 ? LONGEST.size() : rank;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Selection.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** What runs in a lane, the longest first. */
    List<Chosen> in(LaneSpec lane) {
        return classes.stream()
                .filter(chosen -> lane.runs(chosen.tags(), !everything))
                .toList();
    }

    boolean isEmpty() {
        return classes.isEmpty();
    }
}
