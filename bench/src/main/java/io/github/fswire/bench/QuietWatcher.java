package io.github.fswire.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CPU time of a process that watches 10,000 directories of 100,000 files, in which one file changes every second.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.QuietWatcher [SECONDS]
 * </pre>
 */
public final class QuietWatcher {
    private static final int WARM = 10;
    private static final double NANOS = 1e9;

    private QuietWatcher() {}

    /**
     * Runs it.
     *
     * @param args for how long, 60 seconds by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            child(Path.of(args[1]), Integer.parseInt(args[0]));
            return;
        }
        String seconds = args.length == 0 ? "60" : args[0];
        Path tree = SampleTree.grow();
        for (String binding : List.of("ffm", "jna")) {
            List<String> taken = Programs.run(Programs.java(binding, QuietWatcher.class, seconds, tree.toString()));
            System.out.println(binding + ", % of a core: " + taken.get(0));
        }
        Programs.remove(tree);
    }

    private static void child(Path tree, int seconds) throws Exception {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        WatchOptions options = WatchOptions.builder().root(tree).build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            change(tree, WARM);
            long cpu = process.getProcessCpuTime();
            long start = System.nanoTime();
            long before = watcher.statistics().changes();
            change(tree, seconds);
            double used = process.getProcessCpuTime() - cpu;
            double passed = System.nanoTime() - start;
            if (watcher.statistics().changes() < before + seconds / 2) {
                throw new IllegalStateException("the changes were not delivered: " + watcher.statistics());
            }
            System.out.printf("%.2f (%.0f s, %.0f ms)%n", 100 * used / passed, passed / NANOS, used / NANOS * 1000);
        }
    }

    private static void change(Path tree, int seconds) throws Exception {
        for (int i = 0; i < seconds; i++) {
            Files.writeString(tree.resolve("changing"), String.valueOf(i));
            Thread.sleep(1000);
        }
    }
}
