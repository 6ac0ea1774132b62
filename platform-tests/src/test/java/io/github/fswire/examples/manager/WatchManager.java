package io.github.fswire.examples.manager;

import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Many handlers of many directories, on one watcher: a directory is watched once, however many ask for it. */
public final class WatchManager implements AutoCloseable {
    private final Map<Path, Integer> users = new HashMap<>(); // guarded by this
    private final FileWatcher watcher;

    /** Starts. Where the kernel refuses queues or watches, the watcher polls and tries again. */
    public WatchManager(WatchOptions.Builder options, ChangeListener events) throws IOException {
        watcher = FileWatcher.start(options.build(), events);
    }

    /** Calls a handler for what changes in a directory, until the handle is closed. A handler must not close its own handle. */
    public synchronized Registration watch(Path directory, ListenerOptions options, ChangeListener handler)
            throws IOException, InterruptedException {
        Path root = directory.toAbsolutePath().normalize();
        if (!users.containsKey(root)) {
            watcher.addRoot(root);
        }
        users.merge(root, 1, Integer::sum);
        Registration registration = watcher.subscribe(options.within(root), handler);
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            registration.close();
            if (open.getAndSet(false)) {
                release(root);
            }
        };
    }

    private synchronized void release(Path root) {
        if (users.merge(root, -1, Integer::sum) > 0 || watcher.state().status() == WatcherState.Status.CLOSED) {
            return;
        }
        users.remove(root);
        try {
            watcher.removeRoot(root);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is removed all the same
        }
    }

    /** Whether everything is watched, what the watcher has done, and how each handler keeps up. */
    public String report() {
        Map<String, Long> numbers = watcher.mxBean().getStatistics();
        return watcher.state() + "\n" + numbers + "\n" + watcher.statistics().listeners();
    }

    /** To wait for what was changed before, and for its state and statistics. */
    public FileWatcher watcher() {
        return watcher;
    }

    @Override
    public void close() {
        watcher.close();
    }
}
