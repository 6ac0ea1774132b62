package io.github.fswire.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Starts what is compared: C programs from {@code native/floors}, and JVMs with this jar. */
final class Programs {
    private static final Path SOURCES = Path.of("native", "floors");

    private Programs() {}

    /** Compiles a floor; call it from the repository's top folder. */
    static Path compile(String name) throws IOException, InterruptedException {
        Path program = Files.createTempDirectory("fswire-floor").resolve(name);
        Path source = SOURCES.resolve(name + ".c");
        if (!Files.exists(source)) {
            throw new IOException("no " + source + ": start this from the repository's top folder");
        }
        run(List.of("gcc", "-O2", "-o", program.toString(), source.toString()));
        return program;
    }

    /** The command of a JVM that runs a class of this jar. */
    static List<String> java(String binding, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Dfswire.binding=" + binding,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a command to its end and returns the lines that it prints. */
    static List<String> run(List<String> command) throws IOException, InterruptedException {
        Process process = start(command);
        List<String> lines;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
        return lines;
    }

    static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Removes a tree. */
    static void remove(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
