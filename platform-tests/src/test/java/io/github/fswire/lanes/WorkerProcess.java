package io.github.fswire.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A lane's virtual machine from outside: gives it classes, reads what became of them, and keeps the rest of its output in a log. */
final class WorkerProcess implements AutoCloseable {
    private static final int SECONDS_TO_END = 30;

    private final LaneResult result;
    private final Process process;
    private final Writer orders;
    private final BufferedReader output;
    private final PrintStream log;
    private final PrintStream console;

    WorkerProcess(LaneQueue lane, Map<String, String> properties, PrintStream console) throws IOException {
        this.result = lane.result();
        this.console = console;
        Path file = Files.createTempFile(lane.setting().reports(), "output-", ".log");
        this.log = new PrintStream(Files.newOutputStream(file, StandardOpenOption.APPEND), true, UTF_8);
        this.process =
                lane.setting().worker(properties).redirectErrorStream(true).start();
        this.orders = process.outputWriter(UTF_8);
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Runs a class to its end.
     *
     * @return false if the virtual machine has ended, so that another one must go on
     */
    boolean run(Selection.Chosen chosen) throws IOException {
        log.println(chosen.order());
        orders.write(chosen.order() + "\n");
        orders.flush();
        String[] outcome = read(chosen.type().getName());
        if (outcome == null) {
            failed(
                    chosen.type().getName(),
                    "the virtual machine has ended in it; its output is in "
                            + result.lane().name());
            return false;
        }
        return true;
    }

    /** Reads up to the end of a class; returns null if the output ends before. */
    private String @Nullable [] read(String type) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (!line.startsWith(Worker.MARK)) {
                log.println(line);
                continue;
            }
            String[] fields = line.substring(Worker.MARK.length()).split("\t");
            for (int i = 0; i < fields.length; i++) {
                fields[i] = Outcomes.unescape(fields[i]);
            }
            switch (fields[0]) {
                case "failed" -> failed(type + " " + fields[1], fields[2]);
                case "skipped" -> result.skip(fields[2], 1);
                case "stalled" -> failed(type + " has made no progress", fields[1] + "\n" + fields[2]);
                case "broken" -> failed(type + ": the runner has failed", fields[1]);
                case "done" -> {
                    result.done(type, Integer.parseInt(fields[2]), Long.parseLong(fields[5]));
                    console.printf(
                            "%-20s %-22s %4s passed, %s failed, %s skipped, %5.1f s%n",
                            result.lane().name(),
                            type.substring(type.lastIndexOf('.') + 1),
                            fields[2],
                            fields[3],
                            fields[4],
                            Long.parseLong(fields[5]) / 1000.0);
                    return fields;
                }
                default -> log.println(line);
            }
        }
        return null;
    }

    private void failed(String test, String why) {
        result.fail(test);
        log.println("FAILED " + test + "\n" + why);
        console.println(result.lane().name() + ": FAILED " + test + "\n" + why.indent(4));
    }

    @Override
    public void close() throws IOException {
        try (output;
                log) {
            orders.close(); // the end of its input ends the worker
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
