package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.ConvergenceRun;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.MirrorListener;
import io.github.fswire.kit.MirrorListener.Refusal;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.ShortQueue;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.UserNamespace;
import io.github.fswire.kit.Workspace;
import io.github.fswire.kit.WrappedBackend;
import io.github.fswire.kit.WriterPool;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * G1: three writers storm in one tree, and as soon as {@code sync} has returned the mirror equals the disk: every path, type,
 * size and modification time. No tolerance, no second try.
 */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class ConvergenceIT {
    private static final int OPERATIONS = 1000;

    private static WriterPool writers;
    private static ConvergenceRun run;

    @BeforeAll
    static void startWriters() throws IOException {
        writers = new WriterPool(ConvergenceRun.WRITERS);
        run = ConvergenceRun.of(writers, OPERATIONS);
    }

    @AfterAll
    static void endWriters() throws IOException {
        writers.close();
    }

    static LongStream manySeeds() {
        return Seeds.take(20);
    }

    static LongStream someSeeds() {
        return Seeds.take(6);
    }

    static LongStream fewSeeds() {
        return Seeds.take(4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void G1_theMirrorEqualsTheDisk(long seed) throws Exception {
        WatchStatistics done = converge(run, seed);
        assertThat(done.degraded()).as("degraded directories: %s", done).isZero();
    }

    @Tag("engine")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void G1_whoInspectsAtOnceSeesHalfOfEverything(long seed) throws Exception {
        SplittableRandom random = Seeds.random(seed, "hurry");
        Duration quiet = Duration.ofMillis(random.nextInt(3));
        Duration delay = quiet.plusMillis(random.nextInt(20));
        converge(run.withOptions(options -> options.quietPeriod(quiet).maxDelay(delay)), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void G3_aQueueThatOverflowsAgainAndAgain(long seed) throws Exception {
        SplittableRandom random = Seeds.random(seed, "queue");
        WrappedBackend.Wrapper queue = new ShortQueue(seed, 1 << random.nextInt(8));
        Duration delay = Duration.ofMillis(random.nextInt(50));
        WatchStatistics done = converge(
                run.withOptions(options -> WrappedBackend.use(
                        queue, options.quietPeriod(Duration.ZERO).maxDelay(delay))),
                seed);
        assertThat(done.overflows()).as("overflows: %s", done).isPositive();
        assertThat(done.rescans()).as("rescans: %s", done).isPositive();
    }

    @Tag("engine")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("someSeeds")
    void G1_byPolling(long seed) throws Exception {
        Duration interval = Duration.ofMillis(1 + Seeds.random(seed, "interval").nextInt(30));
        WatchStatistics done =
                converge(run.withOptions(options -> options.backend("polling").pollInterval(interval)), seed);
        assertThat(done.polls()).as("polls: %s", done).isPositive();
        assertThat(done.watches() + done.rawEvents()).as("no records: %s", done).isZero();
    }

    @Tag("engine")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("someSeeds")
    void G1_besideReconciliationThatNeverPauses(long seed) throws Exception {
        converge(run.withOptions(options -> options.reconcileEvery(Duration.ofMillis(1))), seed);
    }

    /** What is held back comes when it has settled: then, not at the fence, the mirror is right. */
    @Tag("engine")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("someSeeds")
    void G1_whatSettles(long seed) throws Exception {
        Duration period = Duration.ofMillis(1 + Seeds.random(seed, "settle").nextInt(100));
        try (Workspace workspace = Workspace.forSeed(seed);
                Trial trial = Trial.start(
                        workspace,
                        options -> options.settle(period).quietPeriod(Duration.ofMillis(2)),
                        MirrorListener.Mood.GOOD)) {
            for (int storm = 0; storm < 2; storm++) {
                writers.rage(seed + storm, OPERATIONS, workspace.root());
                Eventually.await().untilAsserted(trial::assertConverged);
            }
        }
    }

    @Tag("engine")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("someSeeds")
    void G7_aListenerThatThrowsSometimes(long seed) throws Exception {
        SplittableRandom random = Seeds.random(seed, "mood");
        WatchStatistics done = converge(
                run.withOptions(options -> options.quietPeriod(Duration.ZERO).maxDelay(Duration.ofMillis(5)))
                        .withMood(batch -> {
                            if (random.nextInt(10) == 0) {
                                throw new Refusal();
                            }
                        }),
                seed);
        assertThat(done.retries()).isLessThanOrEqualTo(done.errors());
    }

    @Tag("engine")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void G7_aListenerThatIsSlow(long seed) throws Exception {
        SplittableRandom random = Seeds.random(seed, "mood");
        converge(
                run.withOptions(options -> options.quietPeriod(Duration.ZERO).maxDelay(Duration.ZERO))
                        .withMood(batch -> LockSupport.parkNanos(random.nextLong(200_000_000))),
                seed);
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the environment does not name a locale there")
    @Test
    void G1_underTheLocaleC() throws Exception {
        List<String> command = ChildJvm.command(
                ConvergenceRun.class, Workspace.fastPlace().toString(), "3", String.valueOf(OPERATIONS), "1000");
        ChildJvm.run(command, Map.of("LANG", "C", "LC_ALL", "C"), "converged");
    }

    @Tag("engine")
    @Test
    void G3_withWatchesForAFewDirectoriesOnly() throws Exception {
        assumeFalse(Lane.MACOS, "FSEvents needs one watch for a root");
        List<String> inside = UserNamespace.withWatches(40);
        assumeTrue(UserNamespace.isPossible(inside), "user namespaces are not available");
        inside.addAll(ChildJvm.command(
                ConvergenceRun.class, Workspace.fastPlace().toString(), "4", String.valueOf(OPERATIONS), "50"));
        ChildJvm.run(inside, Map.of(), "converged although degraded");
    }

    private static WatchStatistics converge(ConvergenceRun experiment, long seed) throws Exception {
        try (Workspace workspace = Workspace.forSeed(seed)) {
            return experiment.run(workspace, seed);
        }
    }
}
