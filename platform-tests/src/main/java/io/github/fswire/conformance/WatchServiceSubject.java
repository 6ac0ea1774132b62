package io.github.fswire.conformance;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.github.fswire.kit.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** How a service is made and used, and how the tests wait for what it reports. */
abstract class WatchServiceSubject extends Conformance {
    static final List<WatchEvent.Kind<?>> ALL = List.of(ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);

    /** So many files may be lost before it is clear that none will be reported. */
    private static final int MOST_LOST = 100;

    private @Nullable WatchService service;
    private @Nullable KeyReader reader;
    private int fences;

    /** Makes a new service; the test closes it. */
    protected abstract WatchService open() throws IOException;

    /** The subject's path for a path of the default file system: the same, unless the subject has a file system of its own. */
    protected Path path(Path real) {
        return real;
    }

    /** Registers a directory. By default this is {@link Path#register(WatchService, WatchEvent.Kind[], WatchEvent.Modifier...)}. */
    protected WatchKey register(
            WatchService service, Path directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
            throws IOException {
        return directory.register(service, kinds, modifiers);
    }

    @BeforeEach
    final void openService() throws IOException {
        service = open();
        reader = new KeyReader(service);
    }

    @AfterEach
    final void closeService() throws IOException {
        service().close();
    }

    final WatchService service() {
        return Objects.requireNonNull(service);
    }

    final KeyReader reader() {
        return Objects.requireNonNull(reader);
    }

    /** Registers for all kinds. */
    final WatchKey watch(Path directory) throws IOException {
        return watch(directory, ALL);
    }

    final WatchKey watch(Path directory, List<WatchEvent.Kind<?>> kinds) throws IOException {
        Progress.mark();
        return register(service(), path(directory), kinds.toArray(new WatchEvent.Kind<?>[0]));
    }

    /** Waits for an event of a kind. */
    final void expect(WatchKey key, WatchEvent.Kind<?> kind, String name) {
        await(() -> kind.name() + " " + name + " has not come, but " + reader(), () -> {
            reader().drain();
            return reader().has(key, kind, name);
        });
    }

    /**
     * Waits until every event of a directory's earlier changes has come: those of a later file may come beside them, but those of
     * a file that is made after these have come may not. What was lost has no event, so after an overflow there is another file; and
     * before a file is made everything is read, because an overflow that nobody has read absorbs what comes next.
     *
     * @param key of the directory, with the kind of creations
     */
    final void settle(WatchKey key, Path directory) throws IOException {
        for (int passed = 0, lost = 0; passed < 2; ) {
            reader().drain();
            long before = reader().overflows(key);
            String name = "fence" + fences++;
            Files.createFile(directory.resolve(name));
            await(() -> ENTRY_CREATE.name() + " " + name + " has not come, but " + reader(), () -> {
                reader().drain();
                return reader().has(key, ENTRY_CREATE, name) || reader().overflows(key) > before;
            });
            if (reader().has(key, ENTRY_CREATE, name)) {
                passed++;
            } else if (++lost == MOST_LOST) {
                throw new AssertionError("nothing but overflows has come for " + lost + " files, one after the other");
            }
        }
    }

    /** A new directory beside others that are watched. */
    final Path directory(String name) throws IOException {
        return Files.createDirectory(root().resolve(name));
    }
}
