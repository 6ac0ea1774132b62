package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchStatistics;
import java.io.File;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Time, kind, path; in colour on a terminal. What is not a change begins with {@code #}. */
final class HumanOutput implements Output {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final Map<Change.Kind, Integer> COLOURS =
            Map.of(Change.Kind.CREATED, 32, Change.Kind.MODIFIED, 33, Change.Kind.DELETED, 31, Change.Kind.MOVED, 36);

    private final LineStream out;
    private final Clock clock;
    private final Base base;

    /** Paths of changes are relative to {@code base}. */
    HumanOutput(LineStream out, Clock clock, Base base) {
        this.out = out;
        this.clock = clock;
        this.base = base;
    }

    /** The time of day that stands in front of a line. */
    static String time(Clock clock) {
        return LocalTime.now(clock).format(TIME);
    }

    @Override
    public void ready(List<NativeName> roots, WatchStatistics statistics, long millis) {
        note(
                "watching %s: %,d entries, %,d of them directories; ready after %,d ms (%s, %s). Ctrl-C ends.",
                roots.stream().map(Text::path).collect(Collectors.joining(", ")),
                statistics.entries(),
                statistics.directories(),
                millis,
                statistics.backend(),
                statistics.binding());
    }

    @Override
    public void batch(ChangeBatch batch) {
        String time = time(clock);
        for (Change change : batch) {
            String kind = String.format(Locale.ROOT, "%-8s", change.kind());
            String shown = out.isTerminal() ? "\033[" + COLOURS.get(change.kind()) + "m" + kind + "\033[0m" : kind;
            String slash = change.type() == Change.Type.DIRECTORY ? File.separator : "";
            NativeName before = change.nativeFrom();
            String from = before == null ? "" : text(before) + slash + " -> ";
            out.line(time + " " + shown + " " + Text.printable(from + text(change.nativePath()) + slash));
        }
        out.flush();
    }

    private String text(NativeName path) {
        return Text.path(base.relative(path));
    }

    @Override
    public void overflow(long overflows) {
        note("overflow %,d: the kernel dropped records; everything is inspected, nothing is lost", overflows);
    }

    @Override
    public void degraded(DegradedNotice notice) {
        note(
                "degraded: %,d directories are not watched but inspected every interval, the first is %s: %s",
                notice.directories(), Text.path(notice.first()), Text.describe(notice.reason()));
    }

    @Override
    public void error(Exception error) {
        note("error: %s", Text.describe(error));
    }

    @Override
    public void statistics(WatchStatistics s) {
        note(
                "%,d changes (%,d missed by the kernel) in %,d batches; %,d records read, %,d overflows, %,d rescans (%,d ms), %,d cycles,"
                        + " %,d polls (%,d ms);"
                        + " %,d entries, %,d directories, %,d watched, %,d degraded; %,d retries, %,d errors",
                s.changes(),
                s.missed(),
                s.batches(),
                s.rawEvents(),
                s.overflows(),
                s.rescans(),
                s.rescanNanos() / 1_000_000,
                s.cycles(),
                s.polls(),
                s.pollNanos() / 1_000_000,
                s.entries(),
                s.directories(),
                s.watches(),
                s.degraded(),
                s.retries(),
                s.errors());
    }

    @Override
    public void exec(ExecEvent event) {
        if (event instanceof ExecEvent.Started started) {
            note("run %,d: %s", started.run(), String.join(" ", started.command()));
        } else if (event instanceof ExecEvent.Ended ended) {
            String how = ended.stopped() ? "was ended" : "ended";
            note("run %,d %s with %d after %,d ms", ended.run(), how, ended.exitCode(), ended.millis());
        } else if (event instanceof ExecEvent.Failed failed) {
            note("run %,d failed: %s", failed.run(), failed.message());
        }
    }

    private void note(String format, Object... values) {
        out.line(time(clock) + " # " + Text.printable(String.format(Locale.ROOT, format, values)));
        out.flush();
    }
}
