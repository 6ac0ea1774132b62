package io.github.fswire.bench;

import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * 1,000,000 files in 100,000 directories: a start, an overflow and its rescan, a poll, each beside the same calls in C.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.MillionFiles [DIRECTORIES]
 * </pre>
 *
 * Needs root, to make the queue small, and as many watches as directories.
 */
public final class MillionFiles {
    private static final int DIRECTORIES = 100_000;
    private static final int ROUNDS = 5;
    private static final Path QUEUE_LIMIT = Path.of("/proc/sys/fs/inotify/max_queued_events");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private MillionFiles() {}

    /**
     * Runs it.
     *
     * @param args the number of directories, 100,000 by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            child(args[0], Path.of(args[1]));
            return;
        }
        Path tree = SampleTree.grow(args.length == 0 ? DIRECTORIES : Integer.parseInt(args[0]));
        Path floor = Programs.compile("start");
        try {
            double watched = best(floor, tree, "watch");
            double scanned = best(floor, tree, "scan");
            System.out.printf(Locale.ROOT, "C: watch and scan %.0f ms, scan %.0f ms%n", watched, scanned);
            for (String binding : List.of("ffm", "jna")) {
                report(
                        binding,
                        Programs.run(Programs.java(binding, MillionFiles.class, "events", tree.toString())),
                        watched,
                        scanned);
                report(
                        binding,
                        Programs.run(Programs.java(binding, MillionFiles.class, "polling", tree.toString())),
                        scanned,
                        scanned);
            }
        } finally {
            Programs.remove(tree);
        }
    }

    private static double best(Path floor, Path tree, String what) throws IOException, InterruptedException {
        List<String> command = what.equals("scan")
                ? List.of(floor.toString(), tree.toString(), String.valueOf(ROUNDS), "scan")
                : List.of(floor.toString(), tree.toString(), String.valueOf(ROUNDS));
        return Programs.run(command).stream()
                .mapToDouble(Double::parseDouble)
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void report(String binding, List<String> lines, double startFloor, double cycleFloor) {
        for (String line : lines) {
            String[] words = line.split(" ");
            double value = Double.parseDouble(words[1]);
            switch (words[0]) {
                case "start" ->
                    System.out.printf(Locale.ROOT, "%s: first start %.2f times C%n", binding, value / startFloor);
                case "bytes" ->
                    System.out.printf(Locale.ROOT, "%s: %.1f bytes of index for an entry%n", binding, value);
                default ->
                    System.out.printf(Locale.ROOT, "%s: %s %.2f times C%n", binding, words[0], value / cycleFloor);
            }
        }
    }

    private static void child(String how, Path tree) throws Exception {
        boolean events = how.equals("events");
        WatchOptions options = WatchOptions.builder()
                .root(tree)
                .backend(events ? "inotify" : "polling")
                .pollInterval(LIMIT)
                .build();
        long start = System.nanoTime();
        try (FileWatcher watcher = open(options, events)) {
            print("start", (System.nanoTime() - start) / 1e6);
            WatchStatistics before = watcher.statistics();
            print("bytes", (double) before.indexBytes() / before.entries());
            for (int round = 0; round < ROUNDS; round++) {
                before = watcher.statistics();
                if (events) {
                    overflow(tree);
                }
                watcher.sync(LIMIT);
                WatchStatistics after = watcher.statistics();
                if (events && after.rescans() > before.rescans()) {
                    long rescans = after.rescans() - before.rescans();
                    print("rescan", (after.rescanNanos() - before.rescanNanos()) / 1e6 / rescans);
                } else if (!events) {
                    print("poll", (after.pollNanos() - before.pollNanos()) / 1e6);
                }
            }
        }
    }

    /** The kernel reads the limit when the queue is opened. */
    private static FileWatcher open(WatchOptions options, boolean small) throws IOException {
        byte[] limit;
        try (InputStream in = Files.newInputStream(QUEUE_LIMIT)) {
            limit = in.readNBytes(64); // at once: a second read of such a file says that it has ended
        }
        if (small) {
            Files.writeString(QUEUE_LIMIT, "64");
        }
        try {
            return FileWatcher.start(options, batch -> {});
        } finally {
            if (small) {
                Files.write(QUEUE_LIMIT, limit);
            }
        }
    }

    private static void overflow(Path tree) throws IOException {
        Path file = tree.resolve("d0/e0/more");
        for (int i = 0; i < 20_000; i++) {
            Files.writeString(file, "");
            Files.delete(file);
        }
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%s %.3f%n", what, value);
    }
}
