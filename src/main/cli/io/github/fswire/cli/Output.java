package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchStatistics;
import java.util.List;

/** What {@code watch} prints; in one form for programs and in one for people. Used by one thread at a time. */
interface Output {
    /** The watcher has started. */
    void ready(List<NativeName> roots, WatchStatistics statistics, long millis);

    /** Changes. */
    void batch(ChangeBatch batch);

    /** The kernel dropped records. */
    void overflow(long overflows);

    /** Directories are not watched. */
    void degraded(DegradedNotice notice);

    /** Something went wrong. */
    void error(Exception error);

    /** A command ran. */
    void exec(ExecEvent event);

    /** The last thing printed. */
    void statistics(WatchStatistics statistics);
}
