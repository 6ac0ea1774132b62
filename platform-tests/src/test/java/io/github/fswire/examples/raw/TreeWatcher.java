package io.github.fswire.examples.raw;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.fswire.RawBackends;
import io.github.fswire.raw.RawBackend;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawOptions;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Says where in a tree something has changed, on a backend that watches single directories. */
final class TreeWatcher implements RawEventHandler, AutoCloseable {
    private static final int APPEARED = RawKind.CREATED.bit() | RawKind.MOVED_TO.bit();
    private static final int VANISHED = RawKind.DELETED.bit() | RawKind.MOVED_FROM.bit();

    private final Path root;
    private final Consumer<Path> changed;
    private final Consumer<Exception> failed;
    private final RawSession session;

    TreeWatcher(RawBackend backend, Path root, Consumer<Path> changed, Consumer<Exception> failed) throws IOException {
        this.root = root;
        this.changed = changed;
        this.failed = failed;
        this.session = backend.open(this, RawOptions.DEFAULT.withThreadName("tree-watcher"));
        try {
            watch(root, existing -> {});
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    static TreeWatcher start(Path root, Consumer<Path> changed, Consumer<Exception> failed) throws IOException {
        return new TreeWatcher(RawBackends.byName("inotify"), root, changed, failed);
    }

    /** Watches before it lists, so that whatever comes later is reported. */
    private void watch(Path directory, Consumer<Path> found) throws IOException {
        try {
            session.watch(directory, directory);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    found.accept(entry);
                    if (Files.isDirectory(entry, NOFOLLOW_LINKS)) {
                        watch(entry, found);
                    }
                }
            }
        } catch (RootGoneException | UnsupportedWatchException | NoSuchFileException | NotDirectoryException e) {
            // it is gone, or no directory any more: its parent's events say so
        }
    }

    @Override
    public void onEvent(RawEvent event) {
        if (event.nameLength() == 0 || !(event.attachment() instanceof Path directory)) {
            return; // of a watched directory itself: its parent's events say the same
        }
        Path path = directory.resolve(event.toName().toPath());
        boolean isDirectory = event.subject() == RawEvent.Subject.DIRECTORY;
        if (isDirectory && (event.kinds() & VANISHED) != 0) {
            session.watches().stream() // a directory that was moved would report under its old path
                    .filter(watch -> watch.attachment() instanceof Path watched && watched.startsWith(path))
                    .forEach(RawWatch::close);
        }
        changed.accept(path);
        if (isDirectory && (event.kinds() & APPEARED) != 0) {
            tryToWatch(path);
        }
    }

    /** Nothing shows what was dropped: everything is watched and announced anew. */
    @Override
    public void onOverflow(RawEvent event) {
        List<RawWatch> before = session.watches();
        changed.accept(root);
        tryToWatch(root);
        before.forEach(RawWatch::close); // last, so that no directory is unwatched meanwhile
    }

    private void tryToWatch(Path directory) {
        try {
            watch(directory, changed);
        } catch (IOException e) {
            onFailure(e);
        } catch (IllegalStateException e) {
            // close was called
        }
    }

    @Override
    public void onFailure(Exception failure) {
        failed.accept(failure);
    }

    @Override
    public void close() {
        session.close();
    }
}
