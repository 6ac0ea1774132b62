package io.github.fswire.cli;

import io.github.fswire.RawBackends;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * What a command needs of the world; tests make another one.
 *
 * @param out standard output
 * @param err standard error
 * @param signals reports when the process is asked to end
 * @param starter starts a watcher
 * @param backends finds a backend by its name or {@code auto}
 * @param clock for the time in front of a line
 */
record Surroundings(
        LineStream out,
        LineStream err,
        Signals signals,
        Starter starter,
        Function<String, RawBackend> backends,
        Clock clock) {

    /** Starts a watcher. */
    @FunctionalInterface
    interface Starter {
        Running start(WatchOptions options, ChangeListener listener) throws IOException;
    }

    /** A watcher, as {@link FileWatcher}. */
    interface Running extends AutoCloseable {
        boolean sync(Duration limit) throws InterruptedException;

        WatchStatistics statistics();

        @Override
        void close();
    }

    static Surroundings ofProcess() {
        return new Surroundings(
                LineStream.standardOutput(),
                LineStream.standardError(),
                Signals::ofProcess,
                Surroundings::start,
                RawBackends::byName,
                Clock.system(ZoneId.systemDefault()));
    }

    private static Running start(WatchOptions options, ChangeListener listener) throws IOException {
        FileWatcher watcher = FileWatcher.start(options, listener);
        return new Running() {
            @Override
            public boolean sync(Duration limit) throws InterruptedException {
                return watcher.sync(limit);
            }

            @Override
            public WatchStatistics statistics() {
                return watcher.statistics();
            }

            @Override
            public void close() {
                watcher.close();
            }
        };
    }

    /**
     * The backend of that name.
     *
     * @throws IOException if it is {@code auto} and there is none: that is not the user's mistake
     * @throws IllegalArgumentException if there is no such backend
     */
    RawBackend backend(String name) throws IOException {
        try {
            return backends.apply(name);
        } catch (IllegalArgumentException e) {
            if (name.equals("auto")) {
                throw new IOException(e.getMessage(), e);
            }
            throw e;
        }
    }

    /** The exit code after a failure to write: a reader that has gone has its reasons, a full disk is reported. */
    int outputLost(UncheckedIOException failure) {
        if (out.isReadByAProgram()) {
            return 0;
        }
        complain("the output cannot be written: " + Text.describe(failure));
        return 1;
    }

    /** Prints a line on standard error. */
    void complain(String text) {
        try {
            synchronized (err) {
                err.line("fswire: " + text);
                err.flush();
            }
        } catch (UncheckedIOException e) {
            // nobody listens: the exit code must do
        }
    }
}
