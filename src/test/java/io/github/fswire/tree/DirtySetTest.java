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
    private final DirtySet dirty =
            new DirtySet(() -> wakeUps++, () -> now, (first, last, left) -> left ? last + 5 : last);
    private final List<Object> passed = new ArrayList<>();

    /** Each place is due as soon as it is reported, the next time after 100. */
    private static final class Leading implements DueRule {
        @Override
        public long dueNanos(long first, long last, boolean left) {
            return first;
        }

        @Override
        public long pauseNanos() {
            return 100;
        }
    }

    private State state() {
        return dirty.inspect((marks, fenced) -> new State(marks.isEmpty(), fenced));
    }

    @Test
    void theFirstPlaceWakesAndTheLastOneCounts() {
        List<Runnable> ways = List.of(
                () -> dirty.entry(1, NAME, 1, (byte) 0, 0),
                () -> dirty.path(1, NAME, 1, (byte) 0, 0),
                () -> dirty.directory(1, Marks.LISTING, 0));
        for (Runnable way : ways) {
            wakeUps = 0;
            now = 10;
            way.run();
            assertThat(wakeUps).isEqualTo(1);
            now = 20;
            way.run();
            assertThat(wakeUps).isEqualTo(1);
            assertThat(state()).isEqualTo(new State(false, false));
            assertThat(dirty.dueNanos()).isEqualTo(20);
            dirty.giveBack(dirty.take());
            assertThat(state().empty).isTrue();
        }
    }

    @Test
    void G5_aFenceIsTakenWithTheMarksBeforeItAndAlwaysWakes() {
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.fence("fence");
        assertThat(wakeUps).isEqualTo(2);
        assertThat(state().fenced).isTrue();
        Marks taken = dirty.take();
        dirty.pass(passed::add);
        assertThat(passed).containsExactly("fence");
        assertThat(taken.size()).isEqualTo(2);
        assertThat(state()).isEqualTo(new State(true, false));
        dirty.entry(2, NAME, 1, (byte) 0, 0);
        assertThat(taken.levelOf(2)).as("marked after it was taken").isZero();
        dirty.giveBack(taken);
        assertThat(dirty.take().levelOf(2)).isEqualTo(Marks.ENTRIES);
        dirty.pass(passed::add);
        assertThat(passed).hasSize(1);
    }

    @Test
    void G3_everythingAlwaysWakes() {
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.everything(2);
        assertThat(wakeUps).isEqualTo(2);
        assertThat(dirty.take().isEverything()).isTrue();
    }

    @Test
    void whatIsMergedIsCountedAndSoIsTheLargestNumber() {
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.path(1, NAME, 1, (byte) 0, 0);
        dirty.path(1, NAME, 1, (byte) 0, 0);
        assertThat(dirty.coalesced()).isEqualTo(2);
        dirty.giveBack(dirty.take());
        dirty.entry(1, NAME, 1, (byte) 0, 0);
        dirty.giveBack(dirty.take());
        assertThat(dirty.highWater()).isEqualTo(3);
        assertThat(dirty.takeNothing().isEmpty()).isTrue();
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
        assertThat(dirty.dueNanos()).isEqualTo(10);
        Marks due = dirty.takeDue(18);
        assertThat(due.size()).isEqualTo(2);
        assertThat(due.flagsOf(1, other, 1)).isZero();
        assertThat(due.levelOf(2)).isZero();
        assertThat(dirty.dueNanos()).isEqualTo(19);
        dirty.giveBack(due);
        Marks rest = dirty.takeDue(19);
        assertThat(rest.flagsOf(1, NAME, 1)).isEqualTo(Marks.SAID);
        assertThat(rest.levelOf(2)).isEqualTo(Marks.LISTING);
        assertThat(dirty.isEmpty()).isTrue();
    }

    @Test
    void theEndsOfAMoveAreDueTogetherAndADepartureWaits() {
        byte[] to = {'t'};
        dirty.entry(1, NAME, 1, Marks.LEFT, 0);
        assertThat(dirty.dueNanos()).isEqualTo(5);
        now = 1;
        dirty.entry(2, to, 1, (byte) 0, 0);
        dirty.moved(1, NAME, 1, 2, to, 1);
        for (now = 2; now < 9; now++) {
            dirty.entry(now % 2 == 0 ? 1 : 2, now % 2 == 0 ? NAME : to, 1, (byte) 0, 0);
            dirty.giveBack(dirty.takeDue(now - 1));
            assertThat(dirty.dueNanos()).isEqualTo(now);
        }
        assertThat(dirty.takeDue(8).size()).isEqualTo(4);
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
            dirty.giveBack(dirty.takeDue(now - 1));
            assertThat(dirty.isEmpty()).isTrue();
        }
        dirty.pass(passed::add);
        assertThat(passed).containsExactly("fence");
    }

    @Test
    void aPlaceThatWasTakenAMomentAgoIsDueLaterAndANewOneWakes() {
        DirtySet leading = new DirtySet(() -> wakeUps++, () -> now, new Leading());
        byte[] other = {'b'};
        now = 10;
        leading.entry(1, NAME, 1, (byte) 0, 0);
        leading.giveBack(leading.takeDue(10));
        now = 20;
        leading.entry(1, NAME, 1, (byte) 0, 0);
        assertThat(leading.dueNanos()).isEqualTo(110);
        wakeUps = 0;
        leading.entry(1, other, 1, (byte) 0, 0);
        leading.entry(1, other, 1, (byte) 0, 0);
        assertThat(wakeUps).isEqualTo(1);
        assertThat(leading.dueNanos()).isEqualTo(20);
        leading.giveBack(leading.takeDue(20));
        assertThat(leading.dueNanos()).isEqualTo(110);
        leading.giveBack(leading.takeDue(110));
        now = 211;
        leading.entry(1, NAME, 1, (byte) 0, 0);
        leading.entry(1, other, 1, (byte) 0, 0);
        assertThat(leading.dueNanos()).isEqualTo(211);
    }

    /** It cannot be late for ever because others are taken before it. */
    @Test
    void whatIsLeftKeepsItsTime() {
        DirtySet leading = new DirtySet(() -> {}, () -> now, new Leading());
        leading.entry(1, new byte[0], 0, (byte) 0, 0); // the directory itself can wait
        for (now = 1; now <= 100; now++) {
            leading.entry(1, new byte[] {(byte) now}, 1, (byte) 0, 0);
            Marks due = leading.takeDue(now);
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

    private List<Object> passes() {
        passed.clear();
        dirty.pass(passed::add);
        return passed;
    }

    @Test
    void G5_aFenceWaitsForWhatItsCycleHasPutBack() {
        dirty.fence("one");
        dirty.giveBack(dirty.take());
        dirty.putBack(1, NAME, 1);
        assertThat(passes()).isEmpty();
        assertThat(dirty.isAwaited()).isTrue();
        dirty.fence("two");
        dirty.giveBack(dirty.take());
        dirty.putBack(1, Marks.LISTING, 0); // for the first one still
        assertThat(passes()).isEmpty();
        dirty.giveBack(dirty.take());
        assertThat(passes()).containsExactly("one", "two");
        assertThat(dirty.isAwaited()).isFalse();
    }

    /** What moves all the time is found at another place in every cycle. */
    @Test
    void G5_aFenceDoesNotWaitForWhatLaterCyclesComeUpon() {
        dirty.fence("one");
        dirty.giveBack(dirty.take());
        dirty.putBackMoved(1, 0);
        assertThat(passes()).isEmpty();
        dirty.fence("two");
        dirty.giveBack(dirty.take());
        dirty.putBackMoved(2, 0);
        assertThat(passes()).containsExactly("one");
    }

    /** A cycle that takes only what is due may leave what was put back. */
    @Test
    void G5_whatWasPutBackIsOwedUntilEverythingWasTaken() {
        now = 10;
        dirty.putBack(1, NAME, 1);
        dirty.giveBack(dirty.takeDue(9));
        dirty.giveBack(dirty.takeNothing());
        assertThat(dirty.isOwing()).isTrue();
        dirty.fence("fence");
        dirty.giveBack(dirty.takeDue(9));
        assertThat(dirty.isOwing()).isFalse();
        assertThat(passes()).containsExactly("fence");
    }

    @Test
    void laterPlacesComeInGroupsAndOnce() {
        assertThat(dirty.laterNanos(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(dirty.later(1, NAME, 1, 11, 10)).isEqualTo(20);
        assertThat(dirty.later(1, new byte[] {'b'}, 1, 20, 10)).isEqualTo(20);
        assertThat(dirty.later(1, new byte[] {'c'}, 1, 21, 10)).isEqualTo(30);
        dirty.later(2, NAME, 1, 5, 0);
        dirty.notLater(2, NAME, 1);
        assertThat(dirty.takeLater(19).isEmpty()).isTrue();
        assertThat(dirty.laterNanos(19)).isEqualTo(1);
        Marks due = dirty.takeLater(20);
        assertThat(due.size()).isEqualTo(3);
        assertThat(dirty.laterNanos(20)).isEqualTo(10);
        assertThat(dirty.isOwing()).isTrue();
        assertThat(dirty.takeLater(30).size()).isEqualTo(2);
        assertThat(dirty.isOwing()).isFalse();
    }

    @Test
    void whatIsBehindTheQueueIsDueOnceTheQueueHasPassedIt() {
        List<Runnable> queue = new ArrayList<>();
        dirty.behindQueue(7);
        dirty.advance(queue::add);
        dirty.behindQueue(8); // what is in the queue now may concern it as well
        dirty.advance(queue::add);
        assertThat(queue).hasSize(1);
        assertThat(dirty.isEmpty()).isTrue();
        queue.get(0).run();
        dirty.advance(queue::add);
        assertThat(dirty.take().levelOf(7)).isEqualTo(Marks.SUBTREE);
        assertThat(queue).hasSize(2);
        queue.get(1).run();
        dirty.advance(queue::add);
        assertThat(dirty.take().levelOf(8)).isEqualTo(Marks.SUBTREE);
        assertThat(dirty.isOwing()).isFalse();
    }
}
