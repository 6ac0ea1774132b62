package io.github.fswire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fswire.kit.MirrorListener.Mood;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is stuck fails after a silence, not after a time, and says what it was doing. */
@Tag("once")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class ProgressIT {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final long SECOND = 1_000_000_000;

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    private void sleepOnTheJob() throws InterruptedException {
        inside.countDown();
        gate.await();
    }

    @Test
    void G5_aWatcherThatIsStuckFailsWithStatisticsAndStacks() throws Exception {
        try (Workspace workspace = Workspace.onDisk();
                Trial trial = Trial.start(workspace, options -> options, stuck(), name -> false, SHORT)) {
            new Disk(workspace.root()).apply(Operation.parse("write f 1"));
            inside.await();
            try {
                assertThatExceptionOfType(GuaranteeViolation.class)
                        .isThrownBy(trial::assertConverged)
                        .withMessageContainingAll(
                                "G5: sync has not returned, and the watcher has done nothing for PT0.3S",
                                workspace.root() + ": WatchStatistics[",
                                "open: " + workspace.root().getParent(),
                                "\"fswire-engine-",
                                "ProgressIT.sleepOnTheJob");
            } finally {
                gate.countDown();
            }
            Eventually.await().untilAsserted(trial::assertConverged);
        }
    }

    private Mood stuck() {
        return batch -> sleepOnTheJob();
    }

    @Test
    void aStallIsPrintedWithItsSeedAndItsOperationsAfterOneTry() {
        AtomicInteger tries = new AtomicInteger();
        List<Operation> operations = Histories.of(7);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Shrinking.assertPasses(
                        7,
                        operations,
                        series -> {
                            tries.incrementAndGet();
                            return GuaranteeViolation.stall("nothing");
                        },
                        100))
                .withMessageStartingWith("G5: nothing\n\n-Dfswire.seed=7 ")
                .withMessageContaining(operations.get(operations.size() - 1).toString());
        assertThat(tries).hasValue(1);
    }

    @Test
    void aStallWhileSomethingElseIsMadeShortEndsThat() {
        AtomicInteger tries = new AtomicInteger();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Shrinking.assertPasses(
                        7,
                        Histories.of(7),
                        series -> tries.incrementAndGet() == 2
                                ? GuaranteeViolation.stall("nothing")
                                : new GuaranteeViolation("G1", "wrong"),
                        100))
                .withMessageStartingWith("G1: wrong\n\n-Dfswire.seed=7 ");
        assertThat(tries).hasValue(3);
    }

    @Test
    void aWaitFailsWhenNothingGoesOn() {
        assertThatExceptionOfType(TerminalFailureException.class)
                .isThrownBy(() -> Eventually.await(SHORT).until(() -> false))
                .withStackTraceContaining("nothing has gone on for PT0.3S")
                .withStackTraceContaining("ProgressIT.aWaitFailsWhenNothingGoesOn");
    }

    @Test
    void silenceEndsWithEveryChange() {
        Silence silence = new Silence();
        assertThat(silence.step(5, 1)).isTrue();
        assertThat(silence.step(5, 1)).isFalse();
        assertThat(silence.step(6, 1)).isFalse();
        assertThat(silence.nanos()).isEqualTo(11);
        assertThat(silence.step(7, 2)).isTrue();
        assertThat(silence.nanos()).isZero();
    }

    @Test
    void aProcessThatWasStoppedForAnHourWasNotSilent() {
        Silence silence = new Silence();
        silence.step(5, 1);
        silence.step(3600 * SECOND, 1);
        assertThat(silence.nanos()).isEqualTo(SECOND);
    }
}
