package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fswire watch}: the library's main job. */
@Command(
        name = "watch",
        description = "Reports every change in directory trees until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class Watch implements Callable<Integer> {
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description =
                    "Neither watch nor report what matches; without a slash the name alone is matched. Repeatable.")
    private List<String> exclusions = List.of();

    @Option(
            names = "--quiet-period",
            paramLabel = "MS",
            defaultValue = "50",
            description = "Report when nothing happened for so long; default ${DEFAULT-VALUE}.")
    private long quietPeriodMillis;

    @Option(
            names = "--max-delay",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Report at the latest after so long; default ${DEFAULT-VALUE}.")
    private long maxDelayMillis;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, inotify, or another one that is installed; default ${DEFAULT-VALUE}.")
    private String backend;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Directories to watch with everything below them.")
    private List<String> directories;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Stdout out = new Stdout();
        Output output = json ? new JsonOutput(out) : new HumanOutput(out, Stdout.isTerminal(1), Stdout.isTerminal(2));
        WatchOptions.Builder builder = WatchOptions.builder()
                .quietPeriod(Duration.ofMillis(quietPeriodMillis))
                .maxDelay(Duration.ofMillis(maxDelayMillis))
                .backend(backend);
        exclusions.forEach(builder::exclude);
        directories.forEach(directory -> builder.root(Arguments.path(directory)));
        WatchOptions options = builder.build();

        Printer printer = new Printer(output);
        long start = System.nanoTime();
        FileWatcher watcher = FileWatcher.start(options, printer);
        long millis = (System.nanoTime() - start) / 1_000_000;
        Ending.onSignal(() -> {
            watcher.close();
            output.statistics(watcher.statistics());
        });
        List<String> roots = options.roots().stream()
                .map(NativeName::of)
                .map(NativeName::toString)
                .toList();
        Ending.printing(() -> output.ready(roots, watcher.statistics(), millis));
        printer.readyPrinted.countDown();
        new CountDownLatch(1).await(); // a signal ends the process
        return 0;
    }

    /** Prints what the listener hears, but nothing before the line that says that the watcher is ready. */
    private static final class Printer implements ChangeListener {
        private final Output output;
        private final CountDownLatch readyPrinted = new CountDownLatch(1);

        Printer(Output output) {
            this.output = output;
        }

        private void print(Runnable line) {
            try {
                readyPrinted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            Ending.printing(line);
        }

        @Override
        public void onBatch(ChangeBatch batch) {
            print(() -> output.batch(batch));
        }

        @Override
        public void onScanProgress(int entries) {
            output.progress(entries);
        }

        @Override
        public void onOverflow(long overflows) {
            print(() -> output.overflow(overflows));
        }

        @Override
        public void onDegraded(DegradedNotice notice) {
            print(() -> output.degraded(notice));
        }

        @Override
        public void onError(Exception error) {
            print(() -> output.error(error));
        }
    }
}
