package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A watcher on a workspace's root together with the mirror that listens to it. */
public final class Trial implements AutoCloseable {
    private static final Duration LIMIT = Eventually.LIMIT.dividedBy(2); // so that a wait holds more than one

    private final Workspace workspace;
    private final MirrorListener listener;
    private final FileWatcher watcher;
    private final Predicate<NativeName> excluded;

    private Trial(Workspace workspace, MirrorListener listener, FileWatcher watcher, Predicate<NativeName> excluded) {
        this.workspace = workspace;
        this.listener = listener;
        this.watcher = watcher;
        this.excluded = excluded;
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
        MirrorListener listener =
                new MirrorListener(workspace.root(), TreeSnapshot.of(workspace.root(), excluded), mood);
        WatchOptions.Builder builder = WatchOptions.builder().root(workspace.root());
        FileWatcher watcher = FileWatcher.start(options.apply(builder).build(), listener);
        return new Trial(workspace, listener, watcher, excluded);
    }

    /** Waits until everything was delivered, and compares the mirror with the disk. */
    public void assertConverged() throws IOException, InterruptedException {
        if (!watcher.sync(LIMIT)) {
            listener.assertUnbroken();
            throw new GuaranteeViolation("G5", "sync did not return within " + LIMIT + ": " + watcher.statistics());
        }
        listener.assertEquals(TreeSnapshot.of(workspace.root(), excluded));
    }

    /** The watcher. */
    public FileWatcher watcher() {
        return watcher;
    }

    /** What it has done. */
    public WatchStatistics statistics() {
        return watcher.statistics();
    }

    /** What it was told to do it for. */
    public MirrorListener listener() {
        return listener;
    }

    /** Closes the watcher, after which nothing more may come; as often as you like. */
    public void end() {
        watcher.close();
        listener.closed();
    }

    @Override
    public void close() {
        end();
    }
}
