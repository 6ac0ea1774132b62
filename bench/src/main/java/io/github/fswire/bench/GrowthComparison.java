package io.github.fswire.bench;

import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.Noise;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Does the cost grow with what has changed, and not faster? The processor time of a watcher's engine thread for four times as
 * much, divided by that for the simple amount: 4 is linear, 16 is quadratic. Beside it, what the ready-made exclusions cost at a
 * start: 1 is nothing.
 *
 * <p>From the repository's top folder, after {@code mvn package}:
 *
 * <pre>
 * java --enable-native-access=ALL-UNNAMED -cp bench/target/benchmarks.jar io.github.fswire.bench.GrowthComparison [ROUNDS]
 * </pre>
 */
public final class GrowthComparison {
    private static final int TIMES = 4;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private GrowthComparison() {}

    /** What is measured for an amount; returns nanoseconds of the engine's thread. */
    @FunctionalInterface
    private interface Case {
        long nanos(Path directory, int amount) throws Exception;
    }

    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        CASES.put("root appears, 20,000", GrowthComparison::rootAppears);
        CASES.put("names of one inode, 4,000", GrowthComparison::names);
        CASES.put("nested directories, 400", GrowthComparison::nested);
    }

    private static int amount(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf(' ') + 1).replace(",", ""));
    }

    /**
     * Runs it.
     *
     * @param args the number of rounds, 3 by default
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        Map<String, Spread> ratios = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) { // the first one warms up
            for (Map.Entry<String, Case> measured : CASES.entrySet()) {
                int amount = amount(measured.getKey());
                double one = in(measured.getValue(), amount);
                double more = in(measured.getValue(), TIMES * amount);
                if (round >= 0) {
                    ratios.computeIfAbsent(measured.getKey(), k -> new Spread()).add(more / one);
                }
            }
            double with = in((directory, files) -> start(directory, files, true), 50_000);
            double without = in((directory, files) -> start(directory, files, false), 50_000);
            if (round >= 0) {
                ratios.computeIfAbsent("exclude EDITOR and BUILD", k -> new Spread())
                        .add(with / without);
            }
        }
        ratios.forEach((name, ratio) -> System.out.printf("%-28s %s%n", name, ratio));
    }

    private static double in(Case measured, int amount) throws Exception {
        Path directory = Files.createTempDirectory("growth").toRealPath();
        try {
            return measured.nanos(directory, amount);
        } finally {
            Programs.remove(directory);
        }
    }

    private static void fill(Path directory, int files) throws IOException {
        Files.createDirectory(directory);
        for (int i = 0; i < files; i++) {
            Files.createFile(directory.resolve("file" + i + ".txt"));
        }
    }

    private static long rootAppears(Path directory, int files) throws Exception {
        Path prepared = directory.resolve("prepared");
        Path root = directory.resolve("root");
        fill(prepared, files);
        WatchOptions options =
                WatchOptions.builder().root(root).waitForRoots(true).build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            long before = engineNanos();
            Files.move(prepared, root);
            watcher.sync(LONG);
            return engineNanos() - before;
        }
    }

    private static long names(Path directory, int names) throws Exception {
        Path root = directory.resolve("root");
        fill(root, 1);
        Path file = root.resolve("file0.txt");
        for (int i = 1; i < names; i++) {
            Files.createLink(root.resolve("name" + i), file);
        }
        try (FileWatcher watcher =
                FileWatcher.start(WatchOptions.builder().root(root).build(), batch -> {})) {
            Files.writeString(file, "changed");
            watcher.sync(LONG);
            return engineNanos();
        }
    }

    private static long nested(Path directory, int levels) throws Exception {
        Path deepest = directory.resolve("root");
        for (int i = 0; i < levels; i++) {
            deepest = deepest.resolve("n");
        }
        Files.createDirectories(deepest);
        try (FileWatcher watcher =
                FileWatcher.start(WatchOptions.builder().root(directory).build(), batch -> {})) {
            watcher.sync(LONG);
            return engineNanos();
        }
    }

    private static long start(Path directory, int files, boolean exclude) throws IOException {
        Path root = directory.resolve("root");
        fill(root, files);
        WatchOptions.Builder options = WatchOptions.builder().root(root);
        if (exclude) {
            options.exclude(Noise.EDITOR).exclude(Noise.BUILD);
        }
        FileWatcher watcher = FileWatcher.start(options.build(), batch -> {});
        try {
            return engineNanos();
        } finally {
            watcher.close();
        }
    }

    private static long engineNanos() {
        for (long id : THREADS.getAllThreadIds()) {
            var info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("fswire-engine")) {
                return THREADS.getThreadCpuTime(id);
            }
        }
        throw new IllegalStateException("there is no engine");
    }
}
