package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Words;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A root, and watchers that come one after the other with one checkpoint, and what they delivered. */
abstract class CheckpointedRoot {
    final List<String> delivered = new CopyOnWriteArrayList<>();
    final List<String> errors = new CopyOnWriteArrayList<>();
    Workspace workspace;
    Path root;
    Path checkpoint;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        root = workspace.root();
        checkpoint = workspace.outside().resolve("state");
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    FileWatcher start() throws IOException {
        return start(WatchOptions.builder().root(root));
    }

    FileWatcher start(WatchOptions.Builder options) throws IOException {
        return FileWatcher.start(options.checkpoint(checkpoint).build(), new ChangeListener() {
            @Override
            public void onBatch(ChangeBatch batch) {
                batch.forEach(change -> delivered.add(line(change)));
            }

            @Override
            public void onError(Exception error) {
                errors.add(error.getMessage());
            }
        });
    }

    String line(Change change) {
        String from = change.from() == null ? "" : Words.below(root, change.from()) + " ";
        return change.kind() + " " + from + Words.below(root, change.path()) + " " + change.cause();
    }

    /** A shell is no process of Windows. */
    void apply(String... operations) throws IOException {
        apply(root, operations);
    }

    static void apply(Path directory, String... operations) throws IOException {
        Disk disk = new Disk(directory);
        for (String operation : operations) {
            disk.apply(Operation.parse(operation));
        }
    }

    List<String> deliveredNext() throws Exception {
        delivered.clear();
        try (FileWatcher watcher = start()) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        return List.copyOf(delivered);
    }
}
