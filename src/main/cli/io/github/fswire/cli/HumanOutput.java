package io.github.fswire.cli;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchStatistics;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** Time, kind, path; in colour on a terminal. */
final class HumanOutput implements Output {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final Map<Change.Kind, Integer> COLOURS =
            Map.of(Change.Kind.CREATED, 32, Change.Kind.MODIFIED, 33, Change.Kind.DELETED, 31, Change.Kind.MOVED, 36);

    private final Stdout out;
    private final boolean coloured;
    private final boolean progressShown;
    private boolean progressOpen;

    HumanOutput(Stdout out, boolean coloured, boolean progressShown) {
        this.out = out;
        this.coloured = coloured;
        this.progressShown = progressShown;
    }

    static String now() {
        return LocalTime.now(ZoneId.systemDefault()).format(TIME);
    }

    @Override
    public synchronized void ready(List<String> roots, WatchStatistics statistics, long millis) {
        if (progressOpen) {
            System.err.print("\r\033[K");
            System.err.flush();
        }
        note(String.format(
                "watching %s: %,d entries in %,d directories, ready after %,d ms (%s, %s). Ctrl-C ends.",
                Text.printable(String.join(", ", roots)),
                statistics.entries(),
                statistics.directories(),
                millis,
                statistics.backend(),
                statistics.binding()));
    }

    @Override
    public synchronized void batch(ChangeBatch batch) {
        String time = now();
        for (Change change : batch) {
            String kind = String.format("%-8s", change.kind());
            String shown = coloured ? "\033[" + COLOURS.get(change.kind()) + "m" + kind + "\033[0m" : kind;
            String slash = change.type() == Change.Type.DIRECTORY ? "/" : "";
            String from = change.nativeFrom() == null ? "" : change.nativeFrom() + slash + " -> ";
            out.line(time + " " + shown + " " + Text.printable(from + change.nativePath() + slash));
        }
        out.flush();
    }

    @Override
    public synchronized void overflow(long overflows) {
        note("the kernel dropped records (" + overflows + "): everything is looked at, nothing is lost");
    }

    @Override
    public synchronized void degraded(DegradedNotice notice) {
        note(String.format(
                "%,d directories are not watched but looked at every interval: %s",
                notice.directories(),
                Text.printable(String.valueOf(notice.reason().getMessage()))));
    }

    @Override
    public synchronized void error(Exception error) {
        note("error: " + Text.printable(String.valueOf(error.getMessage())));
    }

    @Override
    public synchronized void progress(int entries) {
        if (progressShown) {
            progressOpen = true;
            System.err.printf("\rscanning: %,d entries", entries);
            System.err.flush();
        }
    }

    @Override
    public synchronized void statistics(WatchStatistics statistics) {
        note(String.format(
                "%,d changes in %,d batches; %,d records read, %,d overflows, %,d rescans (%,d ms);"
                        + " %,d entries, %,d directories, %,d watched, %,d degraded; %,d errors",
                statistics.changes(),
                statistics.batches(),
                statistics.rawEvents(),
                statistics.overflows(),
                statistics.rescans(),
                statistics.rescanNanos() / 1_000_000,
                statistics.entries(),
                statistics.directories(),
                statistics.watches(),
                statistics.degraded(),
                statistics.errors()));
    }

    private void note(String text) {
        out.line(now() + " # " + text);
        out.flush();
    }
}
