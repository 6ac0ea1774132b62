package io.github.fswire.bench;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.github.fswire.nio.FswireWatchService;
import io.github.fswire.nio.WatchServiceOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How do {@link FswireWatchService} and the JDK's service compare in one run: registering 10,000 directories, from a change to its
 * event, and the CPU time of the process for each event? The rounds of both take turns.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.WatchServiceComparison [ROUNDS]
 * </pre>
 */
public final class WatchServiceComparison {
    private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE};
    private static final int CHANGES = 2_000;
    private static final int BURSTS = 50;
    private static final int BURST = 400; // files, in 40 directories
    private static final long PAUSE_NANOS = 500_000;

    private static final com.sun.management.OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private WatchServiceComparison() {}

    /** What one round has measured. */
    private record Measured(double registrationMillis, double latencyMicros, double cpuMicros) {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        Path tree = SampleTree.grow();
        List<Path> paths;
        try (Stream<Path> all = Files.walk(tree)) {
            paths = all.toList();
        }
        List<Path> directories = paths.stream().filter(Files::isDirectory).toList();
        List<Path> files =
                paths.stream().filter(Files::isRegularFile).limit(BURST).toList();
        try {
            compare(rounds, directories, files);
        } finally {
            Programs.remove(tree);
        }
    }

    private static void compare(int rounds, List<Path> directories, List<Path> files) throws Exception {
        Spread registration = new Spread();
        Spread latency = new Spread();
        Spread cpu = new Spread();
        Spread registrationUnrepaired = new Spread();
        for (int round = -1; round < rounds; round++) { // the first is warming up
            Measured jdk = measure(FileSystems.getDefault().newWatchService(), directories, files);
            Measured ours = measure(FswireWatchService.open(), directories, files);
            Measured reporting = measure(
                    FswireWatchService.open(
                            WatchServiceOptions.DEFAULT.withOverflow(WatchServiceOptions.Overflow.REPORT)),
                    directories,
                    files);
            System.out.printf(Locale.ROOT, "JDK %s%nfswire %s%nfswire, overflow reported %s%n", jdk, ours, reporting);
            if (round >= 0) {
                registration.add(ours.registrationMillis / jdk.registrationMillis);
                registrationUnrepaired.add(reporting.registrationMillis / jdk.registrationMillis);
                latency.add(ours.latencyMicros / jdk.latencyMicros);
                cpu.add(ours.cpuMicros / jdk.cpuMicros);
            }
        }
        System.out.printf(
                "times the JDK's: registering %s, with overflow reported %s, latency %s, CPU for an event %s%n",
                registration, registrationUnrepaired, latency, cpu);
    }

    private static Measured measure(WatchService service, List<Path> directories, List<Path> files) throws Exception {
        try (service) {
            long start = System.nanoTime();
            for (Path directory : directories) {
                register(service, directory);
            }
            double registered = (System.nanoTime() - start) / 1e6;
            return new Measured(registered, latency(service, files.get(0)), cpu(service, files));
        }
    }

    private static WatchKey register(WatchService service, Path directory) throws IOException {
        return service instanceof FswireWatchService ours
                ? ours.watchable(directory).register(service, KINDS)
                : directory.register(service, KINDS);
    }

    /** Microseconds from a modification to its event, the median. */
    private static double latency(WatchService service, Path file) throws Exception {
        long[] taken = new long[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            long start = System.nanoTime();
            Files.setLastModifiedTime(file, FileTime.fromMillis(i));
            WatchKey key = service.take();
            taken[i] = System.nanoTime() - start;
            drain(key);
        }
        Arrays.sort(taken);
        return taken[CHANGES / 2] / 1e3;
    }

    /** Microseconds of the process for each change of a burst, its making included. */
    private static double cpu(WatchService service, List<Path> files) throws Exception {
        long before = PROCESS.getProcessCpuTime();
        for (int burst = 0; burst < BURSTS; burst++) {
            for (Path file : files) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(burst));
            }
            int missing = files.size();
            while (missing > 0) {
                missing -= drain(service.take());
            }
        }
        return (PROCESS.getProcessCpuTime() - before) / 1e3 / (BURSTS * files.size());
    }

    private static int drain(WatchKey key) {
        int events = key.pollEvents().size();
        key.reset();
        return events;
    }
}
