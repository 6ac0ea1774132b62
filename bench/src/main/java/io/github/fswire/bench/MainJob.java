package io.github.fswire.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Does the command line's main job hold on real input? It watches an empty directory while each argument is run there by a
 * shell, and after each compares the mirror made of the JSON lines alone with the tree.
 *
 * <p>From the repository's top folder, after {@code mvn package}; an archive, a Maven project and a Git repository for example:
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.MainJob 'tar xf ARCHIVE' \
 *     'git clone -q REPOSITORY r &amp;&amp; cd r &amp;&amp; mvn -q -o -DskipTests package' 'cd r &amp;&amp; git checkout -q BRANCH'
 * </pre>
 */
public final class MainJob {
    private static final Path COMMAND_LINE = Path.of("src", "target", "fswire-cli.jar");

    private final Map<String, String> mirror = new TreeMap<>();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private long lastLineNanos = System.nanoTime(); // guarded by this
    private String lastEvent = "";

    private MainJob() {}

    /**
     * Runs it.
     *
     * @param args shell commands
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("fswire-job").toRealPath();
        Process watch = Programs.start(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-jar",
                COMMAND_LINE.toString(),
                "watch",
                "--json",
                directory.toString()));
        MainJob job = new MainJob();
        Thread reader = new Thread(() -> job.read(watch));
        reader.start();
        job.awaitQuiet(directory, true);
        for (String command : args) {
            long start = System.nanoTime();
            new ProcessBuilder("sh", "-ec", command)
                    .directory(directory.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            boolean equal = job.awaitQuiet(directory, false);
            System.out.printf("%s%n    %.1f s; %s%n", command, seconds, job.report(equal));
        }
        watch.toHandle().destroy(); // Process.destroy would close the stream before its last line
        reader.join();
        System.out.println(job.lastEvent);
        Programs.remove(directory);
    }

    private synchronized String report(boolean equal) {
        return String.format(
                "reported so far %s; mirror of %,d entries %s the tree",
                kinds, mirror.size(), equal ? "EQUALS" : "DIFFERS from");
    }

    /** Waits until the mirror equals the tree, or nothing was reported for ten seconds. */
    private boolean awaitQuiet(Path directory, boolean ready) throws Exception {
        while (true) {
            synchronized (this) {
                boolean equal = ready ? !lastEvent.isEmpty() : mirror.equals(snapshot(directory));
                if (equal || System.nanoTime() - lastLineNanos > 10_000_000_000L) {
                    return equal;
                }
                wait(100);
            }
        }
    }

    private static Map<String, String> snapshot(Path directory) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.skip(1).toList()) {
                entries.put(path.toString(), type(path));
            }
        }
        return entries;
    }

    private static String type(Path path) {
        if (Files.isSymbolicLink(path)) {
            return "SYMLINK";
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "DIRECTORY";
        }
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? "FILE" : "OTHER";
    }

    private void read(Process watch) {
        JsonFactory json = new JsonFactory();
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                apply(line, fields(json, line));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String> fields(JsonFactory json, String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = json.createParser(line)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && parser.currentName() != null) {
                    fields.put(parser.currentName(), parser.getText());
                }
            }
        }
        return fields;
    }

    private synchronized void apply(String line, Map<String, String> change) {
        lastLineNanos = System.nanoTime();
        String kind = change.get("kind");
        if (kind == null) {
            lastEvent = line;
        } else {
            kinds.merge(kind, 1, Integer::sum);
            String path = change.getOrDefault("path", "");
            switch (kind) {
                case "DELETED" -> mirror.remove(path);
                case "MOVED" -> move(change.getOrDefault("from", ""), path);
                default -> mirror.put(path, change.getOrDefault("type", ""));
            }
        }
        notifyAll();
    }

    private void move(String from, String to) {
        Map<String, String> moved = new TreeMap<>();
        mirror.forEach((path, type) -> {
            if (path.equals(from) || path.startsWith(from + "/")) {
                moved.put(path, type);
            }
        });
        moved.keySet().forEach(mirror::remove);
        moved.forEach((path, type) -> mirror.put(to + path.substring(from.length()), type));
    }
}
