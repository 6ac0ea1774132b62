package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** G8: a directory that becomes a link to somewhere else while it is being registered does not lead a watch there. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(NoLeaks.class)
class LinkSwapIT {
    private static final int DIRECTORIES = 150;

    static LongStream seeds() {
        return Seeds.take(10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G8_nothingOutsideTheRootIsReported(long seed) throws Exception {
        SplittableRandom random = Seeds.random(seed, "swap");
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        Duration delay = Duration.ofMillis(random.nextInt(3));
        try (Workspace workspace = Workspace.forSeed(seed);
                Trial trial = Trial.start(
                        workspace,
                        options -> options.quietPeriod(Duration.ZERO).maxDelay(delay),
                        batch -> batch.forEach(change -> reported.add(change.toString())))) {
            Disk disk = new Disk(workspace.root());
            disk.apply(Operation.parse("fill ../outside/t/x/stolen 3"));
            for (int i = 0; i < DIRECTORIES; i++) {
                swap(disk, "d" + i, random);
                if (random.nextInt(10) == 0) {
                    disk.apply(Operation.parse("append ../outside/t/x/stolen/f0 1"));
                }
            }
            trial.assertConverged();
            assertThat(reported).noneMatch(change -> change.contains("stolen"));
            assertNothingIsReportedFromOutside(disk, trial);
        }
    }

    /** The directory and the target of the link look the same from above, so that a path alone distinguishes nothing. */
    private static void swap(Disk disk, String directory, SplittableRandom random) throws IOException {
        disk.apply(Operation.parse("fill " + directory + "/x/own 2"));
        int swaps = 1 + random.nextInt(4);
        for (int i = 0; i < swaps; i++) {
            disk.apply(Operation.parse("mv " + directory + " ../outside/away"));
            disk.apply(Operation.parse("lns ../outside/t " + directory));
            if (i == swaps - 1 && random.nextBoolean()) {
                disk.apply(Operation.parse("rmrf ../outside/away"));
                return; // it stays a link
            }
            disk.apply(Operation.parse("rm " + directory));
            disk.apply(Operation.parse("mv ../outside/away " + directory));
        }
    }

    private static void assertNothingIsReportedFromOutside(Disk disk, Trial trial) throws Exception {
        WatchStatistics before = trial.statistics();
        assertThat(before.watches()).as("watches: %s", before).isEqualTo(Lane.watches(before.directories(), 1));
        disk.apply(Operation.parse("fill ../outside/t/x/stolen 9"));
        disk.apply(Operation.parse("append ../outside/t/x/f 1"));
        disk.apply(Operation.parse("append ../outside/t/f 1"));
        trial.assertConverged();
        if (!Lane.MACOS) { // whose events may come again
            assertThat(trial.statistics().rawEvents()).isEqualTo(before.rawEvents());
        }
    }
}
