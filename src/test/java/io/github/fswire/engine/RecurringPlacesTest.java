package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a recurring place is due again; the clock is a number. */
class RecurringPlacesTest {
    private boolean any = true;
    private final RecurringPlaces places = new RecurringPlaces(() -> any, places -> {}, 100, 1000, 0);

    @Test
    void theIntervalGrowsUpToItsBoundWhileNothingIsFound() {
        assertThat(places.waitNanos(30)).isEqualTo(70);
        places.inspected(100, 100, false);
        assertThat(places.waitNanos(100)).isEqualTo(150);
        for (int i = 0; i < 20; i++) {
            places.inspected(100, 100, false);
        }
        assertThat(places.waitNanos(100)).isEqualTo(1000);
    }

    @Test
    void itIsShortAgainAtOnceWhenSomethingIsFound() {
        places.inspected(0, 0, false);
        places.inspected(0, 0, false);
        places.inspected(0, 0, true);
        assertThat(places.waitNanos(0)).isEqualTo(100);
    }

    @Test
    void inspectionsTakeAtMostAFifthOfTheTime() {
        places.inspected(0, 500, true);
        assertThat(places.waitNanos(500)).isEqualTo(2000);
    }

    @Test
    void thereMustBeSomeAndAFenceMakesThemDue() {
        assertThat(places.isDue(99, false)).isFalse();
        assertThat(places.isDue(99, true)).isTrue();
        assertThat(places.isDue(100, false)).isTrue();
        any = false;
        assertThat(places.isDue(100, true)).isFalse();
        assertThat(places.waitNanos(100)).isEqualTo(Long.MAX_VALUE);
    }
}
