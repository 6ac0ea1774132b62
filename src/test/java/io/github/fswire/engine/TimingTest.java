package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a cycle is due: pure functions of the clock. */
class TimingTest {
    private static final long MS = 1_000_000;

    @Test
    void placesAreDueAfterTheQuietPeriodAtTheLatestAfterTheLongestDelay() {
        Coalescer coalescer = new Coalescer(50 * MS, 1000 * MS, false);
        assertThat(coalescer.dueNanos(0, 0, false)).isEqualTo(50 * MS);
        assertThat(coalescer.dueNanos(0, 30 * MS, false)).isEqualTo(80 * MS);
        assertThat(coalescer.dueNanos(0, 980 * MS, false)).isEqualTo(1000 * MS);
        assertThat(coalescer.pauseNanos()).isZero();
    }

    @Test
    void leadingIsAtOnceAndThenSilentForTheLongestDelay() {
        Coalescer coalescer = new Coalescer(50 * MS, 1000 * MS, true);
        assertThat(coalescer.dueNanos(5000 * MS, 5900 * MS, false)).isEqualTo(5000 * MS);
        assertThat(coalescer.pauseNanos()).isEqualTo(1000 * MS);
    }

    @Test
    void E5_aDepartureWaitsForTheArrival() {
        assertThat(new Coalescer(0, 1000 * MS, false).dueNanos(0, 7 * MS, true)).isEqualTo(107 * MS);
        assertThat(new Coalescer(50 * MS, 1000 * MS, false).dueNanos(0, 7 * MS, true))
                .isEqualTo(107 * MS);
        assertThat(new Coalescer(500 * MS, 1000 * MS, false).dueNanos(0, 7 * MS, true))
                .isEqualTo(507 * MS);
        assertThat(new Coalescer(50 * MS, 1000 * MS, true).dueNanos(5000 * MS, 5007 * MS, true))
                .isEqualTo(5107 * MS);
    }

    @Test
    void theClockMayBeNegativeAndWrap() {
        Coalescer coalescer = new Coalescer(50 * MS, 1000 * MS, false);
        long now = Long.MAX_VALUE - 10 * MS;
        assertThat(coalescer.dueNanos(now, now, false) - now).isEqualTo(50 * MS);
    }

    @Test
    void aStormIsInspectedInPortionsAndASingleChangeWhenItIsDue() {
        Coalescer coalescer = new Coalescer(50 * MS, 1000 * MS, false);
        assertThat(coalescer.together(1).dueNanos(0, 0, false)).isEqualTo(50 * MS);
        assertThat(coalescer.together(101).dueNanos(0, 0, false)).isEqualTo(54 * MS);
        assertThat(coalescer.together(101).dueNanos(0, 949 * MS, false)).isEqualTo(1000 * MS);
        assertThat(coalescer.together(100_000).dueNanos(0, 0, false)).isEqualTo(1000 * MS);
        assertThat(new Coalescer(0, 1000 * MS, false).together(100_000).dueNanos(0, 0, false))
                .isZero();
    }

    @Test
    void rescansTakeAtMostHalfOfOneCoreAndBecomeRarerWhileTheyFollowClosely() {
        RescanPacer pacer = new RescanPacer();
        assertThat(pacer.waitNanos(0)).isNotPositive();
        long now = 0;
        long busy = 0;
        long longestPause = 0;
        for (int i = 0; i < 50; i++) {
            now += Math.max(0, pacer.waitNanos(now));
            pacer.ended(now, now + 300 * MS, 300 * MS);
            now += 300 * MS;
            busy += 300 * MS;
            longestPause = Math.max(longestPause, pacer.waitNanos(now));
            assertThat(pacer.waitNanos(now)).isGreaterThanOrEqualTo(300 * MS);
        }
        assertThat(busy * 2).isLessThanOrEqualTo(now + 300 * MS);
        assertThat(longestPause).isEqualTo(1000 * MS);
    }

    @Test
    void aRescanThatABusyMachineStretchesIsNotFollowedByALongerPause() {
        RescanPacer idle = new RescanPacer();
        RescanPacer busy = new RescanPacer();
        idle.ended(0, 300 * MS, 300 * MS);
        busy.ended(0, 3000 * MS, 300 * MS);

        assertThat(busy.waitNanos(3000 * MS)).isEqualTo(300 * MS).isEqualTo(idle.waitNanos(300 * MS));
    }

    @Test
    void aRescanLongAfterTheLastOneDoesNotWait() {
        RescanPacer pacer = new RescanPacer();
        pacer.ended(0, 10 * MS, 10 * MS);
        assertThat(pacer.waitNanos(10 * MS)).isEqualTo(50 * MS);
        assertThat(pacer.waitNanos(5000 * MS)).isNotPositive();
    }

    @Test
    void whatIsPutBackIsDueSoonWhateverTheQuietPeriodIs() {
        for (long quiet : new long[] {50, 500, 2000}) {
            Coalescer coalescer = new Coalescer(quiet * MS, 5000 * MS, false);
            assertThat(coalescer.dueNanos(coalescer.putBackNanos(7 * MS), 7 * MS, false))
                    .isEqualTo(57 * MS);
        }
        Coalescer atOnce = new Coalescer(0, 1000 * MS, false);
        assertThat(atOnce.dueNanos(atOnce.putBackNanos(7 * MS), 7 * MS, false)).isEqualTo(7 * MS);
    }
}
