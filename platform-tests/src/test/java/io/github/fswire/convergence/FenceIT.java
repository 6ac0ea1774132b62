package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.MirrorListener.Mood;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import io.github.fswire.raw.NativeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** G4 and G5: what start() and sync() promise about changes before and after them. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class FenceIT {
    private static final long PAUSE = 1_000_000;

    static LongStream seeds() {
        return Seeds.take(60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G4_changesRightAfterStartReturnedAreDelivered(long seed) throws Exception {
        try (Workspace workspace = Workspace.forSeed(seed)) {
            Disk disk = new Disk(workspace.root());
            Storm storm = new Storm(seed, 1);
            storm.rage(disk, 150);
            try (Trial trial = Trial.start(workspace)) {
                storm.rage(disk, 1 + (int) (seed % 7));
                trial.assertConverged();
            }
        }
    }

    @Test
    void G5_whenSyncReturnsTheChangeBeforeItIsDelivered() throws Exception {
        try (Workspace workspace = Workspace.fast();
                Trial trial = Trial.start(workspace)) {
            Disk disk = new Disk(workspace.root());
            Storm storm = new Storm(5, 1);
            for (int i = Seeds.fewer(1000); i > 0; i--) {
                storm.rage(disk, 1);
                trial.assertConverged();
            }
        }
    }

    /** Only by records, in every lane. */
    @Test
    void G5_threadsThatSyncAtTheSameTimeDoNotDisturbEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Workspace workspace = Workspace.onDisk();
                Trial trial =
                        Trial.start(workspace, options -> options.reconcileEvery(Duration.ofDays(1)), Mood.GOOD)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String name = "t" + thread;
                tasks.add(() -> writeAndSync(workspace, trial, name));
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
            trial.assertConverged();
        } finally {
            threads.shutdownNow();
        }
    }

    private Void writeAndSync(Workspace workspace, Trial trial, String name) throws Exception {
        Disk disk = new Disk(workspace.root());
        for (int i = 1; i <= 100; i++) {
            disk.apply(Operation.parse("append " + name + " 1"));
            assertThat(trial.watcher().sync(Eventually.LIMIT)).isTrue();
            trial.listener().assertUnbroken();
            assertThat(bytes(trial, name))
                    .as("%s after %s bytes were written", name, i)
                    .isEqualTo(i);
        }
        return null;
    }

    private static long bytes(Trial trial, String name) {
        TreeSnapshot.Entry entry = trial.listener().snapshot().entries().get(NativeName.of(name));
        return entry == null ? 0 : entry.bytes();
    }

    @Test
    void G5_syncDuringAStormReturns() throws Exception {
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = Trial.start(workspace)) {
            Disk disk = new Disk(workspace.root());
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch enough = new CountDownLatch(Lane.WINDOWS ? 3 : 30); // Wine is slow
            Thread writer = new Thread(() -> {
                Storm storm = new Storm(7, 1);
                while (enough.getCount() > 0) {
                    storm.rage(disk, 1);
                    if (Lane.WINE) {
                        LockSupport.parkNanos(PAUSE); // its one core is for whoever syncs as well
                    }
                }
            });
            writer.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            writer.start();
            while (enough.getCount() > 0) {
                assertThat(trial.watcher().sync(Eventually.LIMIT)).isTrue();
                enough.countDown();
            }
            writer.join();
            assertThat(failure.get()).isNull();
            trial.assertConverged();
        }
    }

    @Test
    void G5_syncGivesUpAtItsLimitAndNothingIsLost() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = Trial.start(workspace, options -> options, batch -> gate.await())) {
            new Disk(workspace.root()).apply(Operation.parse("write f 1"));
            assertThat(trial.watcher().sync(Duration.ofMillis(200))).isFalse();
            assertThat(trial.watcher().sync(Duration.ZERO)).isFalse();
            gate.countDown();
            trial.assertConverged();
        }
    }

    @Test
    void G5_syncInsideACallbackIsRefused() throws Exception {
        AtomicReference<Trial> self = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Mood mood = batch -> {
            try {
                self.get().watcher().sync(Eventually.LIMIT);
            } catch (IllegalStateException e) {
                thrown.set(e);
            }
        };
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = Trial.start(workspace, options -> options, mood)) {
            self.set(trial);
            new Disk(workspace.root()).apply(Operation.parse("write f 1"));
            trial.assertConverged();
            assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void G5_syncAfterCloseIsRefused() throws Exception {
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = Trial.start(workspace)) {
            trial.end();
            assertThatIllegalStateException().isThrownBy(() -> trial.watcher().sync(Eventually.LIMIT));
        }
    }

    @Test
    void G5_closeEndsASyncThatWaits() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Mood mood = batch -> {
            inside.countDown();
            gate.await();
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = Trial.start(workspace, options -> options, mood)) {
            Disk disk = new Disk(workspace.root());
            disk.apply(Operation.parse("write f 1"));
            inside.await();
            disk.apply(Operation.parse("write g 1"));
            Future<Boolean> sync = threads.submit(() -> trial.watcher().sync(Eventually.LIMIT));
            Future<?> close = threads.submit(trial.watcher()::close);
            gate.countDown();
            close.get();
            assertThat(sync)
                    .satisfiesAnyOf(
                            future -> assertThat(future)
                                    .as("delivered before it was closed")
                                    .succeedsWithin(Eventually.LIMIT)
                                    .isEqualTo(true),
                            future -> assertThat(future)
                                    .failsWithin(Eventually.LIMIT)
                                    .withThrowableThat()
                                    .withCauseInstanceOf(IllegalStateException.class));
        } finally {
            threads.shutdownNow();
        }
    }
}
