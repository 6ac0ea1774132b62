package io.github.fswire.examples.store;

import static io.github.fswire.watch.Change.Kind.CREATED;
import static io.github.fswire.watch.Change.Kind.DELETED;
import static io.github.fswire.watch.Change.Kind.MODIFIED;
import static io.github.fswire.watch.Change.Type.FILE;
import static io.github.fswire.watch.ListenerOptions.EVERYTHING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store of JSON documents. Each is a file {@code UUID.json}, which any program may write; readers get it from memory. While
 * the documents move out of an older storage, which is one file with all of them, the store serves both.
 *
 * <p>A document is a JSON object. The beginning of an object is not valid JSON. So the store refuses a file that somebody
 * overwrites while it is read, and keeps the document until the next batch.
 */
public final class DocumentStore implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<UUID, ObjectNode> documents = new ConcurrentHashMap<>();
    private volatile Map<UUID, ObjectNode> older = Map.of();
    private final Path olderFile;
    private final BiConsumer<Change, @Nullable Exception> seen;
    private final FileWatcher watcher;

    /** Has read what is older than half a second when it returns. The callback gets each change, with the reason if its file is no document. */
    public DocumentStore(
            Path directory, Path olderFile, WatchOptions.Builder more, BiConsumer<Change, @Nullable Exception> seen)
            throws IOException, InterruptedException {
        this.olderFile = olderFile.toAbsolutePath();
        this.seen = seen;
        more.root(directory).root(olderFile).waitForRoots(true).initial(true);
        more.quietPeriod(PERIOD).settle(PERIOD).settleUntil(WatchOptions.SettleUntil.CLOSED);
        more.include("*.json").listener(EVERYTHING.only(FILE).only(CREATED, MODIFIED, DELETED));
        watcher = FileWatcher.start(more.build(), this::apply);
        watcher.sync(Duration.ofMinutes(10));
    }

    /** The document, from the new storage if it is there. May be called by any thread. */
    public Optional<ObjectNode> find(UUID id) {
        ObjectNode document = documents.get(id);
        return Optional.ofNullable(document == null ? older.get(id) : document).map(ObjectNode::deepCopy);
    }

    /** Writes a document so that nobody sees a part of it. */
    public static void save(Path directory, UUID id, ObjectNode document) throws IOException {
        Path part = Files.createTempFile(directory, id.toString(), ".part");
        JSON.writeValue(part.toFile(), document);
        Files.move(part, directory.resolve(id + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** To wait for what was written before, and to ask what is not watched. */
    public FileWatcher watcher() {
        return watcher;
    }

    private void apply(ChangeBatch batch) throws IOException {
        for (Change change : batch) {
            Exception refusal = null;
            try {
                apply(change.path(), change.kind() == DELETED);
            } catch (JsonProcessingException | NoSuchFileException | RuntimeException e) {
                refusal = e; // a file that is gone is in a later batch; after another exception this batch comes again
            }
            seen.accept(change, refusal);
        }
    }

    private void apply(Path file, boolean deleted) throws IOException {
        if (file.equals(olderFile)) {
            older = deleted ? Map.of() : JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
            return;
        }
        UUID id = UUID.fromString(file.getFileName().toString().replace(".json", ""));
        if (deleted) {
            documents.remove(id);
        } else {
            documents.put(id, (ObjectNode) JSON.readTree(Files.readAllBytes(file)));
        }
    }

    @Override
    public void close() {
        watcher.close();
    }
}
