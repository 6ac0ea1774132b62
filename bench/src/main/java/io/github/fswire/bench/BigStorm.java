package io.github.fswire.bench;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What does the storm cost that no other watcher survived cheaply: four writers, 240,000 files, a queue of 512 records?
 *
 * <p>The directories exist before, so that the queue overflows all the time. Reported: CPU seconds and peak memory of the JVM
 * that watches, and how long after the last write its mirror was right. As root (the queue's length is set for a moment), from
 * the repository's top folder, after {@code mvn package}:
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.BigStorm
 * </pre>
 */
public final class BigStorm {
    private static final Path QUEUE = Path.of("/proc/sys/fs/inotify/max_queued_events");
    private static final int WRITERS = 4;
    private static final int FILES = 60_000;
    private static final int DIRECTORIES = 600;

    private BigStorm() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        Path writer = Programs.compile("writer");
        Path root = Files.createTempDirectory("fswire-storm");
        for (int i = 0; i < WRITERS * DIRECTORIES; i++) {
            Files.createDirectories(root.resolve("w" + i % WRITERS).resolve("d" + i / WRITERS));
        }
        Counter counter = new Counter();
        byte[] before;
        try (InputStream limit = Files.newInputStream(QUEUE)) {
            before = limit.readNBytes(64); // in one read: a second one finds the end
        }
        FileWatcher watcher;
        Files.writeString(QUEUE, "512");
        try {
            watcher = FileWatcher.start(WatchOptions.builder().root(root).build(), counter);
        } finally {
            Files.write(QUEUE, before);
        }
        long start = System.nanoTime();
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Programs.start(List.of(
                    writer.toString(),
                    root.resolve("w" + i).toString(),
                    String.valueOf(DIRECTORIES),
                    String.valueOf(FILES))));
        }
        for (Process process : writers) {
            process.waitFor();
        }
        long end = System.nanoTime();
        boolean complete = counter.complete.await(60, TimeUnit.SECONDS);
        WatchStatistics statistics = watcher.statistics();
        System.out.printf(
                Locale.ROOT,
                "storm of %.1f s; mirror %s %.2f s after it; %.1f CPU seconds; peak memory %s; %d overflows, %d rescans%n",
                (end - start) / 1e9,
                complete ? "right" : "NOT RIGHT",
                (counter.last - end) / 1e9,
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3,
                peakMemory(),
                statistics.overflows(),
                statistics.rescans());
        watcher.close();
        Programs.remove(root);
    }

    private static String peakMemory() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024 + " MB")
                .findFirst()
                .orElseThrow();
    }

    /** Counts files until all are there. */
    private static final class Counter implements ChangeListener {
        private final CountDownLatch complete = new CountDownLatch(1);
        private int files;
        private volatile long last;

        @Override
        public void onBatch(ChangeBatch batch) {
            for (Change change : batch) {
                if (change.type() == Change.Type.FILE && change.kind() == Change.Kind.CREATED) {
                    files++;
                }
            }
            last = System.nanoTime();
            if (files == WRITERS * FILES) {
                complete.countDown();
            }
        }

        @Override
        public void onError(Exception error) {
            System.err.println(error);
        }
    }
}
