package io.github.fswire.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Another virtual machine of the same Java, class path, binding and flags as this one. */
public final class ChildJvm {
    /**
     * Flags of a virtual machine that ends before a second compiler is worth its time. Huge pages spare it most of its page
     * faults, a fifth of the CPU time of a start.
     */
    public static final List<String> SHORT_LIVED = Stream.concat(
                    Stream.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                    Stream.of("-XX:+UseTransparentHugePages").filter(flag -> hasHugePages()))
            .toList();

    private static final List<String> INHERITED =
            List.of("--enable-", "-XX:ActiveProcessorCount=", "-Djava.security.properties=");

    private ChildJvm() {}

    /** Without them the virtual machine prints a warning about the flag; Windows and macOS do not know it. */
    private static boolean hasHugePages() {
        try { // under Wine the file is there, too
            return !Lane.WINDOWS
                    && !Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"))
                            .contains("[never]");
        } catch (IOException e) {
            return false;
        }
    }

    /** The command that runs a main class, for a short life: quick to start rather than quick to run. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(System.getProperty("java.class.path"), List.of(), main.getName(), arguments);
    }

    /** The same with another class path and more options. */
    public static List<String> command(String classPath, List<String> options, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.add("-ea");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(ChildJvm::isInherited)
                .forEach(command::add);
        System.getProperties().forEach((key, value) -> {
            if (key.toString().startsWith("fswire.")) {
                command.add("-D" + key + "=" + value);
            }
        });
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Preview features, native access, and what Java 21 needs under Wine. */
    private static boolean isInherited(String argument) {
        return INHERITED.stream().anyMatch(argument::startsWith);
    }

    /**
     * Runs a command to its end.
     *
     * @param environment added to this process's one
     * @param expected what may be the last line of the output if all is well
     * @return the last line
     * @throws AssertionError with the output if it is another one
     */
    public static String run(List<String> command, Map<String, String> environment, String... expected)
            throws IOException, InterruptedException {
        Child child = end(command, environment);
        String last = child.output.lines().reduce("", (a, b) -> b);
        if (child.code != 0 || !List.of(expected).contains(last)) {
            throw new AssertionError(
                    "the child ended with " + child.code + ", environment " + environment + ":\n" + child.output);
        }
        return last;
    }

    /** Runs a command to its end; what it has printed. */
    public static String output(List<String> command) throws IOException, InterruptedException {
        return end(command, Map.of()).output;
    }

    private record Child(int code, String output) {}

    private static Child end(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = Processes.start(builder);
        process.getOutputStream().close();
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Progress.mark();
                output.append(line).append('\n');
            }
        }
        return new Child(process.waitFor(), output.toString().strip());
    }
}
