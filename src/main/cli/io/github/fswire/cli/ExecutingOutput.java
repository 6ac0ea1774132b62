package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchStatistics;
import java.util.List;

/** Prints, and passes what has changed on to a command afterwards. */
final class ExecutingOutput implements Output {
    private final Output output;
    private final Exec exec;
    private final boolean initial;

    /** {@code initial}: the command runs as soon as the watcher is ready. */
    ExecutingOutput(Output output, Exec exec, boolean initial) {
        this.output = output;
        this.exec = exec;
        this.initial = initial;
    }

    @Override
    public void ready(List<NativeName> roots, WatchStatistics statistics, long millis) {
        output.ready(roots, statistics, millis);
        exec.start(initial);
    }

    @Override
    public void batch(ChangeBatch batch) {
        output.batch(batch);
        exec.changed(batch);
    }

    @Override
    public void overflow(long overflows) {
        output.overflow(overflows);
    }

    @Override
    public void degraded(DegradedNotice notice) {
        output.degraded(notice);
    }

    @Override
    public void error(Exception error) {
        output.error(error);
    }

    @Override
    public void exec(ExecEvent event) {
        output.exec(event);
    }

    @Override
    public void statistics(WatchStatistics statistics) {
        output.statistics(statistics);
    }
}
