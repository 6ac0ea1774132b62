package io.github.fswire.deliver;

import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.FileWatcherMXBean;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.WatchStatistics;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Adds something to a watcher and hands everything else on. */
abstract class ForwardingWatcher implements FileWatcher {
    private final FileWatcher watcher;

    ForwardingWatcher(FileWatcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public boolean sync(Duration limit) throws InterruptedException {
        return watcher.sync(limit);
    }

    @Override
    public boolean reconcile(Duration limit) throws InterruptedException {
        return watcher.reconcile(limit);
    }

    @Override
    public void addRoot(Path root) throws IOException, InterruptedException {
        watcher.addRoot(root);
    }

    @Override
    public void removeRoot(Path root) throws InterruptedException {
        watcher.removeRoot(root);
    }

    @Override
    public Registration subscribe(ListenerOptions options, ChangeListener listener) throws InterruptedException {
        return watcher.subscribe(options, listener);
    }

    @Override
    public WatcherState state() {
        return watcher.state();
    }

    @Override
    public WatchStatistics statistics() {
        return watcher.statistics();
    }

    @Override
    public FileWatcherMXBean mxBean() {
        return watcher.mxBean();
    }

    @Override
    public boolean closeAfterDelivery(Duration limit) throws InterruptedException {
        return watcher.closeAfterDelivery(limit);
    }

    @Override
    public void close() {
        watcher.close();
    }
}
