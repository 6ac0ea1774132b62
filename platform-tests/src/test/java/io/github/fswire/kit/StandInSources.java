package io.github.fswire.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The C sources of the libraries that stand in for other systems on Linux: {@code native/standin}. */
public final class StandInSources {
    private static final Path SOURCES = Path.of("..", "native", "standin");

    private StandInSources() {}

    /**
     * How a library is compiled.
     *
     * @param system the folder with its sources: {@code macos} or {@code windows}
     * @param library the file to write
     */
    public static List<String> compiler(String system, Path library) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("gcc", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-pthread", "-o", library.toString()));
        command.add(SOURCES.resolve("faults.c").toString());
        try (Stream<Path> files = Files.list(SOURCES.resolve(system))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".c"))
                    .sorted()
                    .forEach(command::add);
        }
        return command;
    }
}
