package io.github.fswire.programs;

import static io.github.fswire.kit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Processes;
import io.github.fswire.kit.Progress;
import io.github.fswire.nio.DefaultProvider;
import io.github.fswire.programs.WatchingProgram.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A program that watches a directory in a virtual machine of its own. */
final class RunningProgram implements AutoCloseable {
    private static final String MARK = "@@";

    private final Process process;
    private final Writer orders;
    private final List<String> output = new ArrayList<>(); // every line that is not a report; guarded by this
    private Map<Kind, Set<String>> reported = new EnumMap<>(Kind.class); // guarded by this

    /** {@code with}: with this library. */
    static RunningProgram start(WatchingProgram program, boolean with, Path directory) throws IOException {
        boolean property = with && program.way() == Way.PROPERTY;
        if (property) {
            DefaultProvider.assumePossible();
        }
        List<String> options = property ? List.of(DefaultProvider.OPTION) : List.of();
        List<String> command = ChildJvm.command(
                ProgramClasses.path(program),
                options,
                "programs.Main",
                program.type(),
                directory.toRealPath().toString(),
                with && !property ? "seam" : "unchanged");
        RunningProgram running = new RunningProgram(new ProcessBuilder(command));
        try {
            running.awaitLine("watches");
            assertThat(running.lines("watches").get(0).contains("io.github.fswire"))
                    .isEqualTo(property);
            return running;
        } catch (Throwable e) {
            running.close();
            throw e;
        }
    }

    private RunningProgram(ProcessBuilder builder) throws IOException {
        process = Processes.start(builder.redirectErrorStream(true));
        orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "program-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Progress.mark();
                add(line.split("\t", -1), line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void add(String[] fields, String line) {
        if (fields[0].equals(MARK + "reports")) {
            reported.computeIfAbsent(Kind.of(fields[1]), any -> new HashSet<>()).add(fields[2]);
        } else {
            output.add(line);
        }
    }

    private synchronized List<String> lines(String what) {
        return output.stream().filter(line -> line.startsWith(MARK + what)).toList();
    }

    /** Forgets what was reported before. */
    synchronized void forget() {
        reported = new EnumMap<>(Kind.class);
    }

    /** The paths of which it has reported this. */
    synchronized Set<String> reported(Kind kind) {
        return Set.copyOf(reported.getOrDefault(kind, Set.of()));
    }

    /** Whether it has reported one of these of the path. */
    boolean hasReported(String path, Kind first, Kind... others) {
        return EnumSet.of(first, others).stream()
                .anyMatch(kind -> reported(kind).contains(path));
    }

    /** Whether it has said that it watches no more. */
    boolean hasEnded() {
        return !lines("ended").isEmpty();
    }

    /** Has it do something, and waits until it is done. */
    void order(String what) throws IOException {
        int before = lines("done").size();
        orders.write(what + "\n");
        orders.flush();
        await().until(() -> {
            requireAlive();
            return lines("done").size() > before;
        });
    }

    /** Whether somebody waits who has something to report. */
    boolean holds() {
        return !lines("holds").isEmpty();
    }

    private void awaitLine(String what) {
        await().until(() -> {
            requireAlive();
            return !lines(what).isEmpty();
        });
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the program has ended:\n" + this);
        }
    }

    @Override
    public void close() throws IOException {
        try (orders) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (IOException e) {
            // it has ended before it has read everything
        }
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", output);
    }
}
