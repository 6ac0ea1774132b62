package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is woken and what is taken. */
class DirtySetTest {
    private static final byte[] NAME = {'a'};

    private record State(boolean empty, boolean fenced, long first, long last) {}

    private long now;
    private int wakeUps;
    private final DirtySet dirty = new DirtySet(() -> wakeUps++, () -> now);
    private final List<Object> fences = new ArrayList<>();

    private State state() {
        return dirty.inspect((marks, fenced, first, last) -> new State(marks.isEmpty(), fenced, first, last));
    }

    @Test
    void theFirstMarkWakesAndTheTimesAreThoseOfTheFirstAndTheLast() {
        List<Runnable> ways = List.of(
                () -> dirty.entry(1, NAME, 1, (byte) 0, 0),
                () -> dirty.path(1, NAME, 1, (byte) 0, 0),
                () -> dirty.directory(1, Marks.LISTING, 0),
                () -> {
                    Marks others = new Marks();
                    others.directory(9, Marks.LISTING, 0);
                    dirty.add(others);
                });
        for (Runnable way : ways) {
            wakeUps = 0;
            now = 10;
            way.run();
            assertThat(wakeUps).isEqualTo(1);
            now = 20;
            way.run();
            assertThat(wakeUps).isEqualTo(1);
            assertThat(state()).isEqualTo(new State(false, false, 10, 20));
            dirty.giveBack(dirty.take(fences));
            assertThat(state().empty).isTrue();
        }
    }

    @Test
    void G5_aFenceIsTakenWithTheMarksBeforeItAndAlwaysWakes() {
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.fence("fence");
        assertThat(wakeUps).isEqualTo(2);
        assertThat(state().fenced).isTrue();
        Marks taken = dirty.take(fences);
        assertThat(fences).containsExactly("fence");
        assertThat(taken.size()).isEqualTo(2);
        assertThat(state()).isEqualTo(new State(true, false, 0, 0));
        dirty.entry(2, NAME, 1, (byte) 0, 0);
        assertThat(taken.levelOf(2)).as("marked after it was taken").isZero();
        dirty.giveBack(taken);
        fences.clear();
        assertThat(dirty.take(fences).levelOf(2)).isEqualTo(Marks.ENTRIES);
        assertThat(fences).isEmpty();
    }

    @Test
    void G3_everythingAlwaysWakes() {
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.everything(2);
        assertThat(wakeUps).isEqualTo(2);
        assertThat(dirty.take(fences).isEverything()).isTrue();
    }

    @Test
    void whatIsMergedIsCountedAndSoIsTheLargestNumber() {
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.path(1, NAME, 1, (byte) 0, 0);
        dirty.path(1, NAME, 1, (byte) 0, 0);
        assertThat(dirty.coalesced()).isEqualTo(2);
        dirty.giveBack(dirty.take(fences));
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.giveBack(dirty.take(fences));
        assertThat(dirty.highWater()).isEqualTo(3);
        assertThat(dirty.none().isEmpty()).isTrue();
    }
}
