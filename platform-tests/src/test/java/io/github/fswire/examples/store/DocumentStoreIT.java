package io.github.fswire.examples.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatcherState;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** What the description of the document store requires, each in one test. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class DocumentStoreIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID ID = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final List<String> events = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path directory;
    private Path older;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
        directory = workspace.root();
        older = workspace.outside().resolve("older.json");
    }

    private DocumentStore start(WatchOptions.Builder more) throws Exception {
        return new DocumentStore(
                directory,
                older,
                more,
                (change, refusal) -> events.add(
                        change.kind() + " " + change.path().getFileName() + (refusal == null ? "" : " refused")));
    }

    private DocumentStore start() throws Exception {
        return start(WatchOptions.builder());
    }

    private static ObjectNode document(int value) {
        return JSON.createObjectNode().put("value", value).put("again", value);
    }

    private static void sync(DocumentStore store) throws InterruptedException {
        assertThat(store.watcher().sync(Eventually.LIMIT)).isTrue();
    }

    /** Nobody has written it a moment ago. */
    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }

    @Test
    void eachFileIsTheDocumentOfItsUuid() throws Exception {
        try (DocumentStore store = start()) {
            DocumentStore.save(directory, ID, document(1));
            DocumentStore.save(Files.createDirectory(directory.resolve("below")), OTHER, document(2));
            Files.writeString(directory.resolve("no-uuid.json"), "{}");
            Files.writeString(directory.resolve(new UUID(0, 3) + ".json"), "null");
            sync(store);
            assertThat(store.find(ID)).contains(document(1));
            Eventually.await().until(() -> store.find(OTHER).isPresent()); // nobody saw that its writer closed it
            assertThat(events).contains("CREATED no-uuid.json refused", "CREATED " + new UUID(0, 3) + ".json refused");

            Files.move(directory.resolve(ID + ".json"), directory.resolve(new UUID(0, 4) + ".json"));
            Files.delete(directory.resolve("below").resolve(OTHER + ".json"));
            sync(store);
            assertThat(store.find(ID)).isEmpty();
            assertThat(store.find(new UUID(0, 4))).contains(document(1));
            assertThat(store.find(OTHER)).isEmpty();
        }
    }

    @Test
    void whatIsThereAtTheStartCanBeFoundAtOnce() throws Exception {
        for (int i = 0; i < 200; i++) {
            DocumentStore.save(directory, new UUID(1, i), document(i));
            old(directory.resolve(new UUID(1, i) + ".json"));
        }
        try (DocumentStore store = start()) {
            assertThat(store.find(new UUID(1, 0))).contains(document(0));
            assertThat(store.find(new UUID(1, 199))).contains(document(199));
        }
    }

    @Test
    void aChangeComesAfterHalfASecondWithoutAnotherOneOfTheSameFile() throws Exception {
        try (DocumentStore store = start()) {
            long saved = System.nanoTime();
            DocumentStore.save(directory, ID, document(1));
            Eventually.await().until(() -> {
                DocumentStore.save(directory, OTHER, document(2)); // another file that is never quiet delays nothing
                return store.find(ID).isPresent();
            });
            assertThat(Duration.ofNanos(System.nanoTime() - saved)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void whatIsHalfWrittenNeverSurfaces() throws Exception {
        DocumentStore.save(directory, ID, document(1));
        old(directory.resolve(ID + ".json"));
        try (DocumentStore store = start()) {
            events.clear();
            String text = document(2).toString();
            try (Writer writer = Files.newBufferedWriter(directory.resolve(ID + ".json"))) {
                writer.write(text.substring(0, 5));
                writer.flush();
                sync(store);
                writer.write(text.substring(5));
                writer.flush();
                sync(store);
                assertThat(events).isEmpty();
                assertThat(store.find(ID)).contains(document(1));
            }
            sync(store);
            assertThat(events).containsExactly("MODIFIED " + ID + ".json");
            assertThat(store.find(ID)).contains(document(2));
        }
    }

    @Test
    void anAtomicWriteIsOneEvent() throws Exception {
        try (DocumentStore store = start()) {
            DocumentStore.save(directory, ID, document(1));
            sync(store);
            DocumentStore.save(directory, ID, document(2));
            sync(store);
            assertThat(events).containsExactly("CREATED " + ID + ".json", "MODIFIED " + ID + ".json");
        }
    }

    @Test
    void aLimitOfWatchesIsShownWithItsRemedyAndDocumentsAreFoundAllTheSame() throws Exception {
        List<String> command = UserNamespace.withWatches(2);
        assumeTrue(UserNamespace.isPossible(command), "user namespaces are not available");
        command.addAll(ChildJvm.command(DocumentStoreIT.class, directory.toString(), older.toString()));
        assertThat(ChildJvm.output(command))
                .contains("DEGRADED", "inotify_add_watch: ENOSPC", "sudo sysctl user.max_inotify_watches=")
                .endsWith("found");
    }

    /** With a limit of 2 watches. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        List<Path> shards =
                Stream.of("a", "b", "c", "d").map(directory::resolve).toList();
        for (Path shard : shards) {
            Files.createDirectory(shard);
        }
        try (DocumentStore store =
                new DocumentStore(directory, Path.of(arguments[1]), WatchOptions.builder(), (change, refusal) -> {})) {
            System.out.println(store.watcher().state());
            for (int i = 0; i < shards.size(); i++) {
                DocumentStore.save(shards.get(i), new UUID(1, i), document(i));
            }
            Eventually.await().until(() -> Stream.of(0, 1, 2, 3)
                    .allMatch(i -> store.find(new UUID(1, i)).isPresent()));
            System.out.println("found");
        }
    }

    @Test
    void aNetworkFileSystemIsPolled() throws Exception {
        WatchOptions.Builder polling = WatchOptions.builder().backend("polling").pollInterval(Duration.ofMillis(20));
        try (DocumentStore store = start(polling)) {
            DocumentStore.save(directory, ID, document(1));
            Eventually.await().until(() -> store.find(ID).equals(Optional.of(document(1))));
            assertThat(store.watcher().statistics().watches()).isZero();
            assertThat(store.watcher().state().restrictions())
                    .extracting(WatcherState.Restriction::kind)
                    .contains(WatcherState.Kind.POLLED);
        }
    }

    @Test
    void readersOnManyThreadsGetWholeDocuments() throws Throwable {
        DocumentStore.save(directory, ID, document(0));
        old(directory.resolve(ID + ".json"));
        try (DocumentStore store = start()) {
            whileRead(2, store, () -> {
                for (int i = 1; i <= 20; i++) {
                    DocumentStore.save(directory, ID, document(i));
                    sync(store);
                    assertThat(store.find(ID)).contains(document(i));
                }
            });
        }
    }

    /** Does something while threads read a document that must be there, and be whole, all the time. */
    private static void whileRead(int readers, DocumentStore store, Executable task) throws Throwable {
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try {
            List<Future<?>> reading = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                reading.add(threads.submit(() -> {
                    while (!end.get()) {
                        ObjectNode found = store.find(ID).orElseThrow();
                        assertThat(found.get("value")).isEqualTo(found.get("again"));
                        Thread.onSpinWait();
                    }
                }));
            }
            task.execute();
            end.set(true);
            for (Future<?> reader : reading) {
                reader.get();
            }
        } finally {
            end.set(true);
            threads.shutdown();
        }
    }

    @Test
    void oldAndNewStorageAreServedWhileDocumentsMigrate() throws Throwable {
        JSON.writeValue(older.toFile(), Map.of(ID, document(1), OTHER, document(2)));
        old(older);
        try (DocumentStore store = start()) {
            whileRead(1, store, () -> {
                DocumentStore.save(directory, ID, document(1));
                sync(store); // before it is taken out of the old storage
                JSON.writeValue(older.toFile(), Map.of(OTHER, document(2)));
                sync(store);
                DocumentStore.save(directory, ID, document(3));
                sync(store);
            });
            assertThat(store.find(ID)).as("the new storage takes precedence").contains(document(3));
            assertThat(store.find(OTHER)).contains(document(2));
            Files.delete(older);
            sync(store);
            assertThat(store.find(OTHER)).isEmpty();
        }
    }
}
