package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When to look again; the clock is a number. */
class PollTimerTest {
    private final PollTimer timer = new PollTimer(100, 1000, 0);

    @Test
    void theIntervalGrowsUpToItsBoundWhileNothingIsFound() {
        assertThat(timer.waitNanos(30)).isEqualTo(70);
        timer.polled(100, 100, false);
        assertThat(timer.waitNanos(100)).isEqualTo(150);
        for (int i = 0; i < 20; i++) {
            timer.polled(100, 100, false);
        }
        assertThat(timer.waitNanos(100)).isEqualTo(1000);
    }

    @Test
    void itIsShortAgainAtOnceWhenSomethingIsFound() {
        timer.polled(0, 0, false);
        timer.polled(0, 0, false);
        timer.polled(0, 0, true);
        assertThat(timer.waitNanos(0)).isEqualTo(100);
    }

    @Test
    void lookingTakesAtMostAFifthOfTheTime() {
        timer.polled(0, 500, true);
        assertThat(timer.waitNanos(500)).isEqualTo(2000);
    }
}
