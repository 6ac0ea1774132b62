package programs;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.vfs2.FileChangeEvent;
import org.apache.commons.vfs2.FileListener;
import org.apache.commons.vfs2.FileMonitor;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.VFS;

final class FswireFileMonitor implements FileMonitor, AutoCloseable {
    private final FileListener listener;
    private final FileWatcher watcher;

    FswireFileMonitor(FileListener listener) throws IOException {
        this.listener = listener;
        WatchOptions options = WatchOptions.builder()
                .listener(ListenerOptions.EVERYTHING.expandMoves())
                .build();
        this.watcher = FileWatcher.start(options, this::changed);
    }

    @Override
    public void addFile(FileObject directory) {
        try {
            watcher.addRoot(directory.getPath());
        } catch (IOException e) {
            throw new IllegalArgumentException(directory.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void removeFile(FileObject directory) {
        try {
            watcher.removeRoot(directory.getPath());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watcher.close();
    }

    private void changed(ChangeBatch batch) throws Exception {
        for (Change change : batch) {
            if (change.from() != null) {
                listener.fileDeleted(event(change.from()));
            }
            switch (change.kind()) {
                case CREATED, MOVED -> listener.fileCreated(event(change.path()));
                case MODIFIED -> listener.fileChanged(event(change.path()));
                case DELETED -> listener.fileDeleted(event(change.path()));
            }
        }
    }

    private static FileChangeEvent event(Path path) throws FileSystemException {
        FileObject file = VFS.getManager().resolveFile(path.toUri());
        file.refresh();
        return new FileChangeEvent(file);
    }
}
