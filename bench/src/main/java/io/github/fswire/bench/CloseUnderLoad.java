package io.github.fswire.bench;

import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * How long does {@code close()} take while three threads write (G6: under a second), beside a close of the JDK's watch service
 * on the same 1,000 directories under the same load?
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.CloseUnderLoad [ROUNDS]
 * </pre>
 */
public final class CloseUnderLoad {
    private static final int DIRECTORIES = 1000;
    private static final int WRITERS = 3;
    private static final long LOAD_MILLIS = 200;

    private CloseUnderLoad() {}

    /**
     * Runs it.
     *
     * @param args the number of rounds, 15 by default
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 15 : Integer.parseInt(args[0]);
        Path tree = SampleTree.grow(DIRECTORIES);
        Spread ours = new Spread();
        Spread jdk = new Spread();
        String binding = "";
        for (int round = 0; round < rounds; round++) {
            try (FileWatcher watcher = FileWatcher.start(
                    WatchOptions.builder().root(tree).quietPeriod(Duration.ZERO).build(), batch -> {})) {
                binding = watcher.statistics().binding();
                ours.add(millisToClose(tree, watcher));
            }
            try (WatchService service = FileSystems.getDefault().newWatchService()) {
                register(tree, service);
                jdk.add(millisToClose(tree, service));
            }
        }
        Programs.remove(tree);
        System.out.printf("fswire by %s, milliseconds    %s%n", binding, ours);
        System.out.printf("WatchService, milliseconds    %s%n", jdk);
        System.out.printf(Locale.ROOT, "ratio of the medians          %.2f%n", ours.median() / jdk.median());
    }

    private static void register(Path tree, WatchService service) throws IOException {
        List<Path> directories;
        try (Stream<Path> all = Files.walk(tree)) {
            directories = all.filter(Files::isDirectory).toList();
        }
        for (Path directory : directories) {
            directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
    }

    private static double millisToClose(Path tree, AutoCloseable watcher) throws Exception {
        AtomicBoolean go = new AtomicBoolean(true);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Path file = tree.resolve("d" + i).resolve("e" + i).resolve("load");
            writers.add(new Thread(() -> write(file, go)));
        }
        writers.forEach(Thread::start);
        writers.get(0).join(LOAD_MILLIS);
        long start = System.nanoTime();
        watcher.close();
        double millis = (System.nanoTime() - start) / 1e6;
        go.set(false);
        for (Thread writer : writers) {
            writer.join();
        }
        return millis;
    }

    private static void write(Path file, AtomicBoolean go) {
        try {
            while (go.get()) {
                Files.writeString(file, "load");
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
