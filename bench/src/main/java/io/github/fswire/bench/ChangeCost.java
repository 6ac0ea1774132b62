package io.github.fswire.bench;

import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processor time of a whole process for one isolated change: files are written ten times a second, one at a time, in a tree of
 * 10,000 files in 400 directories six deep, and in a directory of 100,000 files. By fswire, and by the JDK's watch service with
 * recursive registration, whose consumer inspects what has changed.
 *
 * <p>Each watcher is a process of its own and watches a tree of its own. All are warmed up by thousands of changes at a higher rate,
 * by fswire without a quiet period, because the JVM compiles by how often a cycle has run and the quiet period makes one cycle of
 * many changes. Then each process starts its watcher anew, and the same number of changes is made in each tree in turn, again and
 * again. The time is that of all threads, as the kernel counts it in nanoseconds, whatever else the machine does; but for the thread
 * that answers questions and for the JVM's compilers, whose work ends one day, and is printed.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.ChangeCost [ROUNDS [CHANGES [WARM-UP [OPTION OF THE JVM ...]]]]
 * </pre>
 */
public final class ChangeCost {
    private static final long WARM_PAUSE_NANOS = 2_500_000;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long REST_NANOS = 1_000_000_000; // until the last warm-up change was delivered
    private static final int ISOLATED = 200; // changes of the warm-up, after the thousands
    private static final String ANEW = "anew";
    private static final double NANOS_OF_MICRO = 1000;
    private static final int FILES = 25; // of a directory
    private static final int MANY = 100_000;
    private static final int SHOWN = 5; // threads
    private static final String COMPILER = "CompilerThre"; // as much of its name as the kernel keeps

    private ChangeCost() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("child")) {
            child(args[1], Path.of(args[2]));
            return;
        }
        int rounds = args.length == 0 ? 10 : Integer.parseInt(args[0]);
        int changes = args.length < 2 ? 50 : Integer.parseInt(args[1]);
        int warm = args.length < 3 ? 20_000 : Integer.parseInt(args[2]);
        List<String> jvm = List.of(args).subList(Math.min(3, args.length), args.length);
        try (Watcher jdk = new Watcher("jdk", growDeep(), jvm);
                Watcher deep = new Watcher("fswire", growDeep(), jvm);
                Watcher flat = new Watcher("fswire", growFlat(), jvm)) {
            List<Watcher> all = List.of(jdk, deep, flat);
            List<Thread> writers = all.stream()
                    .map(watcher -> new Thread(() -> watcher.warmUp(warm)))
                    .toList();
            writers.forEach(Thread::start);
            for (Thread writer : writers) {
                writer.join();
            }
            LockSupport.parkNanos(REST_NANOS);
            Spread theirs = new Spread();
            Spread ratio = new Spread();
            Spread ratioFlat = new Spread();
            for (int round = 0; round < rounds; round++) {
                double cost = jdk.measure(changes);
                theirs.add(cost);
                ratio.add(deep.measure(changes) / cost);
                ratioFlat.add(flat.measure(changes) / cost);
            }
            System.out.printf("WatchService, microseconds a change                           %s%n", theirs);
            System.out.printf("fswire, times that                                            %s%n", ratio);
            System.out.printf("fswire in a directory of 100,000 files, times that            %s%n", ratioFlat);
            for (Watcher watcher : all) {
                System.out.println(watcher.threads(rounds * changes));
            }
        }
    }

    /** 400 directories six deep: 4 * 10 * 10, below three others. */
    private static Tree growDeep() throws IOException {
        Path top = Files.createTempDirectory("fswire-deep");
        Stream.Builder<Path> files = Stream.builder();
        for (int i = 0; i < 400; i++) {
            Path directory = Files.createDirectories(top.resolve("a/b/c")
                    .resolve("d" + i / 100)
                    .resolve("e" + i / 10 % 10)
                    .resolve("f" + i % 10));
            for (int file = 0; file < FILES; file++) {
                files.add(Files.writeString(directory.resolve("file" + file), ""));
            }
        }
        return new Tree(top, files.build().toList());
    }

    private static Tree growFlat() throws IOException {
        Path top = Files.createTempDirectory("fswire-flat");
        Stream.Builder<Path> files = Stream.builder();
        for (int i = 0; i < MANY; i++) {
            files.add(Files.createFile(top.resolve("file" + i)));
        }
        return new Tree(top, files.build().toList());
    }

    private record Tree(Path top, List<Path> files) {}

    /** What a thread has used, and how often it got a processor: more than once for each time it is woken, if others need one. */
    private record Use(long nanos, long turns) implements Comparable<Use> {
        static final Use NONE = new Use(0, 0);

        Use plus(Use other) {
            return new Use(nanos + other.nanos, turns + other.turns);
        }

        Use minus(Use other) {
            return new Use(nanos - other.nanos, turns - other.turns);
        }

        String of(int changes) {
            return String.format(
                    Locale.ROOT, "%.0f (%.1f turns)", nanos / NANOS_OF_MICRO / changes, (double) turns / changes);
        }

        @Override
        public int compareTo(Use other) {
            return Long.compare(nanos, other.nanos);
        }
    }

    /** A process that watches a tree. */
    private static final class Watcher implements AutoCloseable {
        private final String name;
        private final Tree tree;
        private final Process process;
        private final BufferedReader out;
        private final PrintWriter in;
        private final Map<String, Use> used = new TreeMap<>(); // by thread
        private int written;

        Watcher(String name, Tree tree, List<String> jvm) throws IOException {
            this.name = name;
            this.tree = tree;
            List<String> command = Programs.java(
                    "ffm", ChangeCost.class, "child", name, tree.top().toString());
            command.addAll(1, jvm);
            process = Programs.start(command);
            out = process.inputReader(StandardCharsets.UTF_8);
            in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            read(); // it watches
        }

        /** Microseconds of processor time a change. */
        double measure(int changes) throws IOException {
            Map<String, Use> before = ask();
            write(changes, PAUSE_NANOS);
            Map<String, Use> after = ask();
            long sum = 0;
            for (Map.Entry<String, Use> thread : after.entrySet()) {
                Use more = thread.getValue().minus(before.getOrDefault(thread.getKey(), Use.NONE));
                String kind = thread.getKey().substring(thread.getKey().indexOf(' ') + 1);
                used.merge(kind, more, Use::plus);
                sum += kind.contains(COMPILER) ? 0 : more.nanos;
            }
            return sum / NANOS_OF_MICRO / changes;
        }

        void warmUp(int changes) {
            try {
                write(changes, WARM_PAUSE_NANOS);
                in.println(ANEW);
                read();
                write(ISOLATED, PAUSE_NANOS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Map<String, Use> ask() throws IOException {
            in.println();
            Map<String, Use> uses = new HashMap<>();
            for (String line = read(); !line.isEmpty(); line = read()) {
                String[] parts = line.split(" ", 4);
                Use use = new Use(Long.parseLong(parts[0]), Long.parseLong(parts[2]));
                uses.put(parts[3], use);
            }
            return uses;
        }

        private String read() throws IOException {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("the watcher has ended");
            }
            return line;
        }

        void write(int changes, long pauseNanos) throws IOException {
            List<Path> files = tree.files();
            long next = System.nanoTime();
            for (int i = 0; i < changes; i++) {
                int file = (int) ((long) written++ * 7 * FILES % files.size());
                Files.writeString(files.get(file), Integer.toString(written));
                next += pauseNanos;
                for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        }

        /** What the threads have used that have used most. */
        String threads(int changes) {
            return used.entrySet().stream()
                    .sorted(Map.Entry.<String, Use>comparingByValue().reversed())
                    .limit(SHOWN)
                    .map(thread -> thread.getKey() + " " + thread.getValue().of(changes))
                    .collect(Collectors.joining(", ", name + ", microseconds a change by thread: ", ""));
        }

        @Override
        public void close() throws IOException {
            in.close(); // which ends it
            process.onExit().join();
            out.close();
            Programs.remove(tree.top());
        }
    }

    private static void child(String watcher, Path tree) throws Exception {
        WatchOptions.Builder options = WatchOptions.builder().root(tree);
        WatchOptions usual = options.build();
        AutoCloseable watching =
                start(watcher, tree, options.quietPeriod(Duration.ZERO).build());
        try {
            System.out.println();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(ANEW)) {
                    watching.close();
                    watching = start(watcher, tree, usual);
                    System.out.println();
                } else {
                    System.out.println(threads());
                }
            }
        } finally {
            watching.close();
        }
    }

    private static AutoCloseable start(String watcher, Path tree, WatchOptions options) throws IOException {
        return watcher.equals("jdk") ? jdk(tree) : FileWatcher.start(options, batch -> {});
    }

    /** A line for each thread but the present one: schedstat of proc(5), its number and name. */
    private static String threads() throws IOException {
        Path own = Path.of("/proc/thread-self").toRealPath();
        StringBuilder lines = new StringBuilder();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                String number = thread.getFileName().toString();
                if (!own.endsWith(number)) {
                    String used = Files.readString(thread.resolve("schedstat")).strip();
                    String name = Files.readString(thread.resolve("comm")).strip();
                    lines.append(String.join(" ", used, number, name)).append('\n');
                }
            }
        }
        return lines.toString();
    }

    private static WatchService jdk(Path tree) throws IOException {
        WatchService service = FileSystems.getDefault().newWatchService();
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path directory : all.filter(Files::isDirectory).toList()) {
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
        }
        new Thread(() -> consume(service), "consumer").start();
        return service;
    }

    private static void consume(WatchService service) {
        try {
            while (true) {
                WatchKey key = service.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    Path path = ((Path) key.watchable()).resolve((Path) event.context());
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // the end
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
