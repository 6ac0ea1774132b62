package io.github.fswire.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The processor time of a whole process for one isolated change: files are written ten times a second, one at a time, in a tree of
 * 10,000 files in 400 directories six deep, or in a directory of 100,000 files. By fswire, and by the JDK's watch service with
 * recursive registration, whose consumer inspects what has changed.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.ChangeCost [ROUNDS [CHANGES]]
 * </pre>
 */
public final class ChangeCost {
    private static final int WARM = 300;
    private static final long PAUSE_MILLIS = 100;
    private static final double NANOS_OF_MICRO = 1000;
    private static final int FILES = 25; // of a directory
    private static final int MANY = 100_000;

    private ChangeCost() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        if (args.length > 2) {
            child(args[0], Path.of(args[1]));
            return;
        }
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        int changes = args.length < 2 ? 300 : Integer.parseInt(args[1]);
        Path deep = Files.createTempDirectory("fswire-deep");
        List<Path> written = growDeep(deep);
        Path flat = Files.createTempDirectory("fswire-flat");
        List<Path> writtenFlat = growFlat(flat);
        Spread jdk = new Spread();
        Spread ratio = new Spread();
        Spread ratioFlat = new Spread();
        for (int round = 0; round < rounds; round++) {
            double theirs = measure("jdk", deep, written, changes);
            jdk.add(theirs);
            ratio.add(measure("fswire", deep, written, changes) / theirs);
            ratioFlat.add(measure("fswire", flat, writtenFlat, changes) / theirs);
        }
        Programs.remove(deep);
        Programs.remove(flat);
        System.out.printf("WatchService, microseconds a change                           %s%n", jdk);
        System.out.printf("fswire, times that                                            %s%n", ratio);
        System.out.printf("fswire in a directory of 100,000 files, times that            %s%n", ratioFlat);
    }

    /** 400 directories six deep: 4 * 10 * 10, below three others. */
    private static List<Path> growDeep(Path top) throws IOException {
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
        return files.build().toList();
    }

    private static List<Path> growFlat(Path top) throws IOException {
        Stream.Builder<Path> files = Stream.builder();
        for (int i = 0; i < MANY; i++) {
            files.add(Files.createFile(top.resolve("file" + i)));
        }
        return files.build().toList();
    }

    /** Microseconds of processor time a change. */
    private static double measure(String watcher, Path tree, List<Path> files, int changes) throws Exception {
        Process process = Programs.start(Programs.java("ffm", ChangeCost.class, watcher, tree.toString(), ""));
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true)) {
            read(out); // it watches
            write(files, WARM, 7);
            in.println();
            long before = read(out);
            write(files, changes, 11);
            in.println();
            long used = read(out) - before;
            return used / NANOS_OF_MICRO / changes;
        } finally {
            process.waitFor();
        }
    }

    private static long read(BufferedReader out) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the watcher has ended");
        }
        return Long.parseLong(line);
    }

    private static void write(List<Path> files, int changes, int step) throws Exception {
        for (int i = 0; i < changes; i++) {
            Files.writeString(files.get(i * step * FILES % files.size()), String.format(Locale.ROOT, "%d", i));
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static void child(String watcher, Path tree) throws Exception {
        AutoCloseable watching = watcher.equals("jdk")
                ? jdk(tree)
                : FileWatcher.start(WatchOptions.builder().root(tree).build(), batch -> {});
        try {
            System.out.println(0);
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(process.getProcessCpuTime());
            }
        } finally {
            watching.close();
        }
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
        new Thread(() -> consume(service)).start();
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
