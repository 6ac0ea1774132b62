package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fences through a port that is a list here. */
class FencesTest {
    private static final int ENOUGH = 20; // laps

    private final Queue<Long> port = new ArrayDeque<>();
    private final Set<Long> armed = new HashSet<>();

    @Test
    void passesAtTheSecondTime() {
        Fences fences = new Fences(port::add, null);
        fences.begin("a");
        fences.begin("b");
        assertThat(fences.returned(port.remove())).isNull();
        assertThat(fences.returned(port.remove())).isNull();
        assertThat(fences.returned(port.remove())).isEqualTo("a");
        assertThat(fences.returned(port.remove())).isEqualTo("b");
        assertThat(port).isEmpty();
    }

    @Test
    void whatIsNoFenceIsAWakeUp() {
        assertThat(new Fences(port::add, null).returned(ReadDirectorySession.WAKE_KEY))
                .isNull();
    }

    /** Whichever comes first, what the fence was put into or the completions of what was cancelled for it. */
    @Test
    void underWineEveryReadIsWaitedForInEachLap() {
        Fences fences = new Fences(port::add, () -> Set.copyOf(armed));
        armed.addAll(Set.of(1L, 2L));
        fences.begin("a");
        Object passed = fences.returned(port.remove());
        int laps = 1;
        while (passed == null && laps < ENOUGH) {
            assertThat(fences.completed(1)).isEmpty();
            if (laps % 2 == 0) {
                assertThat(fences.returned(port.remove())).isNull();
                assertThat(fences.completed(3)).isEmpty();
                passed = fences.completed(2).stream().findFirst().orElse(null);
            } else {
                assertThat(fences.completed(2)).isEmpty();
                passed = fences.returned(port.remove());
            }
            laps++;
        }
        assertThat(passed).isEqualTo("a");
        assertThat(laps).isBetween(3, ENOUGH - 1);
        assertThat(port).isEmpty();
    }

    @Test
    void underWineNothingIsWaitedForIfNothingIsArmed() {
        Fences fences = new Fences(port::add, () -> Set.copyOf(armed));
        fences.begin("a");
        Object passed = null;
        for (int i = 0; passed == null && i < ENOUGH; i++) {
            passed = fences.returned(port.remove());
        }
        assertThat(passed).isEqualTo("a");
    }
}
