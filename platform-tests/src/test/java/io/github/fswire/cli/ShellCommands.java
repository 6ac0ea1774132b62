package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A root that {@code watch} watches, and commands for it: scripts of a shell. */
abstract class ShellCommands {
    @TempDir
    Path directory;

    Path root;
    Path log;
    Path go;

    @BeforeEach
    void makeRoot() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("root"));
        log = Files.createFile(directory.resolve("log"));
        go = directory.resolve("go");
    }

    /** A program that runs these lines of a shell, in which $LOG and $GO are files outside the root. */
    String script(String... lines) throws IOException {
        Path script = directory.resolve("script");
        List<String> all = new ArrayList<>(List.of("#!/bin/sh", "LOG='" + log + "'", "GO='" + go + "'"));
        all.addAll(List.of(lines));
        Files.write(script, all);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }

    Program watch(Map<String, String> environment, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("watch", "--json", root.toString()));
        all.addAll(List.of(arguments));
        Program program = Program.start(environment, List.of(), all.toArray(String[]::new));
        program.awaitLine(Lines.READY);
        return program;
    }

    Program watch(String... arguments) throws IOException {
        return watch(Map.of(), arguments);
    }

    static void awaitEnd(Program program, int run, int exitCode) {
        program.awaitLine("\\{\"event\":\"exec\",\"state\":\"ended\",\"run\":" + run + ",\"exitCode\":" + exitCode
                + ",\"stopped\":(true|false),\"millis\":\\d+}");
    }

    void awaitCreated(Program program, Path path) {
        program.awaitLine(Pattern.quote("{\"kind\":\"CREATED\",\"path\":\"" + path + "\"") + ".*");
    }

    List<String> logged() throws IOException {
        return Files.readAllLines(log);
    }

    /** Ends it and expects that it ends well. */
    static void end(Program program) throws Exception {
        program.signal("TERM");
        assertThat(program.exitCode()).isZero();
        assertThat(program.complaints()).noneMatch(line -> line.contains("Exception"));
    }
}
