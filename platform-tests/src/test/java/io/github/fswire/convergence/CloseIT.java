package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.fswire.kit.ConvergenceRun;
import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.MirrorListener.Mood;
import io.github.fswire.kit.MirrorListener.Refusal;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WriterPool;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** G6: what close() promises. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class CloseIT {
    private static final int CYCLES =
            Lane.MAC ? 200 : Seeds.fewer(1000); // there each registers two streams with a daemon

    @Test
    void G6_underLoadItReturnsAndNothingFollows() throws Exception {
        try (WriterPool writers = new WriterPool(ConvergenceRun.WRITERS);
                Workspace workspace = Workspace.onDisk()) {
            for (int repetition = 0; repetition < Seeds.fewer(7); repetition++) {
                Trial trial = Trial.start(workspace, o -> o.quietPeriod(Duration.ZERO), Mood.GOOD);
                writers.begin(repetition, 800, workspace.root());
                Eventually.await()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> trial.listener().accepted() > 0); // the storm has begun
                trial.end();
                writers.end();
                trial.listener().assertUnbroken();
            }
        }
    }

    @Test
    void G6_insideACallbackItReturnsAndNothingFollows() throws Exception {
        for (int repetition = 0; repetition < 20; repetition++) {
            AtomicReference<Trial> self = new AtomicReference<>();
            CountDownLatch closed = new CountDownLatch(1);
            Mood mood = batch -> {
                self.get().watcher().close();
                closed.countDown();
            };
            try (Workspace workspace = Workspace.forSeed(repetition);
                    Trial trial = Trial.start(workspace, o -> o.quietPeriod(Duration.ZERO), mood)) {
                self.set(trial);
                Disk disk = new Disk(workspace.root());
                disk.apply(Operation.parse("fill d 3"));
                closed.await();
                trial.end(); // from outside it waits until the callback has returned
                disk.apply(Operation.parse("fill d 6"));
                trial.listener().assertUnbroken();
                assertThat(trial.listener().accepted()).isEqualTo(1);
            }
        }
    }

    @Test
    void G6_isIdempotentAndSafeFromManyThreads() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            for (int repetition = 0; repetition < 50; repetition++) {
                Trial trial = Trial.start(workspace);
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    threads.add(new Thread(trial::end));
                }
                threads.forEach(Thread::start);
                for (Thread thread : threads) {
                    thread.join();
                }
                trial.end();
                new Disk(workspace.root()).apply(Operation.parse("append f 1"));
                trial.listener().assertUnbroken();
            }
        }
    }

    @Test
    void G6_endsAListenerThatNeverAccepts() throws Exception {
        CountDownLatch refused = new CountDownLatch(3);
        Mood mood = batch -> {
            refused.countDown();
            throw new Refusal();
        };
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = Trial.start(workspace, options -> options, mood)) {
            new Disk(workspace.root()).apply(Operation.parse("write f 1"));
            refused.await();
            trial.end();
            assertThat(trial.listener().accepted()).isZero();
            assertThat(trial.statistics().retries()).isPositive();
        }
    }

    @Test
    void closeAfterDeliveryDeliversWhatHasHappened() throws Exception {
        List<String> delivered = new CopyOnWriteArrayList<>();
        Duration day = Duration.ofDays(1);
        try (Workspace workspace = Workspace.onDisk()) {
            Path root = workspace.root();
            FileWatcher watcher = FileWatcher.start(
                    WatchOptions.builder().root(root).quietPeriod(day).build(),
                    batch -> batch.forEach(
                            change -> delivered.add(change.relativePath().toString())));
            Files.createFile(root.resolve("f"));
            assertThat(watcher.closeAfterDelivery(Eventually.LIMIT)).isTrue();
            assertThat(delivered).containsExactly("f");
            assertThat(watcher.closeAfterDelivery(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void closeAfterDeliveryDoesNotWaitForAListenerThatHangs() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Workspace workspace = Workspace.onDisk()) {
            FileWatcher watcher = FileWatcher.start(
                    WatchOptions.builder().root(workspace.root()).build(), batch -> {
                        inside.countDown();
                        go.await();
                    });
            Files.createFile(workspace.root().resolve("f"));
            inside.await();
            assertThat(watcher.closeAfterDelivery(Duration.ofMillis(1))).isFalse();
            go.countDown();
            watcher.close();
        }
    }

    @Test
    void G6_worksForAThreadThatIsInterrupted() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            Trial trial = Trial.start(workspace);
            Thread.currentThread().interrupt();
            trial.end();
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
    }

    @Test
    void G6_manyCyclesLeaveNothing() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            Disk disk = new Disk(workspace.root());
            disk.apply(Operation.parse("fill a/b/c 3"));
            cycle(workspace, disk); // loads classes
            Map<String, Long> before = NoLeaks.count();
            Eventually.await().until(() -> true); // opens what waiting needs
            int descriptors = descriptors();
            for (int i = 0; i < CYCLES; i++) {
                cycle(workspace, disk);
            }
            NoLeaks.assertSame(before, NoLeaks.count());
            Eventually.await() // a Mac closes those of roots a moment later
                    .untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors));
        }
    }

    private static void cycle(Workspace workspace, Disk disk) throws IOException {
        WatchOptions options = WatchOptions.builder().root(workspace.root()).build();
        try (FileWatcher watcher = FileWatcher.start(options, batch -> {})) {
            disk.apply(Operation.parse("append a/b/c/f0 1"));
            assertThat(watcher.statistics().directories()).isEqualTo(4);
        }
    }

    private static int descriptors() throws IOException {
        Path own = Path.of(Lane.MAC ? "/dev/fd" : "/proc/self/fd");
        if (Lane.WINDOWS || !Files.isDirectory(own)) {
            return 0; // under Wine they are not those of this JVM
        }
        int count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(own)) {
            for (Path descriptor : descriptors) {
                count += descriptor.toString().isEmpty() ? 0 : 1;
            }
        }
        return count;
    }

    @Test
    void G6_aStartThatFailsLeavesNothing() throws Exception {
        try (Workspace workspace = Workspace.onDisk()) {
            WatchOptions options = WatchOptions.builder()
                    .root(workspace.root().resolve("missing"))
                    .build();
            Map<String, Long> before = NoLeaks.count();
            for (int i = 0; i < 20; i++) {
                assertThatIOException()
                        .isThrownBy(() -> FileWatcher.start(options, batch -> {}))
                        .withMessageContaining("missing");
            }
            NoLeaks.assertSame(before, NoLeaks.count());
        }
    }
}
