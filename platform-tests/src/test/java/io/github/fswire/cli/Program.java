package io.github.fswire.cli;

import static io.github.fswire.kit.Eventually.await;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.RawBackends;
import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.Processes;
import io.github.fswire.kit.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A process that runs {@code fswire-cli.jar} on the lane's JVM with the lane's binding. */
final class Program implements AutoCloseable {
    private final Process process;
    private final Collector out;
    private final Collector err;

    private Program(Process process) {
        this.process = process;
        this.out = new Collector(process.getInputStream());
        this.err = new Collector(process.getErrorStream());
    }

    /** Collects the lines of a stream, as UTF-8, until it ends. */
    private static final class Collector extends Thread {
        private final InputStream stream;
        private final List<String> lines = new ArrayList<>(); // guarded by this

        Collector(InputStream stream) {
            this.stream = stream;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(line);
                }
            } catch (IOException e) {
                add("(cannot be read: " + e + ")");
            }
        }

        private synchronized void add(String line) {
            Progress.mark();
            lines.add(line);
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }
    }

    /** The command that runs the command line with these arguments, in the shell's words after {@code prefix}. */
    static List<String> command(List<String> prefix, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ChildJvm.SHORT_LIVED);
        command.add("-Xmx256m");
        command.add("-Dfswire.binding=" + Lane.expectedBinding());
        if (Lane.STANDS_IN) {
            command.add("-Dfswire.coreservices=" + System.getProperty("fswire.coreservices"));
        }
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path jar() {
        try {
            Path library = Path.of(RawBackends.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return library.resolveSibling("fswire-cli.jar");
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** What makes it end. */
    @FunctionalInterface
    interface Request {
        void to(Program program) throws Exception;
    }

    /** Starts {@code watch --json} and waits until it is ready. */
    static Program watch(Path directory) throws IOException {
        Program program = start("watch", "--json", directory.toString());
        program.awaitLine(Lines.READY);
        return program;
    }

    /** Starts it. */
    static Program start(String... arguments) throws IOException {
        return start(Map.of(), List.of(), arguments);
    }

    /** Starts it in a changed environment, through a command that runs the command that follows it. */
    static Program start(Map<String, String> environment, List<String> prefix, String... arguments) throws IOException {
        Program program = unread(environment, prefix, arguments);
        program.out.start();
        return program;
    }

    /** Starts it without reading its output. */
    static Program unread(Map<String, String> environment, List<String> prefix, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(prefix, arguments));
        builder.environment().putAll(environment);
        Process process = Processes.start(builder);
        process.getOutputStream().close();
        Program program = new Program(process);
        program.err.start();
        return program;
    }

    Process process() {
        return process;
    }

    /** Lines of standard output so far. */
    List<String> lines() {
        return out.lines();
    }

    /** Lines of standard error so far. */
    List<String> complaints() {
        return err.lines();
    }

    /** Waits for a line that is matched as a whole, and returns it. */
    String awaitLine(String regex) {
        Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
        await().untilAsserted(() -> {
            if (out.isAlive()) {
                assertThat(lines())
                        .as("until there is %s; complaints: %s", regex, complaints())
                        .anyMatch(matches);
            }
        });
        return lines().stream()
                .filter(matches)
                .findFirst()
                .orElseThrow(() -> new AssertionError("it ended without " + regex + "; complaints: " + complaints()));
    }

    /** Sends a signal by its name without SIG. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(code).as("kill -" + name).isZero();
    }

    /** Ends it as its user does: by Ctrl-C, or by what is the same outside Windows, where a build may have Ctrl-C ignored. */
    void askToEnd() throws IOException, InterruptedException {
        if (Lane.WINDOWS) {
            List<String> press = ChildJvm.command(CtrlC.class, String.valueOf(process.pid()));
            assumeTrue(ChildJvm.run(press, Map.of(), CtrlC.DONE, CtrlC.SHARED).equals(CtrlC.DONE), CtrlC.SHARED);
        } else {
            signal("TERM");
        }
    }

    /** What was changed before it is asked to end is reported, then the statistics. */
    void assertEndsWell(Path root, Request request) throws Exception {
        Files.createFile(root.resolve("last"));
        request.to(this);
        assertThat(exitCode()).isZero();
        List<String> lines = lines();
        int most = Lane.COARSE_TIMES ? 2 : 1; // then one more modification of it may have been reported
        assertThat(lines.get(lines.size() - 1)).matches(Lines.STATS).containsPattern("\"changes\":[1-" + most + "],");
        assertThat(lines.subList(lines.size() - 1 - most, lines.size() - 1))
                .anyMatch(line -> line.matches(Lines.change("CREATED", root.resolve("last"), "", "FILE")));
        assertThat(complaints()).isEmpty();
    }

    /** It ends with one line on standard error and nothing else. */
    void assertOneComplaint(int code, String complaint) throws InterruptedException {
        assertThat(exitCode()).isEqualTo(code);
        assertThat(complaints()).hasSize(1);
        assertThat(complaints().get(0)).startsWith("fswire: ").contains(complaint);
        assertThat(lines()).isEmpty();
    }

    /** A line of its {@code /proc/PID/status}. */
    String status(String label) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(label + ":"))
                    .map(line -> line.substring(label.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it ends, and returns its exit code; all its lines have been read by then. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(10, MINUTES)).as("ended; lines: %s", lines()).isTrue();
        out.join();
        err.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
