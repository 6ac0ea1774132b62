package io.github.fswire.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.threads.Time;
import org.junit.jupiter.api.Test;

/** Since when a change may have been missed. */
class HandedOutTest {
    private static final long SECOND = 1_000_000_000;

    private static final class Clocks implements Time {
        private long wall = 1_000 * SECOND;
        private long steady = -5 * SECOND;

        @Override
        public long nanoTime() {
            return steady;
        }

        @Override
        public long currentNanos() {
            return wall;
        }

        void pass(long nanos) {
            wall += nanos;
            steady += nanos;
        }
    }

    private final Clocks clocks = new Clocks();
    private final HandedOut handedOut = new HandedOut(clocks);

    @Test
    void whatIsOlderThanTheBatchBeforeTheLastWasHandedOut() {
        long opened = clocks.wall;
        clocks.pass(SECOND);
        assertThat(handedOut.since()).isBetween(opened - SECOND / 10, opened);
        handedOut.all();
        long first = clocks.wall;
        clocks.pass(SECOND);
        assertThat(handedOut.since()).isBetween(opened - SECOND / 10, opened);
        handedOut.all();
        clocks.pass(SECOND);
        assertThat(handedOut.since()).isBetween(first - SECOND / 10, first);
    }

    @Test
    void aClockThatWasSetBackSaysNothing() {
        handedOut.all();
        clocks.pass(10 * SECOND);
        clocks.wall -= SECOND;
        assertThat(handedOut.since()).isEqualTo(Long.MIN_VALUE);
        handedOut.all();
        handedOut.all();
        assertThat(handedOut.since()).isGreaterThan(0);
    }

    @Test
    void aClockThatWasSetForwardMakesMoreOfIt() {
        handedOut.all();
        handedOut.all();
        long last = clocks.wall;
        clocks.wall += 3_600 * SECOND;
        assertThat(handedOut.since()).isLessThanOrEqualTo(last);
    }
}
