package io.github.fswire.bench;

import com.sun.management.ThreadMXBean;
import io.github.fswire.RawBackends;
import io.github.fswire.platform.Platform;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * How many bytes are allocated for an entry that is listed and for a record that is read, beside the JDK's directory stream and
 * watch service on the same directory? The least of many rounds counts: the first ones also pay for linking and compiling.
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.github.fswire.bench.AllocationComparison [ROUNDS]
 * </pre>
 */
public final class AllocationComparison {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ENTRIES = 2000;
    private static final int CREATIONS = 200; // a watch key holds 512 events, and each is deleted as well

    private AllocationComparison() {}

    /** One round: the bytes that it has allocated on the thread that does the work. */
    @FunctionalInterface
    private interface Round {
        long bytes() throws IOException, InterruptedException;
    }

    /**
     * Runs it.
     *
     * @param args the number of rounds, 150 by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            child(args[0], Integer.parseInt(args[1]));
            return;
        }
        String rounds = args.length == 0 ? "150" : args[0];
        Map<String, List<String>> results = new LinkedHashMap<>();
        for (String who : List.of("ffm", "jna", "jdk")) {
            String binding = who.equals("jdk") ? "ffm" : who;
            results.put(who, Programs.run(Programs.java(binding, AllocationComparison.class, who, rounds)));
        }
        results.forEach((who, lines) ->
                System.out.printf("%s: %s bytes for an entry, %s for a record%n", who, lines.get(0), lines.get(1)));
    }

    private static void child(String who, int rounds) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("fswire-allocation");
        for (int i = 0; i < ENTRIES; i++) {
            Files.createFile(directory.resolve("entry-" + i));
        }
        Round listing = who.equals("jdk") ? () -> streamed(directory) : listing(directory);
        print(least(listing, rounds), ENTRIES);
        if (who.equals("jdk")) {
            try (WatchService service = directory.getFileSystem().newWatchService()) {
                directory.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
                print(least(() -> taken(directory, service), rounds), 2 * CREATIONS);
            }
        } else {
            Records records = new Records();
            try (RawSession session = RawBackends.byName("auto").open(records, RawOptions.DEFAULT)) {
                if (!session.binding().equals(who)) {
                    throw new IllegalStateException("not " + who + ": " + session.binding());
                }
                session.watch(directory, null);
                print(least(() -> records.read(directory, session), rounds), records.most);
            }
        }
        Programs.remove(directory);
    }

    private static void print(long bytes, long things) {
        System.out.printf(Locale.ROOT, "%.3f%n", (double) bytes / things);
    }

    private static long least(Round round, int rounds) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
            least = Math.min(least, round.bytes());
        }
        return least;
    }

    private static Round listing(Path directory) throws IOException {
        Scanner scanner = Platform.openScanner();
        NativeName path = NativeName.of(directory);
        Counter counter = new Counter();
        return () -> {
            int handle = scanner.openRoot(path);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int result = scanner.list(handle, counter);
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            scanner.close(handle);
            if (result != 0 || counter.entries % ENTRIES != 0) {
                throw new IllegalStateException(counter.entries + " entries, " + result);
            }
            return bytes;
        };
    }

    private static final class Counter implements ListingSink {
        private long entries;

        @Override
        public boolean wants(byte[] name, int length) {
            return true;
        }

        @Override
        public void entry(byte[] name, int length, EntryStat stat) {
            entries++;
        }
    }

    private static long streamed(Path directory) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Files.readAttributes(entry, BasicFileAttributes.class);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void write(Path directory) throws IOException {
        for (int i = 0; i < CREATIONS; i++) {
            Files.delete(Files.createFile(directory.resolve("a-file-name-" + i)));
        }
    }

    /** By the thread that takes the events and by the service's own. */
    private static long taken(Path directory, WatchService service) throws IOException, InterruptedException {
        long before = allocatedByOthers();
        write(directory);
        long own = THREADS.getCurrentThreadAllocatedBytes();
        for (int left = 2 * CREATIONS; left > 0; ) {
            WatchKey key = service.take();
            left -= key.pollEvents().size();
            key.reset();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - own + allocatedByOthers() - before;
    }

    private static long allocatedByOthers() {
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            sum += id == Thread.currentThread().getId() ? 0 : Math.max(0, THREADS.getThreadAllocatedBytes(id));
        }
        return sum;
    }

    /** Counts what the reader's thread allocates from one fence to the next. */
    private static final class Records implements RawEventHandler {
        private final byte[] name = new byte[255];
        private long records;
        private long most; // in a round
        private long before;
        private long bytes;

        private long read(Path directory, RawSession session) throws IOException, InterruptedException {
            fence(session);
            records = 0;
            write(directory);
            fence(session);
            most = Math.max(most, records);
            return bytes;
        }

        private static void fence(RawSession session) throws InterruptedException {
            CountDownLatch passed = new CountDownLatch(1);
            session.fence(passed);
            passed.await();
        }

        @Override
        public void onEvent(RawEvent event) {
            records += event.kinds() != 0 && event.copyName(name, 0) > 0 ? 1 : 0;
        }

        @Override
        public void onOverflow(RawEvent event) {
            throw new IllegalStateException("the queue is too short for " + CREATIONS + " files");
        }

        @Override
        public void onFence(Object token) {
            long now = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            bytes = now - before;
            before = now;
            ((CountDownLatch) token).countDown();
        }

        @Override
        public void onFailure(Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
