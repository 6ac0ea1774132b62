package io.github.fswire.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text that says what to do and what a watcher must deliver.
 *
 * <pre>
 * The first line says the case in words.
 *
 * mkdir a
 * watch
 * write a/f 10
 * sync
 * mv a b
 *
 * Output:
 *     CREATED a/f FILE
 *     sync
 *     MOVED b from a DIRECTORY
 * Tree:
 *     b DIRECTORY
 *     b/f FILE 10
 * </pre>
 *
 * Either section may be missing; lines that begin with # are comments. The order of changes between two syncs does not count.
 *
 * @param title the case in words
 * @param operations what to do
 * @param output the changes between the syncs, sorted; empty if they do not matter
 * @param tree the entries in the end, sorted; empty if they need not be given
 */
public record Script(String title, List<Operation> operations, List<List<String>> output, List<String> tree) {
    /**
     * Reads a script.
     *
     * @throws IllegalArgumentException if a line is not one of the language
     */
    public static Script parse(String text) {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        int output = lines.indexOf("Output:");
        int tree = lines.indexOf("Tree:");
        if (output < 0 && tree < 0 || tree >= 0 && tree < output) {
            throw new IllegalArgumentException("a script needs Output:, Tree: or both in this order");
        }
        int end = output < 0 ? tree : output;
        int outputEnd = tree < 0 ? lines.size() : tree;
        return new Script(
                lines.get(0),
                lines.subList(1, end).stream().map(Operation::parse).toList(),
                output < 0 ? List.of() : sections(lines.subList(output + 1, outputEnd)),
                tree < 0 ? List.of() : sorted(lines.subList(tree + 1, lines.size())));
    }

    /** The scripts of the kit, by the names of their files. */
    public static SortedMap<String, Script> all() throws IOException {
        URI folder = URI.create(String.valueOf(Script.class.getResource("/scripts")));
        if (!folder.getScheme().equals("jar")) {
            return in(Path.of(folder));
        }
        String entry = folder.getRawSchemeSpecificPart();
        Path file = Path.of(URI.create(entry.substring(0, entry.lastIndexOf("!/"))));
        try (FileSystem jar = FileSystems.newFileSystem(file)) { // by its URI it could be open only once
            return in(jar.getPath("/scripts"));
        }
    }

    private static SortedMap<String, Script> in(Path folder) throws IOException {
        SortedMap<String, Script> scripts = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.script")) {
            for (Path file : files) {
                scripts.put(file.getFileName().toString(), parse(Files.readString(file)));
            }
        }
        return scripts;
    }

    private static List<List<String>> sections(List<String> lines) {
        List<List<String>> sections = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || lines.get(i).equals("sync")) {
                sections.add(sorted(lines.subList(start, i)));
                start = i + 1;
            }
        }
        return sections;
    }

    /** Lines in the order in which they are compared. */
    static List<String> sorted(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("\\s+", " ")).sorted().toList();
    }

    /** Operations as the text of a script, to be pasted into a file. */
    public static String text(String title, List<Operation> operations) {
        StringBuilder text = new StringBuilder(title).append("\n\n");
        operations.forEach(operation -> text.append(operation).append('\n'));
        return text.append("\nTree:\n").toString();
    }
}
