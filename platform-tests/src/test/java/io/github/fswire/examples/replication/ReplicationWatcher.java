package io.github.fswire.examples.replication;

import static io.github.fswire.watch.Change.Aspect.CONTENT;
import static io.github.fswire.watch.Change.Kind.CREATED;
import static io.github.fswire.watch.Change.Kind.DELETED;
import static io.github.fswire.watch.Change.Kind.MODIFIED;
import static io.github.fswire.watch.Change.Type.FILE;
import static io.github.fswire.watch.ListenerOptions.EVERYTHING;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeQueue;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.Noise;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a replica has to do: put a file, delete a file. Hidden, temporary and metadata files do not count. */
public final class ReplicationWatcher implements AutoCloseable {
    /** What is to be done, and when the watcher noticed the change. The tasks of {@link #stream} are the log of changes. */
    public record Task(Instant time, boolean put, Path path) {}

    /** What could not be done, with which file, and why. */
    public static final class ReplicationException extends FileSystemException {
        private static final long serialVersionUID = 1L;
        private final String operation;

        ReplicationException(String operation, Path path, IOException cause) {
            super(path.toString(), null, operation + ": " + cause.getMessage());
            this.operation = operation;
            initCause(cause);
        }

        /** What was tried. */
        public String operation() {
            return operation;
        }
    }

    private final Path root;
    private final ChangeQueue queue;

    /** Begins: the first change of a file comes at once, all that follow within {@code edge} come together at its end. */
    public ReplicationWatcher(Path root, Duration edge) throws ReplicationException {
        this.root = root;
        WatchOptions.Builder options = options().debounce(WatchOptions.Debounce.LEADING);
        try {
            queue = ChangeQueue.open(
                    options.quietPeriod(Duration.ZERO).maxDelay(edge).build());
        } catch (IOException e) {
            throw new ReplicationException("watch", root, e);
        }
    }

    private WatchOptions.Builder options() {
        WatchOptions.Builder options =
                WatchOptions.builder().root(root).exclude(Noise.HIDDEN).exclude(Noise.EDITOR);
        options.exclude("*.tmp").exclude("*.part").exclude("*.meta");
        return options.listener(
                EVERYTHING.only(FILE).only(CREATED, MODIFIED, DELETED).only(CONTENT));
    }

    /** Everything there is to do from the beginning on; ends after {@link #close}. For one thread. */
    public Stream<Task> stream() {
        return queue.stream().flatMap(batch -> batch.changes().stream()).map(ReplicationWatcher::task);
    }

    private static Task task(Change change) {
        return new Task(change.time(), change.kind() != DELETED, change.path());
    }

    /** Scans the whole tree, beside the stream: everything that is there. */
    public List<Task> scan() throws ReplicationException, InterruptedException {
        List<Task> found = new ArrayList<>();
        try (FileWatcher scan = FileWatcher.start(
                options().initial(true).build(), batch -> batch.forEach(change -> found.add(task(change))))) {
            scan.sync(Duration.ofMinutes(10));
            return found;
        } catch (IOException e) {
            throw new ReplicationException("scan", root, e);
        }
    }

    /** Waits until every task of what was changed before this call was taken from the stream. */
    public boolean sync(Duration limit) throws InterruptedException {
        return queue.sync(limit);
    }

    /** Ends watching and the stream. May be called again, and by any thread. */
    @Override
    public void close() {
        queue.close();
    }
}
