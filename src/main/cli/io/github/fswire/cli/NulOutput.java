package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchStatistics;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Paths and nothing else, each with its exact bytes and a NUL; of a batch each path once, of a move both. */
final class NulOutput implements Output {
    private final LineStream out;
    private final Output notes;
    private final Base base;

    /** Everything that is not a path goes to {@code notes}. */
    NulOutput(LineStream out, Output notes, Base base) {
        this.out = out;
        this.notes = notes;
        this.base = base;
    }

    @Override
    public void batch(ChangeBatch batch) {
        Set<NativeName> paths = new LinkedHashSet<>();
        for (Change change : batch) {
            NativeName from = change.nativeFrom();
            if (from != null) {
                paths.add(from);
            }
            paths.add(change.nativePath());
        }
        try {
            OutputStream stream = out.stream();
            for (NativeName path : paths) {
                stream.write(bytes(base.argument(path)));
                stream.write(0);
            }
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(NativeName path) {
        return File.separatorChar == '/' ? path.toBytes() : Text.path(path).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void ready(List<NativeName> roots, WatchStatistics statistics, long millis) {
        notes.ready(roots, statistics, millis);
    }

    @Override
    public void overflow(long overflows) {
        notes.overflow(overflows);
    }

    @Override
    public void degraded(DegradedNotice notice) {
        notes.degraded(notice);
    }

    @Override
    public void error(Exception error) {
        notes.error(error);
    }

    @Override
    public void exec(ExecEvent event) {
        notes.exec(event);
    }

    @Override
    public void statistics(WatchStatistics statistics) {
        notes.statistics(statistics);
    }
}
