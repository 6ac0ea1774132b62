package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A watcher on a workspace's root together with the mirror that listens to it. */
public final class Trial implements AutoCloseable {
    private static final int SILENCES = 5; // in which a watcher does something all the time and never gets to its fence
    private static final Duration STEP = Duration.ofSeconds(5); // at first

    private final Workspace workspace;
    private final MirrorListener listener;
    private final FileWatcher watcher;
    private final Predicate<NativeName> excluded;
    private final Duration longestSilence;
    private final Silence silence = new Silence();

    private Trial(
            Workspace workspace,
            MirrorListener listener,
            FileWatcher watcher,
            Predicate<NativeName> excluded,
            Duration longestSilence) {
        this.workspace = workspace;
        this.listener = listener;
        this.watcher = watcher;
        this.excluded = excluded;
        this.longestSilence = longestSilence;
    }

    /** Starts with default options. */
    public static Trial start(Workspace workspace) throws IOException {
        return start(workspace, options -> options, MirrorListener.Mood.GOOD);
    }

    /** Starts on a tree that is quiet at the moment. */
    public static Trial start(
            Workspace workspace, UnaryOperator<WatchOptions.Builder> options, MirrorListener.Mood mood)
            throws IOException {
        return start(workspace, options, mood, name -> false);
    }

    /** The same; what the options exclude, by its path relative to the root, does not count. */
    public static Trial start(
            Workspace workspace,
            UnaryOperator<WatchOptions.Builder> options,
            MirrorListener.Mood mood,
            Predicate<NativeName> excluded)
            throws IOException {
        return start(workspace, options, mood, excluded, Progress.LIMIT);
    }

    /** The same with another limit for the silence of a watcher from which something is expected. */
    public static Trial start(
            Workspace workspace,
            UnaryOperator<WatchOptions.Builder> options,
            MirrorListener.Mood mood,
            Predicate<NativeName> excluded,
            Duration longestSilence)
            throws IOException {
        MirrorListener listener =
                new MirrorListener(workspace.root(), TreeSnapshot.of(workspace.root(), excluded), mood);
        WatchOptions.Builder builder = WatchOptions.builder().root(workspace.root());
        FileWatcher watcher = FileWatcher.start(options.apply(builder).build(), listener);
        Trial trial = new Trial(workspace, listener, watcher, excluded, longestSilence);
        Progress.watch(trial);
        return trial;
    }

    /**
     * Waits until everything was delivered, and compares the mirror with the disk.
     *
     * @throws GuaranteeViolation if they differ, or if the watcher stands still for a minute
     */
    public void assertConverged() throws IOException, InterruptedException {
        Duration step = longestSilence.compareTo(STEP) < 0 ? longestSilence : STEP;
        Duration limit = longestSilence.multipliedBy(SILENCES);
        long begin = System.nanoTime();
        silence.begin();
        while (!watcher.sync(step)) {
            listener.assertUnbroken();
            if (silence.nanos() > longestSilence.toNanos()) {
                throw GuaranteeViolation.stall("sync has not returned, and the watcher has done nothing for "
                        + longestSilence + ":\n" + Progress.report());
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw GuaranteeViolation.stall("sync did not return within " + limit + ":\n" + Progress.report());
            }
            step = step.multipliedBy(2); // a slow machine may need longer for the cycle that follows a fence
        }
        listener.assertEquals(TreeSnapshot.of(workspace.root(), excluded));
    }

    /** So much time has passed; returns whether the watcher or its listener has done anything in it. */
    boolean step(long passed) {
        WatchStatistics now = watcher.statistics();
        // Polls and cycles that find nothing go on for ever.
        return silence.step(
                passed,
                List.of(
                        listener.callbacks(),
                        now.entries(),
                        now.directories(),
                        now.watches(),
                        now.degraded(),
                        now.rawEvents(),
                        now.overflows(),
                        now.rescans(),
                        now.batches(),
                        now.changes(),
                        now.retries(),
                        now.errors(),
                        now.missed()));
    }

    /** What is watched. */
    Path root() {
        return workspace.root();
    }

    /** The watcher. */
    public FileWatcher watcher() {
        return watcher;
    }

    /** What it has done. */
    public WatchStatistics statistics() {
        return watcher.statistics();
    }

    /** The listener that it was started with. */
    public MirrorListener listener() {
        return listener;
    }

    /** Closes the watcher, after which nothing more may come; as often as you like. */
    public void end() {
        try {
            watcher.close();
            listener.closed();
        } finally {
            Progress.unwatch(this);
        }
    }

    @Override
    public void close() {
        end();
    }
}
