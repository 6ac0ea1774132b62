package io.github.fswire.bench;

import io.github.fswire.RawBackends;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * How much CPU time does a record cost between the kernel's queue and the handler, beside a reader in C?
 *
 * <p>A C program makes the records. The C reader's time is that of its process, ours that of the reader thread as the kernel
 * counts it, after a warm-up of half of the records. By turns, from the repository's top folder, after {@code mvn package}:
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.RawReaderComparison [ROUNDS]
 * </pre>
 */
public final class RawReaderComparison {
    private static final long RECORDS = 4_000_000;

    private RawReaderComparison() {}

    /**
     * Runs it.
     *
     * @param args the number of rounds, 5 by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 3) {
            child(args[0], args[1], Path.of(args[2]));
            return;
        }
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        Path reader = Programs.compile("reader");
        Path writer = Programs.compile("writer");
        Spread floors = new Spread();
        Spread ffm = new Spread();
        Spread jna = new Spread();
        for (int round = 0; round < rounds; round++) {
            Path directory = Files.createTempDirectory("fswire-reader");
            double c = floor(reader, writer, directory);
            floors.add(c);
            ffm.add(ours("ffm", writer, directory) / c);
            jna.add(ours("jna", writer, directory) / c);
            Programs.remove(directory);
        }
        System.out.printf("%-16s %s%n", "C, ns a record", floors);
        System.out.printf("%-16s %s times C%n", "ffm", ffm);
        System.out.printf("%-16s %s times C%n", "jna", jna);
    }

    private static double floor(Path reader, Path writer, Path directory) throws IOException, InterruptedException {
        long wanted = RECORDS / 2;
        Process process = Programs.start(List.of(reader.toString(), directory.toString(), String.valueOf(wanted / 2)));
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.readLine(); // ready
            Programs.run(List.of(writer.toString(), "-toggle", directory.toString(), String.valueOf(wanted)));
            double cost = Double.parseDouble(out.readLine().split(" ", 3)[1]);
            process.waitFor();
            return cost;
        }
    }

    private static double ours(String binding, Path writer, Path directory) throws IOException, InterruptedException {
        List<String> lines = Programs.run(
                Programs.java(binding, RawReaderComparison.class, binding, writer.toString(), directory.toString()));
        return Double.parseDouble(lines.get(lines.size() - 1));
    }

    private static void child(String binding, String writer, Path directory) throws Exception {
        Counter counter = new Counter();
        try (RawSession session =
                RawBackends.byName("inotify").open(counter, RawOptions.DEFAULT.withThreadName("bench-reader"))) {
            if (!session.binding().equals(binding)) {
                throw new IllegalStateException("not " + binding + ": " + session.binding());
            }
            session.watch(directory, null);
            long[] cpu = new long[2];
            long[] records = new long[2];
            for (int half = 0; half < 2; half++) {
                records[half] = counter.records;
                cpu[half] = counter.cpuNanos(session);
                Programs.run(List.of(writer, "-toggle", directory.toString(), String.valueOf(RECORDS / 2)));
            }
            long after = counter.cpuNanos(session);
            System.out.printf(Locale.ROOT, "%.1f%n", (double) (after - cpu[1]) / (counter.records - records[1]));
        }
    }

    /** Touches each record's mask, as the C reader does. */
    private static final class Counter implements RawEventHandler {
        private volatile long records; // written by the reader only
        private long count;
        private long sum;

        @Override
        public void onEvent(RawEvent event) {
            sum += event.nativeMask();
            count++;
        }

        @Override
        public void onOverflow(RawEvent event) {
            count++;
        }

        @Override
        public void onFence(Object token) {
            records = count;
            ((CountDownLatch) token).countDown();
        }

        @Override
        public void onFailure(Exception failure) {
            throw new IllegalStateException("sum " + sum, failure);
        }

        /** User and system time of the reader thread once it has read everything, from its {@code schedstat}; proc(5). */
        long cpuNanos(RawSession session) throws Exception {
            CountDownLatch read = new CountDownLatch(1);
            session.fence(read);
            read.await();
            try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path task : tasks) {
                    if (Files.readString(task.resolve("comm")).startsWith("bench-reader")) {
                        return Long.parseLong(
                                Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
                    }
                }
            }
            throw new IllegalStateException("no reader thread");
        }
    }
}
