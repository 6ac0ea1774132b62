package io.github.fswire.nio;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.InspectingMirror;
import io.github.fswire.kit.Progress;
import io.github.fswire.kit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;

/**
 * A program that watches a tree as the JDK's documentation suggests: it registers every directory, those that appear too, and
 * inspects what is announced. It reads while nothing happens on the disk: what it saw by itself and what was gone before anybody
 * else looked would not be announced to it.
 */
final class RecursiveReader {
    private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE};

    private final WatchService service;
    private final WatchEvent.Modifier[] modifiers;
    private final Path root;
    private final InspectingMirror mirror;
    private final Map<WatchKey, Path> directories = new HashMap<>();
    private int overflows;

    /** Registers every directory, or the root only if the modifiers say that this is enough. */
    RecursiveReader(WatchService service, Path root, WatchEvent.Modifier... modifiers) throws IOException {
        this.service = service;
        this.modifiers = modifiers;
        this.root = root;
        register(root);
        this.mirror = new InspectingMirror(root, modifiers.length == 0); // of a tree everything is announced
    }

    private void register(Path directory) throws IOException {
        Progress.mark();
        try {
            directories.put(FswireWatchService.register(directory, service, KINDS, modifiers), directory);
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    if (modifiers.length == 0 && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                        register(child);
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Expected: it is gone meanwhile, which is announced.
        }
    }

    /** Takes what was signalled so far. */
    private void read() throws IOException {
        for (WatchKey key = service.poll(); key != null; key = service.poll()) {
            for (WatchEvent<?> event : key.pollEvents()) {
                Path directory = directories.get(key);
                if (event.kind() == OVERFLOW) {
                    overflows++;
                    mirror.lookEverywhere();
                } else if (directory != null) { // else it was cancelled
                    read(event, directory.resolve((Path) event.context()));
                }
            }
            if (!key.reset()) {
                directories.remove(key);
            }
        }
    }

    private void read(WatchEvent<?> event, Path path) throws IOException {
        if (event.kind() == ENTRY_DELETE) {
            directories.entrySet().removeIf(entry -> {
                boolean gone = modifiers.length == 0 && entry.getValue().startsWith(path);
                if (gone) {
                    entry.getKey().cancel();
                }
                return gone;
            });
        } else if (event.kind() == ENTRY_CREATE
                && modifiers.length == 0
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            register(path);
        }
        mirror.announce(path, event.kind() != ENTRY_MODIFY);
    }

    /** How often an overflow has come. */
    int overflows() {
        return overflows;
    }

    /** Reads until the mirror is what is on disk. */
    void awaitConverged() throws IOException {
        TreeSnapshot disk = TreeSnapshot.of(root);
        Eventually.until(Progress.LIMIT, () -> mirror.snapshot().differenceTo(disk), () -> {
            read();
            return mirror.snapshot().equals(disk);
        });
    }
}
