package io.github.fswire.nio;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.scan.RootPath;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Directories that are compared with what was reported of them: the roots of a watcher, which is started with the first of them.
 *
 * <p>The watcher's thread signals. A root that goes is taken out of the watcher by the next thread that registers, because the
 * watcher's own thread must not. A watcher that has failed gives way to another one with the next registration.
 */
final class WatcherSource implements Source, ChangeListener {
    private static final Logger LOGGER = System.getLogger(WatcherSource.class.getName());

    private final WatchServiceOptions options;
    private final int depth;
    private final Consumer<DirectoryKey> ended;
    private final Map<Path, DirectoryKey> keys = new ConcurrentHashMap<>(); // by root
    private final Queue<Path> gone = new ConcurrentLinkedQueue<>();
    private volatile @Nullable FileWatcher watcher; // started under the lock of the registrations

    /**
     * Starts nothing yet.
     *
     * @param depth how many levels below a directory count
     * @param ended is told the key whose directory is not there any more
     */
    WatcherSource(WatchServiceOptions options, int depth, Consumer<DirectoryKey> ended) {
        this.options = options;
        this.depth = depth;
        this.ended = ended;
    }

    @Override
    public Watched add(DirectoryKey key, OpenDirectory directory, Request request) throws IOException {
        FileWatcher its = watcher();
        removeGone(its);
        Path root = RootPath.of(directory.path().toPath());
        DirectoryKey former = keys.remove(root);
        if (former != null) { // another directory has its path, which the watcher has not noticed
            ended.accept(former);
            removeRoot(its, root);
        }
        keys.put(root, key);
        try {
            Uninterrupted.run(() -> its.addRoot(root)); // an interrupted call has added it: the next one waits
        } catch (IllegalStateException e) { // the watcher has failed; its state may not show that yet
            keys.remove(root);
            close();
            watcher = null;
            failed();
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            keys.remove(root);
            throw e;
        }
        return new Watched() {
            @Override
            public boolean isActive() {
                return keys.get(root) == key;
            }

            @Override
            public boolean isOf(OpenDirectory same) {
                return isActive();
            }

            @Override
            public boolean change(OpenDirectory same, Request other) {
                return other.fileTree() == request.fileTree() && same.isAt(NativeName.of(root));
            }

            @Override
            public void remove() {
                if (keys.remove(root, key)) {
                    removeRoot(its, root);
                }
            }
        };
    }

    private FileWatcher watcher() throws IOException {
        FileWatcher present = watcher;
        if (present == null || present.state().status() == WatcherState.Status.FAILED) {
            close();
            gone.clear(); // they were the other one's
            WatchOptions its = WatchOptions.builder()
                    .backend(options.backend())
                    .pollInterval(options.pollInterval())
                    .depth(depth)
                    .quietPeriod(Duration.ZERO)
                    .listener(ListenerOptions.EVERYTHING.expandMoves())
                    .build();
            Uninterrupted.run(() -> watcher = FileWatcher.start(its, this));
        }
        return Objects.requireNonNull(watcher);
    }

    private static void removeRoot(FileWatcher its, Path root) {
        boolean interrupted = Thread.interrupted();
        try {
            its.removeRoot(root);
        } catch (InterruptedException e) {
            interrupted = true; // it is removed all the same
        } catch (IllegalStateException e) {
            // the watcher has ended, and with it the root
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void removeGone(FileWatcher its) {
        for (Path root = gone.poll(); root != null; root = gone.poll()) {
            if (!keys.containsKey(root)) {
                removeRoot(its, root);
            }
        }
    }

    @Override
    public void onBatch(ChangeBatch batch) {
        for (Change change : batch) {
            Path from = change.from();
            if (from != null) {
                changed(StandardWatchEventKinds.ENTRY_DELETE, from);
            }
            changed(kind(change), change.path());
        }
    }

    private static WatchEvent.Kind<?> kind(Change change) {
        return switch (change.kind()) {
            case CREATED, MOVED -> StandardWatchEventKinds.ENTRY_CREATE;
            case MODIFIED -> StandardWatchEventKinds.ENTRY_MODIFY;
            case DELETED -> StandardWatchEventKinds.ENTRY_DELETE;
        };
    }

    private void changed(WatchEvent.Kind<?> kind, Path path) {
        Path above = path.getParent();
        for (int level = 1; above != null && level <= depth; level++) {
            DirectoryKey key = keys.get(above);
            if (key != null && key.wants(kind)) {
                key.signal(kind, above.relativize(path));
            }
            above = above.getParent();
        }
        if (kind == StandardWatchEventKinds.ENTRY_DELETE) {
            end(path);
        }
    }

    private void end(Path root) {
        DirectoryKey key = keys.remove(root);
        if (key != null) {
            gone.add(root);
            ended.accept(key);
        }
    }

    @Override
    public void onState(WatcherState state) {
        if (state.status() == WatcherState.Status.FAILED) {
            failed();
        }
    }

    private void failed() {
        keys.forEach((root, key) -> {
            key.signal(StandardWatchEventKinds.OVERFLOW, null);
            end(root);
        });
    }

    /** Says what is polled; a root that is gone is no news, because its key has ended. */
    @Override
    public void onDegraded(DegradedNotice notice) {
        if (!(notice.reason() instanceof RootGoneException)) {
            LOGGER.log(
                    Level.WARNING,
                    "A watch service polls directories. {0}",
                    notice.reason().getMessage());
        }
    }

    @Override
    public void close() {
        FileWatcher present = watcher;
        if (present != null) {
            present.close();
        }
    }
}
