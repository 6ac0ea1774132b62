package io.github.fswire.subjects;

import io.github.fswire.conformance.Announcements;
import io.github.fswire.conformance.Announcements.Kind;
import io.github.fswire.conformance.WatcherConformance;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Our own watcher, as one of many. */
abstract class FileWatcherSubject extends WatcherConformance {
    private static final Duration FOR_EVER = Duration.ofDays(365); // the kit notices that nothing goes on

    @Override
    protected AutoCloseable start(Path root, Announcements announcements) throws IOException {
        return FileWatcher.start(options(WatchOptions.builder().root(root)).build(), listener(announcements));
    }

    /** What is not default about it. */
    WatchOptions.Builder options(WatchOptions.Builder options) {
        return options;
    }

    /** What gets the batches. */
    ChangeListener listener(Announcements announcements) {
        return batch -> batch.forEach(change -> announce(change, announcements));
    }

    /** Passes one change on. */
    void announce(Change change, Announcements announcements) {
        switch (change.kind()) {
            case CREATED -> announcements.announce(change.path(), Kind.CREATED);
            case MODIFIED -> announcements.announce(change.path(), Kind.MODIFIED);
            case DELETED -> announcements.announce(change.path(), Kind.DELETED);
            case MOVED -> announcements.announceMove(change.from(), change.path());
        }
    }

    @Override
    protected boolean fence(AutoCloseable watcher) throws InterruptedException {
        return ((FileWatcher) watcher).sync(FOR_EVER);
    }
}
