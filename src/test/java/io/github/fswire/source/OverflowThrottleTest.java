package io.github.fswire.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OverflowThrottleTest {
    private final OverflowThrottle throttle = new OverflowThrottle();

    private CompletableFuture<Void> resting() {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        CompletableFuture<Void> rest = CompletableFuture.runAsync(() -> {
            started.complete(Thread.currentThread());
            throttle.rest();
        });
        Thread thread = started.join();
        while (!rest.isDone() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return rest;
    }

    @Test
    void whoeverOwesRestsUntilThereIsAFenceOrUntilTheRescanBegins() throws Exception {
        throttle.owe();
        CompletableFuture<Void> rest = resting();
        assertThat(rest).isNotDone();
        assertThat(throttle.isResting()).isTrue();
        throttle.expect();
        rest.get(30, TimeUnit.SECONDS);

        throttle.passed();
        throttle.reset();
        throttle.owe();
        rest = resting();
        assertThat(rest).isNotDone();
        throttle.reset();
        rest.get(30, TimeUnit.SECONDS);
    }

    /** The pending place was taken after it was made and before the reader rests: nobody would wake the reader. */
    @Test
    void G5_nobodyRestsForARescanThatHasBegun() throws Exception {
        throttle.owe();
        throttle.reset();
        resting().get(30, TimeUnit.SECONDS);
    }

    /** Else a cycle between a fence and an overflow that is before it would let the fence wait for the rescan. */
    @Test
    void G5_nobodyRestsBeforeAFence() throws Exception {
        throttle.expect();
        throttle.expect();
        throttle.reset();
        throttle.passed();
        throttle.owe();
        resting().get(30, TimeUnit.SECONDS);
        throttle.passed();
        CompletableFuture<Void> rest = resting();
        assertThat(rest).isNotDone();
        throttle.restart();
        throttle.reset();
        rest.get(30, TimeUnit.SECONDS);
    }

    @Test
    void G6_nobodyRestsAfterClose() throws Exception {
        throttle.owe();
        CompletableFuture<Void> rest = resting();
        throttle.close();
        rest.get(30, TimeUnit.SECONDS);
        throttle.owe();
        resting().get(30, TimeUnit.SECONDS);
        assertThat(throttle.isResting()).isFalse();
    }
}
