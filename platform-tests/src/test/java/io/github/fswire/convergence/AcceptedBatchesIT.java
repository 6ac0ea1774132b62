package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangeListener;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What counts as delivered to the next watcher: what the listener accepted, also while its watcher was being closed. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class AcceptedBatchesIT extends CheckpointedRoot {
    /** It lies in wait for the next file or channel that the thread uses. */
    @Test
    void E3_callbacksThatLeaveTheirThreadInterrupted() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .checkpoint(checkpoint)
                .verify(WatchOptions.Verify.CONTENT)
                .filter(path -> {
                    asked.incrementAndGet();
                    Thread.currentThread().interrupt();
                    return true;
                })
                .listener(ListenerOptions.EVERYTHING.order(Comparator.comparing(change -> {
                    Thread.currentThread().interrupt();
                    return change.path();
                })))
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, new ChangeListener() {
            private boolean refused;

            @Override
            public void onBatch(ChangeBatch batch) throws IOException {
                Thread.currentThread().interrupt();
                // What counts as modified once more would still wait for its second try when the watcher is closed.
                boolean created = batch.changes().stream().anyMatch(change -> change.kind() == Change.Kind.CREATED);
                refused = created && !refused;
                if (refused) {
                    throw new IOException("once more");
                }
                batch.forEach(change -> delivered.add(line(change)));
            }

            @Override
            public void onError(Exception error) {
                errors.add(error.getMessage());
                Thread.currentThread().interrupt();
            }
        })) {
            for (String name : List.of("f", "g", "h")) {
                apply("write " + name + " 1");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
        }
        Deliveries.inOrder(delivered, "CREATED f EVENT", "CREATED g EVENT", "CREATED h EVENT");
        assertThat(asked).hasPositiveValue();
        assertThat(errors).containsOnly("once more");
        errors.clear();
        delivered.clear();
        start(WatchOptions.builder().root(root).verify(WatchOptions.Verify.CONTENT))
                .close();
        Deliveries.inAnyOrder(delivered);
        assertThat(errors).isEmpty();
    }

    /** Writes a file; the callback that gets it closes the watcher and goes on with {@code then}. */
    private void closeInTheCallback(ChangeListener then) throws Exception {
        start().close();
        FileWatcher[] self = new FileWatcher[1];
        self[0] = FileWatcher.start(
                WatchOptions.builder().root(root).checkpoint(checkpoint).build(), batch -> {
                    self[0].close();
                    then.onBatch(batch);
                });
        apply("write f 1");
        try {
            self[0].sync(Eventually.LIMIT);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the watcher is closed: start another one");
        }
        self[0].close();
    }

    @Test
    void G7_theCheckpointDoesNotMoveBeforeTheListenerAccepts() throws Exception {
        closeInTheCallback(batch -> {
            throw new IllegalStateException("not now");
        });
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "CREATED f RESUME");
    }

    /** The engine is at work in a callback when the watcher is closed. */
    @Test
    void whatWasAcceptedWhileTheWatcherClosedIsNotDeliveredAgain() throws Exception {
        closeInTheCallback(batch -> {});
        Deliveries.inAnyOrder(deliveredNext());
    }

    /** The engine is inspecting when the watcher is closed: what it finds is delivered, so the checkpoint may know of it. */
    @Test
    void whatWasInspectedWhileTheWatcherClosedIsNotDeliveredAgain() throws Exception {
        start().close();
        CountDownLatch inspecting = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        FileWatcher watcher = start(WatchOptions.builder().root(root).filter(holding("late", inspecting, closing)));
        apply("write early 1");
        assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        apply("write late 1");
        inspecting.await();
        Thread closer = new Thread(watcher::close);
        closer.start();
        Eventually.await().until(() -> closer.getState() == Thread.State.WAITING);
        closing.countDown();
        closer.join();
        Deliveries.inAnyOrder(delivered, "CREATED early EVENT", "CREATED late EVENT");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** A filter at which the inspection of a file waits until it may go on. */
    private static Predicate<Path> holding(String name, CountDownLatch inspecting, CountDownLatch goOn) {
        return path -> {
            if (path.endsWith(name)) {
                inspecting.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return true;
        };
    }

    /** The callback that the cycle would end with can only run when close() has returned. */
    @Test
    void G6_whoseThreadRunsTheCallbacksMayClose() throws Exception {
        CountDownLatch inspecting = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            thread.set(new Thread(task));
            return thread.get();
        });
        try {
            FileWatcher watcher = start(
                    WatchOptions.builder().root(root).executor(executor).filter(holding("late", inspecting, closing)));
            apply("write late 1");
            inspecting.await();
            Future<?> closed = executor.submit(watcher::close);
            Eventually.await().until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
            closing.countDown();
            assertThat(closed).succeedsWithin(Eventually.LIMIT);
            assertThat(delivered).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    /** What has not been accepted comes before everything else. */
    @Test
    void nothingIsDeliveredAfterABatchThatWasNotAccepted() throws Exception {
        Set<Long> batches = ConcurrentHashMap.newKeySet();
        WatchOptions options = WatchOptions.builder()
                .root(root)
                .checkpoint(checkpoint)
                .maxBatch(1)
                .build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {
            batches.add(batch.number());
            throw new IOException("not now");
        })) {
            apply("write f 1", "write g 1");
            Eventually.await().until(() -> !batches.isEmpty());
            assertThat(watcher.statistics().batches()).isZero();
        }
        assertThat(batches).containsExactly(1L);
        assertThat(deliveredNext())
                .anyMatch(line -> line.startsWith("CREATED f "))
                .anyMatch(line -> line.startsWith("CREATED g "));
    }

    /** Closed at once, a watcher has delivered what it has found at its start. */
    @Test
    void whoClosesAtOnceHasGotTheDifference() throws Exception {
        start().close();
        apply("mkdir a", "write a/f 1");
        start().close();
        Deliveries.inOrder(delivered, "CREATED a RESUME", "CREATED a/f RESUME");
        Deliveries.inAnyOrder(deliveredNext());
    }
}
