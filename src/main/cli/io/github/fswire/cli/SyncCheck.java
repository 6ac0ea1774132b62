package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fswire sync-check}: keeps a mirror from what is delivered, and compares it with the disk. */
@Command(
        name = "sync-check",
        description =
                "Watches a directory, keeps a mirror in memory from the reported changes alone, and compares it with"
                        + " the disk again and again, at last at Ctrl-C. Ends with 1 and a list if anything differs.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class SyncCheck implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final Duration SYNC = Duration.ofSeconds(60);
    private static final Duration LAST_CHECK = Duration.ofSeconds(60);
    private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

    private final Surroundings surroundings;
    private final Progress progress;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CompletableFuture<Integer> finished = new CompletableFuture<>();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait between two checks; default: ${DEFAULT-VALUE}.")
    private long everySeconds;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "Check for the last time after so many seconds, and end; default: at Ctrl-C.")
    private @Nullable Long forSeconds;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "auto, inotify, polling, or another one that 'fswire doctor' lists; default: ${DEFAULT-VALUE}.")
    private String backend;

    @Parameters(paramLabel = "DIR", description = "Directory to watch with everything below it.")
    private String directory;

    private volatile long overflows;
    private volatile boolean ready;

    SyncCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.progress = new Progress(surroundings.err());
    }

    /** Applies changes to the mirror, and has the rest printed. */
    private final class Listener implements ChangeListener {
        private final Mirror mirror;
        private final Reporter reporter;

        Listener(Mirror mirror, Reporter reporter) {
            this.mirror = mirror;
            this.reporter = reporter;
        }

        @Override
        public void onBatch(ChangeBatch batch) {
            mirror.apply(batch);
        }

        @Override
        public void onScanProgress(int entries) {
            reporter.onScanProgress(entries);
        }

        @Override
        public void onOverflow(long count) {
            overflows = count;
            reporter.onOverflow(count);
        }

        @Override
        public void onDegraded(DegradedNotice notice) {
            reporter.onDegraded(notice);
        }

        @Override
        public void onError(Exception error) {
            reporter.onError(error);
        }

        @Override
        public void onEnd() {
            reporter.onEnd();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSeconds("--every", everySeconds);
        if (forSeconds != null) {
            requireSeconds("--for", forSeconds);
        }
        Path root = Arguments.path(directory);
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IllegalArgumentException(
                    "sync-check needs a directory: " + Text.path(NativeName.of(root)) + " is none");
        }
        WatchOptions options = WatchOptions.builder()
                .root(Files.exists(root) ? root.toRealPath() : root)
                .backend(backend)
                .initial(true)
                .build();
        surroundings.backend(backend);
        int code = DIFFERENT;
        try {
            code = watch(options);
            return code;
        } finally {
            finished.complete(code);
        }
    }

    private static void requireSeconds(String option, long seconds) {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException(
                    option + " must be from 1 to " + LONGEST_SECONDS + " seconds: " + seconds);
        }
    }

    private int watch(WatchOptions options) throws IOException, InterruptedException {
        NativeName root = NativeName.of(options.roots().get(0));
        Mirror mirror = new Mirror(root);
        LineStream out = surroundings.out();
        Output notes = json ? new JsonOutput(out, Base.NONE) : new HumanOutput(out, surroundings.clock(), Base.NONE);
        SyncCheckOutput checks = new SyncCheckOutput(out, surroundings.clock(), json);
        try (Ending ending = new Ending(surroundings, this::lastWords, LAST_CHECK)) {
            Reporter reporter = new Reporter(notes, progress, ending::printing, () -> {
                ending.end(DIFFERENT);
                stop.countDown();
            });
            long start = System.nanoTime();
            try (Surroundings.Running watcher = start(options, new Listener(mirror, reporter))) {
                long millis = (System.nanoTime() - start) / 1_000_000;
                reporter.ready(List.of(root), watcher.statistics(), millis);
                ready = true;
                return check(ending, number -> {
                    Comparison found = Comparison.of(root, mirror, watcher, SYNC);
                    reporter.print(() -> checks.check(number, found, mirror.changes(), overflows));
                    return found;
                });
            }
        }
    }

    private Surroundings.Running start(WatchOptions options, ChangeListener listener) throws IOException {
        try {
            return surroundings.starter().start(options, listener);
        } finally {
            progress.erase();
        }
    }

    /** One check. */
    @FunctionalInterface
    private interface Check {
        Comparison run(int number) throws InterruptedException;
    }

    private int check(Ending ending, Check check) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(forSeconds == null ? LONGEST_SECONDS : forSeconds);
        for (int number = 1; ; number++) {
            long left = Math.max(0, end - System.nanoTime());
            boolean stopped = stop.await(Math.min(left, TimeUnit.SECONDS.toNanos(everySeconds)), TimeUnit.NANOSECONDS);
            boolean last = stopped || end - System.nanoTime() <= 0;
            if (!ending.awaits(0)) {
                return ending.await();
            }
            Comparison found = check.run(number);
            if (!found.differences().isEmpty() || last && !found.synced()) {
                return DIFFERENT;
            }
            if (last) {
                return 0;
            }
        }
    }

    /** Has the last check made, if the watcher is ready. */
    private int lastWords() {
        progress.erase();
        if (!ready) {
            return 0;
        }
        stop.countDown();
        try {
            return finished.get(LAST_CHECK.toSeconds() - 1, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            surroundings.complain("the last check has not come to its end");
            return DIFFERENT;
        }
    }
}
