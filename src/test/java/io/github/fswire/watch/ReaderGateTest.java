package io.github.fswire.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ReaderGateTest {
    private final ReaderGate gate = new ReaderGate();

    private CompletableFuture<Void> resting() {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        CompletableFuture<Void> rest = CompletableFuture.runAsync(() -> {
            started.complete(Thread.currentThread());
            gate.rest();
        });
        Thread thread = started.join();
        while (!rest.isDone() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return rest;
    }

    @Test
    void whoeverOwesRestsUntilThereIsAFenceOrUntilTheRescanBegins() throws Exception {
        gate.owe();
        CompletableFuture<Void> rest = resting();
        assertThat(rest).isNotDone();
        assertThat(gate.isResting()).isTrue();
        gate.expect();
        rest.get(30, TimeUnit.SECONDS);

        gate.passed();
        gate.reset();
        gate.owe();
        rest = resting();
        assertThat(rest).isNotDone();
        gate.reset();
        rest.get(30, TimeUnit.SECONDS);
    }

    /** The mark was taken between marking and resting: nobody would wake the reader. */
    @Test
    void G5_nobodyRestsForARescanThatHasBegun() throws Exception {
        gate.owe();
        gate.reset();
        resting().get(30, TimeUnit.SECONDS);
    }

    /** Else a round between a fence and an overflow that is before it would let the fence wait for the rescan. */
    @Test
    void G5_nobodyRestsBeforeAFence() throws Exception {
        gate.expect();
        gate.expect();
        gate.reset();
        gate.passed();
        gate.owe();
        resting().get(30, TimeUnit.SECONDS);
        gate.passed();
        CompletableFuture<Void> rest = resting();
        assertThat(rest).isNotDone();
        gate.restart();
        gate.reset();
        rest.get(30, TimeUnit.SECONDS);
    }

    @Test
    void G6_nobodyRestsAfterClose() throws Exception {
        gate.owe();
        CompletableFuture<Void> rest = resting();
        gate.close();
        rest.get(30, TimeUnit.SECONDS);
        gate.owe();
        resting().get(30, TimeUnit.SECONDS);
        assertThat(gate.isResting()).isFalse();
    }
}
