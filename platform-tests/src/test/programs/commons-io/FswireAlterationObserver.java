package programs;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import java.io.File;
import java.nio.file.Path;
import org.apache.commons.io.monitor.FileAlterationListener;
import org.apache.commons.io.monitor.FileAlterationObserver;

@SuppressWarnings("serial") // nobody writes it
final class FswireAlterationObserver extends FileAlterationObserver {
    private transient FileWatcher watcher;

    @SuppressWarnings("deprecation") // a subclass has no builder
    FswireAlterationObserver(File directory) {
        super(directory);
    }

    @Override
    public void initialize() throws Exception {
        WatchOptions options = WatchOptions.builder()
                .root(getDirectory().toPath())
                .listener(ListenerOptions.EVERYTHING.expandMoves())
                .build();
        watcher = FileWatcher.start(options, this::changed);
    }

    @Override
    public void destroy() {
        watcher.close();
    }

    @Override
    public void checkAndNotify() {
        // the watcher notifies, and a monitor has nothing to check
    }

    private void changed(ChangeBatch batch) {
        for (FileAlterationListener listener : getListeners()) {
            listener.onStart(this);
            for (Change change : batch) {
                if (change.from() != null) {
                    deleted(listener, change, change.from());
                }
                switch (change.kind()) {
                    case CREATED, MOVED -> created(listener, change);
                    case MODIFIED -> modified(listener, change);
                    case DELETED -> deleted(listener, change, change.path());
                }
            }
            listener.onStop(this);
        }
    }

    private static void created(FileAlterationListener listener, Change change) {
        if (change.isDirectory()) {
            listener.onDirectoryCreate(change.path().toFile());
        } else {
            listener.onFileCreate(change.path().toFile());
        }
    }

    private static void modified(FileAlterationListener listener, Change change) {
        if (change.isDirectory()) {
            listener.onDirectoryChange(change.path().toFile());
        } else {
            listener.onFileChange(change.path().toFile());
        }
    }

    private static void deleted(FileAlterationListener listener, Change change, Path path) {
        if (change.isDirectory()) {
            listener.onDirectoryDelete(path.toFile());
        } else {
            listener.onFileDelete(path.toFile());
        }
    }
}
