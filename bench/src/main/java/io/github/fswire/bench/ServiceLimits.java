package io.github.fswire.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Does a watcher keep to the limits of a real-time file service: under 1 % of a core at 10 changes a second in 10,000 files, under
 * 50 KB of heap for 1,000 files, a start on 100,000 files in less than a second, 1,000 events delivered in less than 100 ms? Each
 * figure is that of a process of its own.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.ServiceLimits [SECONDS]
 * </pre>
 */
public final class ServiceLimits {
    private static final int NO_LIMIT = 0;
    private static final int FILES_IN_A_DIRECTORY = 10; // of SampleTree
    private static final int RATE = 10; // changes a second
    private static final int WARM_SECONDS = 10;
    private static final int EVENTS = 1000;
    private static final int ROUNDS = 5;
    private static final double NANOS_OF_MILLI = 1e6;

    private ServiceLimits() {}

    /**
     * Runs it.
     *
     * @param args how long to measure the processor time, 60 seconds by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 3) {
            child(args[0], Path.of(args[1]), Integer.parseInt(args[2]));
            return;
        }
        String seconds = args.length == 0 ? "60" : args[0];
        Path small = SampleTree.grow(10_000 / FILES_IN_A_DIRECTORY);
        Path large = SampleTree.grow(100_000 / FILES_IN_A_DIRECTORY);
        for (String binding : List.of("ffm", "jna")) {
            report(binding, "% of a core at 10 changes a second in 10,000 files", 1, "cpu", small, seconds);
            report(binding, "of them without a watcher: making the changes", NO_LIMIT, "changes", small, seconds);
            report(binding, "KB of heap for 1,000 of 10,000 files", 50, "heap", small, seconds);
            report(binding, "KB of heap for 1,000 of 100,000 files", 50, "heap", large, seconds);
            report(binding, "ms for the first start of a JVM on 100,000 files", 1000, "first", large, seconds);
            report(binding, "ms for a later start on 100,000 files", 1000, "later", large, seconds);
            report(binding, "ms from 1,000 creations to the last callback", 100, "events", small, seconds);
        }
        Programs.remove(small);
        Programs.remove(large);
    }

    private static void report(String binding, String what, int limit, String figure, Path tree, String seconds)
            throws Exception {
        List<String> lines =
                Programs.run(Programs.java(binding, ServiceLimits.class, figure, tree.toString(), seconds));
        double value = Double.parseDouble(lines.get(0));
        String verdict = limit == NO_LIMIT ? "" : ", limit " + limit + (value < limit ? ": kept" : ": NOT KEPT");
        System.out.printf(Locale.ROOT, "%s, %-50s %8.2f%s%n", binding, what, value, verdict);
    }

    private static void child(String figure, Path tree, int seconds) throws Exception {
        WatchOptions options = WatchOptions.builder().root(tree).build();
        double value =
                switch (figure) {
                    case "cpu" -> watcherPercent(options, tree, seconds);
                    case "changes" -> percentOfACore(tree, seconds);
                    case "heap" -> kilobytes(options);
                    case "first" -> startMillis(options);
                    case "later" -> laterStartMillis(options);
                    default -> eventMillis(options, tree);
                };
        System.out.println(value);
    }

    private static double watcherPercent(WatchOptions options, Path tree, int seconds) throws Exception {
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            double percent = percentOfACore(tree, seconds);
            if (watcher.statistics().changes() < seconds * RATE / 2) {
                throw new IllegalStateException("the changes were not delivered: " + watcher.statistics());
            }
            return percent;
        }
    }

    private static double percentOfACore(Path tree, int seconds) throws Exception {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        change(tree, WARM_SECONDS);
        long cpu = process.getProcessCpuTime();
        long start = System.nanoTime();
        change(tree, seconds);
        double used = process.getProcessCpuTime() - cpu;
        return 100 * used / (System.nanoTime() - start);
    }

    private static void change(Path tree, int seconds) throws Exception {
        for (int i = 0; i < seconds * RATE; i++) {
            Files.writeString(file(tree, i), String.valueOf(i));
            Thread.sleep(1000 / RATE);
        }
    }

    private static Path file(Path tree, int change) {
        return tree.resolve("d" + change % RATE)
                .resolve("e" + change % 100)
                .resolve("file" + change % FILES_IN_A_DIRECTORY + ".txt");
    }

    /** Everything that a watcher keeps, its threads' own memory and what is outside the heap not counted. */
    private static double kilobytes(WatchOptions options) throws IOException {
        FileWatcher.start(options, batch -> {}).close(); // loads classes
        long before = HeapPerEntry.usedHeap();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            double bytes = HeapPerEntry.usedHeap() - before;
            int files = watcher.statistics().entries() - watcher.statistics().directories();
            return bytes / files; // KB for 1,000
        }
    }

    private static double startMillis(WatchOptions options) throws IOException {
        long start = System.nanoTime();
        FileWatcher watcher = FileWatcher.start(options, batch -> {});
        long end = System.nanoTime();
        watcher.close();
        return (end - start) / NANOS_OF_MILLI;
    }

    private static double laterStartMillis(WatchOptions options) throws IOException {
        double last = 0;
        for (int i = 0; i < ROUNDS; i++) {
            last = startMillis(options);
        }
        return last;
    }

    /** The quiet period of 50 ms is a part of it. */
    private static double eventMillis(WatchOptions options, Path tree) throws Exception {
        double last = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path directory = Files.createDirectory(tree.resolve("events"));
            CountDownLatch missing = new CountDownLatch(EVENTS);
            try (FileWatcher watcher = FileWatcher.start(
                    options,
                    batch -> batch.forEach(change -> {
                        if (change.isFile() && change.kind() == Change.Kind.CREATED) {
                            missing.countDown();
                        }
                    }))) {
                for (int i = 0; i < EVENTS; i++) {
                    Files.createFile(directory.resolve("event" + i));
                }
                long end = System.nanoTime(); // of the changes
                missing.await();
                last = (System.nanoTime() - end) / NANOS_OF_MILLI;
                if (watcher.statistics().overflows() > 0) {
                    throw new IllegalStateException("events were lost: " + watcher.statistics());
                }
            }
            Programs.remove(directory);
        }
        return last;
    }
}
