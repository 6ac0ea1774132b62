package io.github.fswire.bench;

import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long does a watcher need to start on 100,000 files in 10,000 directories, beside the system calls alone in C?
 *
 * <p>In one run, by turns: the C floor; a fresh JVM that starts a watcher fifteen times (the first is "first run", the median
 * of the last five is "warm"), with FFM and with JNA; and the JDK's own tree walk with registration in a {@code WatchService}.
 * From the repository's top folder, after {@code mvn package}:
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.StartComparison [ROUNDS]
 * </pre>
 */
public final class StartComparison {
    private static final int STARTS = 15;

    private StartComparison() {}

    /**
     * Runs it.
     *
     * @param args the number of rounds, 5 by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            child(args[0], Path.of(args[1]));
            return;
        }
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        Path tree = SampleTree.grow();
        try {
            compare(tree, rounds);
        } finally {
            Programs.remove(tree);
        }
    }

    private static void compare(Path tree, int rounds) throws IOException, InterruptedException {
        Path floor = Programs.compile("start");
        Map<String, Spread> ratios = new LinkedHashMap<>();
        Spread floors = new Spread();
        for (int round = 0; round < rounds; round++) {
            double c = median(millis(Programs.run(List.of(floor.toString(), tree.toString(), "7"))), 5);
            floors.add(c);
            for (String who : List.of("ffm", "jna", "jdk")) {
                List<Double> taken = millis(Programs.run(
                        Programs.java(who.equals("jdk") ? "ffm" : who, StartComparison.class, who, tree.toString())));
                ratios.computeIfAbsent(who + " first run", k -> new Spread()).add(taken.get(0) / c);
                ratios.computeIfAbsent(who + " warm", k -> new Spread()).add(median(taken, 5) / c);
            }
        }
        System.out.printf("%-16s %s%n", "C, milliseconds", floors);
        ratios.forEach((name, ratio) -> System.out.printf("%-16s %s times C%n", name, ratio));
    }

    private static List<Double> millis(List<String> lines) {
        return lines.stream().map(Double::valueOf).toList();
    }

    private static double median(List<Double> values, int last) {
        Spread spread = new Spread();
        values.subList(values.size() - last, values.size()).forEach(spread::add);
        return spread.median();
    }

    private static void child(String who, Path tree) throws IOException {
        for (int i = 0; i < STARTS; i++) {
            long start = System.nanoTime();
            long taken;
            if (who.equals("jdk")) {
                try (WatchService service = FileSystems.getDefault().newWatchService()) {
                    register(tree, service);
                    taken = System.nanoTime() - start;
                }
            } else {
                try (FileWatcher watcher =
                        FileWatcher.start(WatchOptions.builder().root(tree).build(), batch -> {})) {
                    taken = System.nanoTime() - start;
                    if (!watcher.statistics().binding().equals(who)) {
                        throw new IllegalStateException("not " + who + ": " + watcher.statistics());
                    }
                }
            }
            System.out.printf(Locale.ROOT, "%.3f%n", taken / 1e6);
        }
    }

    private static void register(Path tree, WatchService service) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
