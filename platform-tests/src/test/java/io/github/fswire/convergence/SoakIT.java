package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.ShortQueue;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A day of work in little time: a change every millisecond, a pause and an overflow every minute, a checkpoint, a listener that
 * is slow at times. {@code -Dfswire.soak=60} makes it an hour; without it a minute takes two seconds, and there are four.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class SoakIT {
    private static final int MINUTES = Integer.getInteger("fswire.soak", 0);
    private static final long MINUTE = Duration.ofSeconds(MINUTES > 0 ? 60 : 2).toNanos();
    private static final long MILLISECOND = 1_000_000;
    private static final int QUEUE = 64;
    private static final int WRITERS = 4;
    private static final int BURST = 500; // more records than the queue passes on before it drops some

    private final long seed = Seeds.one();
    private final Storm storm = new Storm(seed, 1);
    private int batches;

    @Test
    void G1_G6_G7_aDayOfWork() throws Exception {
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = start(workspace)) {
            Disk disk = new Disk(workspace.root());
            Map<String, Long> resources = Map.of();
            int minutes = MINUTES > 0 ? MINUTES : 4;
            for (int minute = 0; minute < minutes; minute++) {
                work(disk);
                overflow(workspace.root(), trial);
                System.out.printf(
                        "soak: seed %d, minute %d, %d KiB of heap, %s%n",
                        seed, minute + 1, usedHeap() >> 10, trial.statistics());
                if (minute == minutes / 4) {
                    resources = NoLeaks.count();
                } else if (minute > minutes / 4) {
                    Map<String, Long> before = resources;
                    Eventually.await() // a checkpoint may be under way, or a cycle
                            .untilAsserted(() -> NoLeaks.assertSame(before, NoLeaks.count()));
                }
            }
        }
    }

    private Trial start(Workspace workspace) throws IOException {
        return Trial.start(
                workspace,
                options -> WrappedBackend.use(
                        new ShortQueue(seed, QUEUE),
                        options.checkpoint(workspace.outside().resolve("state"))
                                .reconcileEvery(Duration.ofSeconds(30))),
                batch -> LockSupport.parkNanos(++batches % 10 == 0 ? 200 * MILLISECOND : 0));
    }

    /** A change every millisecond, and nothing during the last tenth of the time. */
    private void work(Disk disk) {
        long start = System.nanoTime();
        for (long due = 0; due < MINUTE - MINUTE / 10; due += MILLISECOND) {
            storm.rage(disk, 1);
            LockSupport.parkNanos(start + due - System.nanoTime());
        }
        LockSupport.parkNanos(start + MINUTE - System.nanoTime());
    }

    private static void overflow(Path root, Trial trial) throws IOException, InterruptedException {
        long before = trial.statistics().overflows();
        IntStream.range(0, WRITERS).parallel().forEach(writer -> burst(root.resolve("burst" + writer)));
        trial.assertConverged();
        assertThat(trial.statistics().overflows()).isGreaterThan(before);
    }

    private static void burst(Path file) {
        try {
            for (int i = 0; i < BURST; i++) {
                Files.createFile(file);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
