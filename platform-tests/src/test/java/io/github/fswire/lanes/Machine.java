package io.github.fswire.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.fswire.kit.StandInSources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What of this machine the lanes need. */
final class Machine {
    private Machine() {}

    /** Whether this is Linux. */
    static boolean isLinux() {
        return System.getProperty("os.name").startsWith("Linux");
    }

    /** Whether a program is on the PATH. */
    static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Why no library can stand in for macOS here; empty if one can. */
    static Optional<String> whyNoStandIn() {
        if (!isLinux()) {
            return Optional.of("the library that stands in for macOS is written for Linux");
        }
        return has("gcc") ? Optional.empty() : Optional.of("gcc is not on the PATH: .ci/run installs it");
    }

    /** Compiles the library that stands in for macOS. */
    static void compileStandIn(Path library) throws IOException, InterruptedException {
        run(new ProcessBuilder(StandInSources.compiler("macos", library)));
    }

    /** What to put before a command that must run, with all its children, on one core: which, depends on {@code number}. */
    static List<String> onOneCore(int number) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String allowed = lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .orElseThrow();
            int[] cores = Stream.of(allowed.replaceFirst("\\D*", "").split(","))
                    .flatMapToInt(Machine::range)
                    .toArray();
            return List.of("taskset", "--cpu-list", String.valueOf(cores[number % cores.length]));
        }
    }

    private static IntStream range(String text) {
        String[] ends = text.split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    /** Runs a command to its end. */
    static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", builder.command()) + ": " + output);
        }
    }
}
