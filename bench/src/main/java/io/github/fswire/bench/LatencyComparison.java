package io.github.fswire.bench;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long does it take from a change to the callback, while files are created all over a tree of 10,000 files in 1,000
 * directories: by fswire with its default quiet period and with none, and by the JDK's watch service with a consumer that lists
 * the directory of an event?
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.LatencyComparison [ROUNDS [CHANGES A SECOND]]
 * </pre>
 */
public final class LatencyComparison {
    private static final int DIRECTORIES = 1000;
    private static final int WARM = 1000;
    private static final int CHANGES = 2000; // after those
    private static final double NANOS_OF_MILLI = 1e6;

    private final Path tree;
    private final int number;
    private final long[] changed;
    private final AtomicLongArray delivered;
    private final CountDownLatch missing;

    private LatencyComparison(Path tree, int number) {
        this.tree = tree;
        this.number = number;
        this.changed = new long[number];
        this.delivered = new AtomicLongArray(number);
        this.missing = new CountDownLatch(number);
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        int rate = args.length < 2 ? 200 : Integer.parseInt(args[1]);
        Path tree = SampleTree.grow(DIRECTORIES);
        for (int round = 0; round < rounds; round++) {
            fswire(tree, rate, "fswire", WatchOptions.builder());
            fswire(tree, rate, "fswire, quiet period 0", WatchOptions.builder().quietPeriod(Duration.ZERO));
            jdk(tree, rate);
        }
        Programs.remove(tree);
    }

    private static void fswire(Path tree, int rate, String name, WatchOptions.Builder options) throws Exception {
        for (int number : List.of(WARM, CHANGES)) {
            LatencyComparison run = new LatencyComparison(tree, number);
            try (FileWatcher watcher = FileWatcher.start(options.root(tree).build(), batch -> {
                for (Change change : batch) {
                    run.accept(change.path());
                }
            })) {
                run.change(rate);
                run.print(name + " by " + watcher.statistics().binding());
            }
        }
    }

    private static void jdk(Path tree, int rate) throws Exception {
        for (int number : List.of(WARM, CHANGES)) {
            LatencyComparison run = new LatencyComparison(tree, number);
            try (WatchService service = FileSystems.getDefault().newWatchService()) {
                try (Stream<Path> all = Files.walk(tree)) {
                    for (Path directory : all.filter(Files::isDirectory).toList()) {
                        directory.register(
                                service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
                    }
                }
                Thread consumer = new Thread(() -> consume(service, run::accept));
                consumer.start();
                run.change(rate);
                run.print("WatchService");
            }
        }
    }

    private static void consume(WatchService service, Consumer<Path> consumer) {
        try {
            while (true) {
                WatchKey key = service.take();
                Path directory = (Path) key.watchable();
                for (WatchEvent<?> event : key.pollEvents()) {
                    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                        for (Path entry : entries) {
                            if (entry.getFileName().equals(event.context())) {
                                consumer.accept(entry);
                            }
                        }
                    }
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // the end
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept(Path path) {
        String name = path.getFileName().toString();
        if (name.startsWith("new")
                && delivered.compareAndSet(Integer.parseInt(name.substring(3)), 0, System.nanoTime())) {
            missing.countDown();
        }
    }

    private Path file(int change, Random random) {
        int directory = random.nextInt(DIRECTORIES);
        return tree.resolve("d" + directory / 100)
                .resolve("e" + directory % 100)
                .resolve("new" + change);
    }

    private void change(int rate) throws Exception {
        Random random = new Random(number);
        long pause = 1_000_000_000L / rate;
        long next = System.nanoTime();
        for (int i = 0; i < number; i++) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Path file = file(i, random);
            changed[i] = System.nanoTime();
            Files.createFile(file);
            next += pause;
        }
        missing.await();
        Random same = new Random(number);
        for (int i = 0; i < number; i++) {
            Files.delete(file(i, same));
        }
    }

    private void print(String name) {
        if (number == WARM) {
            return;
        }
        double[] millis = new double[number];
        for (int i = 0; i < number; i++) {
            millis[i] = (delivered.get(i) - changed[i]) / NANOS_OF_MILLI;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-32s ms from change to callback: p50 %.2f, p99 %.2f, at most %.2f%n",
                name,
                millis[number / 2],
                millis[number * 99 / 100],
                millis[number - 1]);
    }
}
