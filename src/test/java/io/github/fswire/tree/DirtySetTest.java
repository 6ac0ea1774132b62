package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is woken and what is taken. */
class DirtySetTest {
    private static final byte[] NAME = {'a'};

    private record State(boolean empty, boolean fenced) {}

    private long now;
    private int wakeUps;
    private final DirtySet dirty = new DirtySet(() -> wakeUps++, () -> now);
    private final List<Object> fences = new ArrayList<>();

    private State state() {
        return dirty.inspect((marks, fenced) -> new State(marks.isEmpty(), fenced));
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
            assertThat(state()).isEqualTo(new State(false, false));
            assertThat(dirty.dueNanos((first, last, left) -> first)).isEqualTo(10);
            assertThat(dirty.dueNanos((first, last, left) -> last)).isEqualTo(20);
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
        assertThat(state()).isEqualTo(new State(true, false));
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

    private Marks due(long nanos) {
        return dirty.takeDue(fences, nanos, (first, last, left) -> left ? last + 5 : last);
    }

    @Test
    void placesThatAreAllDueAreNotCopied() {
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.directory(2, Marks.LISTING, 0);
        Marks marked = dirty.inspect((marks, fenced) -> marks);
        assertThat(due(-1)).as("nothing is due yet").isNotSameAs(marked);
        Marks left = dirty.inspect((marks, fenced) -> marks);
        assertThat(due(now)).isSameAs(left);
        assertThat(dirty.isEmpty()).isTrue();
    }

    @Test
    void eachPlaceIsDueForItself() {
        byte[] other = {'b'};
        for (now = 0; now < 10; now++) {
            dirty.entry(1, NAME, 1, (byte) 0, 0);
        }
        dirty.entry(1, other, 1, (byte) 0, 0);
        for (; now < 20; now++) {
            dirty.entry(1, NAME, 1, Marks.SAID, 0);
            dirty.directory(2, Marks.LISTING, 0);
        }
        assertThat(dirty.dueNanos((first, last, left) -> last)).isEqualTo(10);
        Marks due = due(18);
        assertThat(due.size()).isEqualTo(2);
        assertThat(due.flagsOf(1, other, 1)).isZero();
        assertThat(due.levelOf(2)).isZero();
        assertThat(dirty.dueNanos((first, last, left) -> first)).isEqualTo(0);
        assertThat(dirty.dueNanos((first, last, left) -> last)).isEqualTo(19);
        dirty.giveBack(due);
        Marks rest = due(19);
        assertThat(rest.flagsOf(1, NAME, 1)).isEqualTo(Marks.SAID);
        assertThat(rest.levelOf(2)).isEqualTo(Marks.LISTING);
        assertThat(dirty.isEmpty()).isTrue();
    }

    @Test
    void theEndsOfAMoveAreDueTogetherAndADepartureWaits() {
        byte[] to = {'t'};
        dirty.entry(1, NAME, 1, Marks.LEFT, 0);
        assertThat(dirty.dueNanos((first, last, left) -> left ? last + 5 : last))
                .isEqualTo(5);
        now = 1;
        dirty.entry(2, to, 1, (byte) 0, 0);
        dirty.moved(1, NAME, 1, 2, to, 1);
        for (now = 2; now < 9; now++) {
            dirty.entry(now % 2 == 0 ? 1 : 2, now % 2 == 0 ? NAME : to, 1, (byte) 0, 0);
            dirty.giveBack(due(now - 1));
            assertThat(dirty.dueNanos((first, last, left) -> left ? last + 5 : last))
                    .isEqualTo(now);
        }
        assertThat(due(8).size()).isEqualTo(4);
    }

    /** What is reported of the whole tree, or of paths, has no place yet. */
    @Test
    void everythingIsDueWithAFenceOrAWholeTree() {
        List<Runnable> ways = List.of(
                () -> dirty.fence("fence"),
                () -> dirty.path(1, NAME, 1, (byte) 0, 0),
                () -> dirty.directory(3, Marks.SUBTREE, 0),
                () -> dirty.everything(0));
        for (Runnable way : ways) {
            dirty.entry(1, NAME, 1, (byte) 0, 0);
            way.run();
            dirty.giveBack(due(now - 1));
            assertThat(dirty.isEmpty()).isTrue();
        }
        assertThat(fences).containsExactly("fence");
    }

    @Test
    void aPlaceThatWasTakenAMomentAgoIsDueLaterAndANewOneWakes() {
        DirtySet leading = new DirtySet(() -> wakeUps++, () -> now, 100);
        DueRule atOnce = (first, last, left) -> first;
        byte[] other = {'b'};
        now = 10;
        leading.entry(1, NAME, 1, (byte) 0, 0);
        leading.giveBack(leading.takeDue(fences, 10, atOnce));
        now = 20;
        leading.entry(1, NAME, 1, (byte) 0, 0);
        assertThat(leading.dueNanos(atOnce)).isEqualTo(110);
        wakeUps = 0;
        leading.entry(1, other, 1, (byte) 0, 0);
        leading.entry(1, other, 1, (byte) 0, 0);
        assertThat(wakeUps).isEqualTo(1);
        assertThat(leading.dueNanos(atOnce)).isEqualTo(20);
        leading.giveBack(leading.takeDue(fences, 20, atOnce));
        assertThat(leading.dueNanos(atOnce)).isEqualTo(110);
        leading.giveBack(leading.takeDue(fences, 110, atOnce));
        now = 211;
        leading.entry(1, NAME, 1, (byte) 0, 0);
        leading.entry(1, other, 1, (byte) 0, 0);
        assertThat(leading.dueNanos(atOnce)).isEqualTo(211);
    }

    /** It cannot be late for ever because others are taken before it. */
    @Test
    void whatIsLeftKeepsItsTime() {
        DirtySet leading = new DirtySet(() -> {}, () -> now, 100);
        DueRule atOnce = (first, last, left) -> first;
        leading.entry(1, new byte[0], 0, (byte) 0, 0); // the directory itself can wait
        for (now = 1; now <= 100; now++) {
            leading.entry(1, new byte[] {(byte) now}, 1, (byte) 0, 0);
            Marks due = leading.takeDue(fences, now, atOnce);
            assertThat(due.size()).isEqualTo(now < 100 ? 2 : 3);
            leading.giveBack(due);
        }
    }

    @Test
    void G7_onlySoManyPlacesAreRemembered() {
        RecentPlaces places = new RecentPlaces(100);
        byte[] name = new byte[3];
        for (int i = 0; i < 20_000; i++) {
            name[0] = (byte) i;
            name[1] = (byte) (i >> 8);
            places.taken(1, name, 2, 0);
        }
        assertThat(places.dueNanos(1, name, 2, 10)).isEqualTo(100);
        assertThat(places.dueNanos(1, new byte[2], 2, 10)).as("the oldest one").isEqualTo(10);
    }
}
