package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prints what the watcher delivers, in the order of delivery, but after the line that reports the watcher as ready.
 * What comes earlier is kept, not held up: the watcher cannot become ready while its listener blocks.
 */
final class Reporter implements ChangeListener {
    private final Output output;
    private final Progress progress;
    private final Consumer<Runnable> printing;
    private final Runnable onEnd;
    private final List<Runnable> early = new ArrayList<>(); // guarded by this
    private boolean ready; // guarded by this
    private boolean ended; // guarded by this

    /** Every line is printed by {@code printing}; {@code onEnd} is called when the watcher has failed. */
    Reporter(Output output, Progress progress, Consumer<Runnable> printing, Runnable onEnd) {
        this.output = output;
        this.progress = progress;
        this.printing = printing;
        this.onEnd = onEnd;
    }

    synchronized void ready(List<NativeName> roots, WatchStatistics statistics, long millis) {
        if (ended) {
            return;
        }
        ready = true;
        printing.accept(() -> output.ready(roots, statistics, millis));
        early.forEach(printing);
        early.clear();
    }

    /** Prints the last line, if there was a first one. */
    synchronized void ended(WatchStatistics statistics) {
        ended = true;
        if (ready) {
            printing.accept(() -> output.statistics(statistics));
        }
    }

    void statistics(WatchStatistics statistics) {
        print(() -> output.statistics(statistics));
    }

    /** Prints what becomes of a command, which runs only between the first line and the last one. */
    synchronized void exec(ExecEvent event) {
        if (ready && !ended) {
            printing.accept(() -> output.exec(event));
        }
    }

    /** Prints a line, but not before the first one. */
    synchronized void print(Runnable line) {
        if (ready) {
            printing.accept(line);
        } else {
            early.add(line);
        }
    }

    @Override
    public void onScanProgress(int entries) {
        progress.show(entries);
    }

    @Override
    public void onBatch(ChangeBatch batch) {
        print(() -> output.batch(batch));
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

    @Override
    public void onEnd() {
        onEnd.run();
    }
}
