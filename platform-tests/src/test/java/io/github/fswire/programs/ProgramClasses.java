package io.github.fswire.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import io.github.fswire.RawBackends;
import io.github.fswire.kit.Lane;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The glue of the programs, in {@code src/test/programs}: compiled here, because the jars of one program must not be on the class
 * path of another, nor on that of the tests.
 */
final class ProgramClasses {
    private static final Path SOURCES = Path.of("src/test/programs");
    private static final int ASKED_TO_PROCESS = 23; // since this Java
    private static final Map<String, String> COMPILED =
            new TreeMap<>(); // the class path of each folder; guarded by itself

    private ProgramClasses() {}

    /** The class path of a child that runs the program. */
    static String path(WatchingProgram program) throws IOException {
        Path jars = program.jars();
        synchronized (COMPILED) {
            String known = COMPILED.get(program.folder());
            if (known == null) {
                known = compile(program.folder(), jars);
                COMPILED.put(program.folder(), known);
            }
            return known;
        }
    }

    private static String compile(String folder, Path jars) throws IOException {
        Optional<ToolProvider> javac = ToolProvider.findFirst("javac");
        assumeTrue(javac.isPresent(), "this Java has no compiler");
        Path classes =
                Path.of("target/programs-" + Lane.name()).toAbsolutePath().resolve(folder);
        String libraries = Stream.concat(
                        Stream.of(locationOf(RawBackends.class), locationOf(Native.class)), files(jars, ".jar"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-cp", libraries));
        arguments.addAll(List.of("-Xlint:all,-processing,-classfile", "-Werror"));
        if (Runtime.version().feature() >= ASKED_TO_PROCESS) {
            arguments.add("-proc:full");
        }
        Stream.concat(files(SOURCES.resolve("common"), ".java"), files(SOURCES.resolve(folder), ".java"))
                .forEach(source -> arguments.add(source.toString()));
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exit = javac.get().run(writer, writer, arguments.toArray(String[]::new));
        assertThat(exit).as(output.toString()).isZero();
        return classes + File.pathSeparator + libraries;
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        }
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
