package io.github.fswire.bench;

import com.sun.management.ThreadMXBean;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A poll of 110,000 entries in which nothing has changed, beside the same calls in C.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.PollComparison [ROUNDS]
 * </pre>
 */
public final class PollComparison {
    private static final int POLLS = 25;
    private static final int WARM = 10;
    private static final Duration NEVER = Duration.ofDays(1);

    private PollComparison() {}

    /**
     * Runs it.
     *
     * @param args the number of rounds, 5 by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            child(Path.of(args[1]));
            return;
        }
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        Path tree = SampleTree.grow();
        Path floor = Programs.compile("start");
        Map<String, Spread> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            double c = Programs.run(List.of(floor.toString(), tree.toString(), "9", "scan")).stream()
                    .skip(2)
                    .mapToDouble(Double::parseDouble)
                    .sorted()
                    .skip(3)
                    .findFirst()
                    .orElseThrow();
            results.computeIfAbsent("C, milliseconds", k -> new Spread()).add(c);
            for (String binding : List.of("ffm", "jna")) {
                List<String> taken =
                        Programs.run(Programs.java(binding, PollComparison.class, binding, tree.toString()));
                results.computeIfAbsent(binding + ", times C", k -> new Spread())
                        .add(Double.parseDouble(taken.get(0)) / c);
                results.computeIfAbsent(binding + ", bytes allocated for an entry", k -> new Spread())
                        .add(Double.parseDouble(taken.get(1)));
            }
        }
        results.forEach((name, spread) -> System.out.printf("%-32s %s%n", name, spread));
        Programs.remove(tree);
    }

    private static void child(Path tree) throws Exception {
        WatchOptions options = WatchOptions.builder()
                .root(tree)
                .backend("polling")
                .pollInterval(NEVER)
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            double[] millis = new double[POLLS];
            long before = 0;
            for (int i = 0; i < POLLS; i++) {
                if (i == POLLS - WARM) {
                    before = allocated();
                }
                WatchStatistics last = watcher.statistics();
                watcher.sync(NEVER); // polls at once
                millis[i] = (watcher.statistics().pollNanos() - last.pollNanos()) / 1e6;
            }
            double bytes = (double) (allocated() - before)
                    / WARM
                    / watcher.statistics().entries();
            double[] warm = Arrays.copyOfRange(millis, POLLS - WARM, POLLS);
            Arrays.sort(warm);
            System.out.printf(Locale.ROOT, "%.3f%n%.3f%n", warm[WARM / 2], bytes);
        }
    }

    /** By all threads together: the engine's is one of them, and the others wait. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
