package io.github.fswire.subjects;

import io.github.fswire.conformance.Announcements;
import io.github.fswire.conformance.WatcherConformance;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Our own watcher, as one of many. */
abstract class FileWatcherSubject extends WatcherConformance {
    @Override
    protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
        WatchOptions options = options(WatchOptions.builder().root(root)).build();
        return FileWatcher.start(options, batch -> batch.forEach(change -> announce(change, announcements)));
    }

    /** What is not default about it. */
    protected WatchOptions.Builder options(WatchOptions.Builder options) {
        return options;
    }

    private static void announce(Change change, Announcements announcements) {
        switch (change.kind()) {
            case CREATED -> announcements.announce(change.path(), Announcements.Kind.CREATED);
            case MODIFIED -> announcements.announce(change.path(), Announcements.Kind.MODIFIED);
            case DELETED -> announcements.announce(change.path(), Announcements.Kind.DELETED);
            case MOVED -> announcements.announceMove(change.from(), change.path());
        }
    }

    @Override
    protected boolean fence(AutoCloseable watcher) throws InterruptedException {
        return ((FileWatcher) watcher).sync(Duration.ofMinutes(10));
    }
}
