package programs;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import java.io.File;
import java.io.FileFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.devtools.filewatch.ChangedFile;
import org.springframework.boot.devtools.filewatch.ChangedFiles;
import org.springframework.boot.devtools.filewatch.FileChangeListener;
import org.springframework.boot.devtools.filewatch.FileSystemWatcher;

final class FswireFileSystemWatcher extends FileSystemWatcher {
    private final List<FileChangeListener> listeners = new ArrayList<>();
    private final List<File> directories = new ArrayList<>();
    private FileFilter filter = file -> true;
    private FileWatcher watcher;

    @Override
    public void addListener(FileChangeListener listener) {
        listeners.add(listener);
    }

    @Override
    public void addSourceDirectories(Iterable<File> added) {
        added.forEach(directories::add);
    }

    @Override
    public void addSourceDirectory(File added) {
        directories.add(added);
    }

    @Override
    public void setTriggerFilter(FileFilter triggers) {
        filter = triggers;
    }

    @Override
    public void start() {
        WatchOptions.Builder options = WatchOptions.builder().listener(ListenerOptions.EVERYTHING.expandMoves());
        directories.forEach(directory -> options.root(directory.toPath()));
        try {
            watcher = FileWatcher.start(options.build(), this::changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (watcher != null) {
            watcher.close();
        }
    }

    private void changed(ChangeBatch batch) {
        Map<File, Set<ChangedFile>> files = new HashMap<>();
        for (Change change : batch) {
            if (change.from() != null) {
                add(files, change, change.from(), ChangedFile.Type.DELETE);
            }
            add(
                    files,
                    change,
                    change.path(),
                    switch (change.kind()) {
                        case CREATED, MOVED -> ChangedFile.Type.ADD;
                        case MODIFIED -> ChangedFile.Type.MODIFY;
                        case DELETED -> ChangedFile.Type.DELETE;
                    });
        }
        Set<ChangedFiles> changes = new HashSet<>();
        files.forEach((directory, its) -> changes.add(new ChangedFiles(directory, its)));
        if (!changes.isEmpty()) {
            listeners.forEach(listener -> listener.onChange(changes));
        }
    }

    private void add(Map<File, Set<ChangedFile>> files, Change change, Path path, ChangedFile.Type type) {
        File directory = change.root().toFile();
        if (!change.isDirectory() && filter.accept(path.toFile())) {
            files.computeIfAbsent(directory, any -> new HashSet<>())
                    .add(new ChangedFile(directory, path.toFile(), type));
        }
    }
}
