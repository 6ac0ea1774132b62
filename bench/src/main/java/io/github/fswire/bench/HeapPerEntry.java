package io.github.fswire.bench;

import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How much heap does a watcher of 100,000 files in 10,000 directories keep for an entry, beside what no index can do without:
 * its name's bytes and three longs (size, modification time, identity)?
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.HeapPerEntry
 * </pre>
 */
public final class HeapPerEntry {
    private static final int COLLECTIONS = 10;

    private HeapPerEntry() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 1) {
            child(Path.of(args[0]));
            return;
        }
        Path tree = SampleTree.grow();
        double floor = floor(tree);
        System.out.printf(Locale.ROOT, "name and three longs: %.1f bytes for an entry%n", floor);
        for (String binding : List.of("ffm", "jna")) {
            List<String> lines = Programs.run(Programs.java(binding, HeapPerEntry.class, tree.toString()));
            double heap = Double.parseDouble(lines.get(0));
            double index = Double.parseDouble(lines.get(1));
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f bytes of heap (%.2f times as much), %.1f of them by the index's own count%n",
                    binding,
                    heap,
                    heap / floor,
                    index);
        }
        Programs.remove(tree);
    }

    private static double floor(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.mapToInt(path ->
                            path.getFileName().toString().getBytes(StandardCharsets.UTF_8).length + 3 * Long.BYTES)
                    .average()
                    .orElseThrow();
        }
    }

    private static void child(Path tree) throws IOException {
        WatchOptions options = WatchOptions.builder().root(tree).build();
        FileWatcher.start(options, batch -> {}).close(); // loads classes
        long before = usedHeap();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            long after = usedHeap();
            double entries = watcher.statistics().entries();
            System.out.printf(
                    Locale.ROOT,
                    "%.3f%n%.3f%n",
                    (after - before) / entries,
                    watcher.statistics().indexBytes() / entries);
        }
    }

    /** After several collections. */
    static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
