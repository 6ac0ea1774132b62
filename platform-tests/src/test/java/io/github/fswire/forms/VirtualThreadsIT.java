package io.github.fswire.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.ChangePublisher;
import io.github.fswire.watch.ChangeQueue;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.Registration;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callbacks, consumers and callers on virtual threads. These sources are compiled for Java 17, so they are made by reflection. */
@Tag("once")
@ExtendWith(NoLeaks.class)
class VirtualThreadsIT {
    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final int FILES = 30;
    private static final ListenerOptions CREATED = ListenerOptions.EVERYTHING.only(Change.Kind.CREATED);

    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @AutoClose
    private Workspace workspace;

    private Path root;
    private ExecutorService virtual;

    @BeforeEach
    void open() throws Exception {
        workspace = Workspace.onDisk();
        root = workspace.root();
        virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @AfterEach
    void shutDown() {
        virtual.shutdownNow();
    }

    private static boolean isVirtual() {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("isVirtual", e);
        }
    }

    private void record(ChangeBatch batch) {
        assertThat(isVirtual()).isTrue();
        batch.forEach(change -> delivered.add(change.kind() + " " + change.relativePath()));
    }

    private WatchOptions.Builder options() {
        return WatchOptions.builder().root(root).listener(CREATED).maxBatch(1);
    }

    private void create(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Files.createFile(root.resolve("file" + i));
        }
    }

    private static String[] created() {
        return IntStream.range(0, FILES).mapToObj(i -> "CREATED file" + i).toArray(String[]::new);
    }

    @Test
    void theExecutorOfAWatcher() throws Exception {
        try (FileWatcher watcher = FileWatcher.start(options().executor(virtual).build(), this::record)) {
            for (int i = 0; i < 3; i++) {
                Files.createFile(root.resolve("file" + i));
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            assertThat(delivered).containsExactly("CREATED file0", "CREATED file1", "CREATED file2");
        }
    }

    @Test
    void theExecutorOfAListener() throws Exception {
        try (FileWatcher watcher = FileWatcher.start(options().build(), batch -> {})) {
            watcher.subscribe(CREATED.executor(virtual), this::record);
            create(FILES);
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactlyInAnyOrder(created());
        }
    }

    @Test
    void theExecutorOfAPublisher() throws Exception {
        try (ChangePublisher publisher =
                ChangePublisher.open(options().executor(virtual).build())) {
            publisher.subscribe(new OneByOne());
            create(FILES);
            assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactlyInAnyOrder(created());
        }
    }

    private final class OneByOne implements Flow.Subscriber<ChangeBatch> {
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(ChangeBatch batch) {
            record(batch);
            virtual.execute(() -> subscription.request(1));
        }

        @Override
        public void onError(Throwable failure) {
            delivered.add(failure.toString());
        }

        @Override
        public void onComplete() {}
    }

    @Test
    void severalConsumersOfAQueue() throws Exception {
        List<Future<?>> consumers = new ArrayList<>();
        try (ChangeQueue queue = ChangeQueue.open(options().build())) {
            for (int i = 0; i < 3; i++) {
                consumers.add(virtual.submit(() -> queue.forEach(this::record)));
            }
            create(FILES);
            assertThat(queue.sync(Eventually.LIMIT)).isTrue();
            assertThat(delivered).as("each batch once").containsExactlyInAnyOrder(created());
        }
        for (Future<?> consumer : consumers) {
            consumer.get();
        }
    }

    @Test
    void whatAConsumerHoldsWhenItsThreadEndsIsHandedToAnother() throws Exception {
        try (ChangeQueue queue = ChangeQueue.open(options().build())) {
            Files.createFile(root.resolve("file"));
            ChangeBatch first = virtual.submit(queue::take).get();
            ChangeBatch again = virtual.submit(queue::take).get();
            assertThat(again).isSameAs(first);
        }
    }

    /** What pins a virtual thread while it waits: the frame of a class initializer. */
    private static final class Pinning {
        static {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }

        private Pinning() {}

        static void now() {}
    }

    @Test
    void nothingOfFswirePinsACarrier() throws Exception {
        List<RecordedEvent> pinned;
        try (Recording recording = new Recording()) {
            recording.enable(PINNED).withStackTrace().withThreshold(Duration.ZERO);
            recording.start();
            virtual.submit(Pinning::now).get();
            virtual.submit((Callable<?>) this::useEverything).get();
            recording.stop();
            Path file = workspace.outside().resolve("pinned.jfr");
            recording.dump(file);
            pinned = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(PINNED))
                    .toList();
        }
        assertThat(pinned).as("what the test pins is found").anyMatch(event -> has(event, Pinning.class.getName()));
        assertThat(pinned)
                .filteredOn(event -> !has(event, Pinning.class.getName()))
                .noneMatch(event -> has(event, "io.github.fswire."));
    }

    private static boolean has(RecordedEvent event, String prefix) {
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            if (frame.getMethod().getType().getName().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Every method that waits, on a virtual thread, and callbacks that wait. */
    private Void useEverything() throws Exception {
        Path inner = Files.createDirectory(workspace.outside().resolve("inner"));
        ChangeListener waits = batch -> LockSupport.parkNanos(1);
        try (FileWatcher watcher = FileWatcher.start(options().executor(virtual).build(), waits)) {
            Registration registration = watcher.subscribe(
                    ListenerOptions.EVERYTHING.executor(virtual).maxBacklog(1), waits);
            create(FILES);
            watcher.addRoot(inner);
            watcher.removeRoot(inner);
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            registration.close();
            Files.createFile(root.resolve("last"));
            assertThat(watcher.closeAfterDelivery(Eventually.LIMIT)).isTrue();
        }
        Future<?> consumer;
        try (ChangeQueue queue = ChangeQueue.open(options().executor(virtual).build())) {
            consumer = virtual.submit(() -> queue.forEach(batch -> LockSupport.parkNanos(1)));
            Files.createFile(root.resolve("taken"));
            assertThat(queue.sync(Eventually.LIMIT)).isTrue();
        }
        consumer.get();
        try (ChangePublisher publisher =
                ChangePublisher.open(options().executor(virtual).build())) {
            publisher.subscribe(new OneByOne());
            Files.createFile(root.resolve("published"));
            assertThat(publisher.sync(Eventually.LIMIT)).isTrue();
        }
        return null;
    }
}
