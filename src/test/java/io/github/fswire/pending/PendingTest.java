package io.github.fswire.pending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who is woken and what is taken. */
class PendingTest {
    private static final byte[] NAME = {'a'};

    private long now;
    private int wakeUps;
    private final Pending pending =
            new Pending(() -> wakeUps++, () -> now, (first, last, left) -> left ? last + 5 : last);
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

    @Test
    void theFirstPlaceWakesAndTheLastOneCounts() {
        List<Runnable> ways = List.of(
                () -> pending.entry(1, NAME, 1, (byte) 0, 0),
                () -> pending.path(1, NAME, 1, (byte) 0, 0),
                () -> pending.directory(1, PendingPlaces.LISTING, 0));
        for (Runnable way : ways) {
            wakeUps = 0;
            now = 10;
            way.run();
            assertThat(wakeUps).isEqualTo(1);
            now = 20;
            way.run();
            assertThat(wakeUps).isEqualTo(1);
            assertThat(pending.isEmpty()).isFalse();
            assertThat(pending.dueNanos()).isEqualTo(20);
            pending.giveBack(pending.take());
            assertThat(pending.isEmpty()).isTrue();
        }
    }

    @Test
    void G5_aFenceIsTakenWithThePlacesBeforeItAndAlwaysWakes() {
        pending.entry(1, NAME, 1, (byte) 0, 0);
        pending.fence("fence");
        assertThat(wakeUps).isEqualTo(2);
        assertThat(pending.isAwaited()).isTrue();
        PendingPlaces taken = pending.take();
        pending.pass(passed::add);
        assertThat(passed).containsExactly("fence");
        assertThat(taken.size()).isEqualTo(2);
        assertThat(pending.isEmpty()).isTrue();
        assertThat(pending.isAwaited()).isFalse();
        pending.entry(2, NAME, 1, (byte) 0, 0);
        assertThat(taken.levelOf(2)).as("pending after it was taken").isZero();
        pending.giveBack(taken);
        assertThat(pending.take().levelOf(2)).isEqualTo(PendingPlaces.ENTRIES);
        pending.pass(passed::add);
        assertThat(passed).hasSize(1);
    }

    @Test
    void G3_everythingAlwaysWakes() {
        pending.entry(1, NAME, 1, (byte) 0, 0);
        pending.everything(2);
        assertThat(wakeUps).isEqualTo(2);
        assertThat(pending.take().isEverything()).isTrue();
    }

    @Test
    void whatIsMergedIsCountedAndSoIsTheLargestNumber() {
        pending.entry(1, NAME, 1, (byte) 0, 0);
        pending.entry(1, NAME, 1, (byte) 0, 0);
        pending.path(1, NAME, 1, (byte) 0, 0);
        pending.path(1, NAME, 1, (byte) 0, 0);
        assertThat(pending.coalesced()).isEqualTo(2);
        pending.giveBack(pending.take());
        pending.entry(1, NAME, 1, (byte) 0, 0);
        pending.giveBack(pending.take());
        assertThat(pending.highWater()).isEqualTo(3);
        assertThat(pending.takeNothing().isEmpty()).isTrue();
    }

    @Test
    void placesThatAreAllDueAreNotCopied() {
        pending.entry(1, NAME, 1, (byte) 0, 0);
        pending.directory(2, PendingPlaces.LISTING, 0);
        PendingPlaces waiting = pending.inspect(places -> places);
        assertThat(pending.takeDue(-1)).as("nothing is due yet").isNotSameAs(waiting);
        PendingPlaces left = pending.inspect(places -> places);
        assertThat(pending.takeDue(now)).isSameAs(left);
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void eachPlaceIsDueForItself() {
        byte[] other = {'b'};
        for (now = 0; now < 10; now++) {
            pending.entry(1, NAME, 1, (byte) 0, 0);
        }
        pending.entry(1, other, 1, (byte) 0, 0);
        for (; now < 20; now++) {
            pending.entry(1, NAME, 1, PlaceFlags.CONTENT_CHANGED, 0);
            pending.directory(2, PendingPlaces.LISTING, 0);
        }
        assertThat(pending.dueNanos()).isEqualTo(10);
        PendingPlaces due = pending.takeDue(18);
        assertThat(due.size()).isEqualTo(2);
        assertThat(due.flagsOf(1, other, 1)).isZero();
        assertThat(due.levelOf(2)).isZero();
        assertThat(pending.dueNanos()).isEqualTo(19);
        pending.giveBack(due);
        PendingPlaces rest = pending.takeDue(19);
        assertThat(rest.flagsOf(1, NAME, 1)).isEqualTo(PlaceFlags.CONTENT_CHANGED);
        assertThat(rest.levelOf(2)).isEqualTo(PendingPlaces.LISTING);
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void theEndsOfAMoveAreDueTogetherAndADepartureWaits() {
        byte[] to = {'t'};
        pending.entry(1, NAME, 1, PlaceFlags.MOVED_OUT, 0);
        assertThat(pending.dueNanos()).isEqualTo(5);
        now = 1;
        pending.entry(2, to, 1, (byte) 0, 0);
        pending.moved(1, NAME, 1, 2, to, 1);
        for (now = 2; now < 9; now++) {
            pending.entry(now % 2 == 0 ? 1 : 2, now % 2 == 0 ? NAME : to, 1, (byte) 0, 0);
            pending.giveBack(pending.takeDue(now - 1));
            assertThat(pending.dueNanos()).isEqualTo(now);
        }
        assertThat(pending.takeDue(8).size()).isEqualTo(4);
    }

    /** What is reported of the whole tree, or of paths, has no place yet. */
    @Test
    void everythingIsDueWithAFenceOrAWholeTree() {
        List<Runnable> ways = List.of(
                () -> pending.fence("fence"),
                () -> pending.path(1, NAME, 1, (byte) 0, 0),
                () -> pending.directory(3, PendingPlaces.SUBTREE, 0),
                () -> pending.everything(0));
        for (Runnable way : ways) {
            pending.entry(1, NAME, 1, (byte) 0, 0);
            way.run();
            pending.giveBack(pending.takeDue(now - 1));
            assertThat(pending.isEmpty()).isTrue();
        }
        pending.pass(passed::add);
        assertThat(passed).containsExactly("fence");
    }

    @Test
    void aPlaceThatWasTakenAMomentAgoIsDueLaterAndANewOneWakes() {
        Pending leading = new Pending(() -> wakeUps++, () -> now, new Leading());
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

    /** A change by a name that was taken a moment ago is reported for the file as well. */
    @Test
    void aFileOfWhichOnlyTheIdentityIsKnownCanWait() {
        Pending leading = new Pending(() -> {}, () -> now, new Leading());
        now = 10;
        leading.entry(1, NAME, 1, (byte) 0, 0);
        leading.giveBack(leading.takeDue(10));
        now = 20;
        leading.file(7L, (byte) 0);
        assertThat(leading.dueNanos()).isEqualTo(120);
        now = 50;
        leading.file(7L, (byte) 0);
        assertThat(leading.dueNanos()).isEqualTo(120);
    }

    /** It cannot be late for ever because others are taken before it. */
    @Test
    void whatIsLeftKeepsItsTime() {
        Pending leading = new Pending(() -> {}, () -> now, new Leading());
        leading.entry(1, new byte[0], 0, (byte) 0, 0); // the directory itself can wait
        for (now = 1; now <= 100; now++) {
            leading.entry(1, new byte[] {(byte) now}, 1, (byte) 0, 0);
            PendingPlaces due = leading.takeDue(now);
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
        pending.pass(passed::add);
        return passed;
    }

    @Test
    void G5_aFenceWaitsForWhatItsCycleHasPutBack() {
        pending.fence("one");
        pending.giveBack(pending.take());
        pending.putBack(1, NAME, 1);
        assertThat(passes()).isEmpty();
        assertThat(pending.isAwaited()).isTrue();
        pending.fence("two");
        pending.giveBack(pending.take());
        pending.putBack(1, PendingPlaces.LISTING, 0); // for the first one still
        assertThat(passes()).isEmpty();
        pending.giveBack(pending.take());
        assertThat(passes()).containsExactly("one", "two");
        assertThat(pending.isAwaited()).isFalse();
    }

    /** What moves all the time is found at another place in every cycle. */
    @Test
    void G5_aFenceDoesNotWaitForWhatLaterCyclesComeUpon() {
        pending.fence("one");
        pending.giveBack(pending.take());
        pending.putBackMoved(1, 0);
        assertThat(passes()).isEmpty();
        pending.fence("two");
        pending.giveBack(pending.take());
        pending.putBackMoved(2, 0);
        assertThat(passes()).containsExactly("one");
    }

    /** A cycle that takes only what is due may leave what was put back. */
    @Test
    void G5_whatWasPutBackIsOwedUntilEverythingWasTaken() {
        now = 10;
        pending.putBack(1, NAME, 1);
        pending.giveBack(pending.takeDue(9));
        pending.giveBack(pending.takeNothing());
        assertThat(pending.isOwing()).isTrue();
        pending.fence("fence");
        pending.giveBack(pending.takeDue(9));
        assertThat(pending.isOwing()).isFalse();
        assertThat(passes()).containsExactly("fence");
    }

    @Test
    void laterPlacesComeInGroupsAndOnce() {
        assertThat(pending.laterNanos(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(pending.later(1, NAME, 1, 11, 10)).isEqualTo(20);
        assertThat(pending.later(1, new byte[] {'b'}, 1, 20, 10)).isEqualTo(20);
        assertThat(pending.later(1, new byte[] {'c'}, 1, 21, 10)).isEqualTo(30);
        pending.later(2, NAME, 1, 5, 0);
        pending.notLater(2, NAME, 1);
        assertThat(pending.takeLater(19).isEmpty()).isTrue();
        assertThat(pending.laterNanos(19)).isEqualTo(1);
        PendingPlaces due = pending.takeLater(20);
        assertThat(due.size()).isEqualTo(3);
        assertThat(pending.laterNanos(20)).isEqualTo(10);
        assertThat(pending.isOwing()).isTrue();
        assertThat(pending.takeLater(30).size()).isEqualTo(2);
        assertThat(pending.isOwing()).isFalse();
    }

    @Test
    void whatIsBehindTheQueueIsDueOnceTheQueueHasPassedIt() {
        List<Runnable> queue = new ArrayList<>();
        pending.behindQueue(7);
        pending.advance(queue::add);
        pending.behindQueue(8); // what is in the queue now may concern it as well
        pending.advance(queue::add);
        assertThat(queue).hasSize(1);
        assertThat(pending.isEmpty()).isTrue();
        queue.get(0).run();
        pending.advance(queue::add);
        assertThat(pending.take().levelOf(7)).isEqualTo(PendingPlaces.SUBTREE);
        assertThat(queue).hasSize(2);
        queue.get(1).run();
        pending.advance(queue::add);
        assertThat(pending.take().levelOf(8)).isEqualTo(PendingPlaces.SUBTREE);
        assertThat(pending.isOwing()).isFalse();
    }

    /** A path that is reported during a cycle may be that of a directory which this cycle has just found. */
    @Test
    void G1_pathsThatAreReportedDuringACycleAreLeftToTheNextOne() {
        byte[] early = {'e'};
        byte[] late = {'l'};
        now = 10;
        pending.path(1, NAME, 1, (byte) 0, 0);
        pending.path(1, early, 1, (byte) 0, 0);
        now = 11;
        pending.path(1, NAME, 1, (byte) 0, 0);
        PendingPlaces due = pending.takeDue(9); // the cycle begins at 11
        assertThat(due.isEmpty()).isTrue();
        pending.path(1, late, 1, (byte) 0, 0);
        PendingPlaces rest = Objects.requireNonNull(pending.takeRest(11));
        assertThat(rest.paths().size()).isEqualTo(1);
        assertThat(rest.paths().byteAt(0, 0)).isEqualTo((byte) 'e');
        assertThat(pending.take().paths().size()).isEqualTo(2);
        pending.entry(1, NAME, 1, (byte) 0, 0);
        assertThat(Objects.requireNonNull(pending.takeRest(11)).size())
                .as("entries have the numbers of their directories")
                .isEqualTo(2);
    }

    /** Otherwise the first half of a rename would be delivered because another one was complete. */
    @Test
    void E5_aDepartureIsNotTakenWithTheRestBeforeItsTime() {
        byte[] left = {'l'};
        now = 10;
        pending.entry(1, NAME, 1, (byte) 0, 0);
        pending.entry(1, left, 1, PlaceFlags.MOVED_OUT, 0);
        assertThat(pending.takeDue(9).isEmpty()).isTrue();
        PendingPlaces rest = Objects.requireNonNull(pending.takeRest(11));
        assertThat(rest.size()).isEqualTo(2);
        assertThat(rest.flagsOf(1, left, 1)).isZero();
        assertThat(pending.takeDue(14).isEmpty()).isTrue();
        assertThat(pending.takeDue(15).flagsOf(1, left, 1)).isEqualTo(PlaceFlags.MOVED_OUT);
    }

    /** The engine thread sleeps on until then. */
    @Test
    void theFirstReportedPlaceWakesForItsDueTimeAndEverythingElseAtOnce() {
        List<Long> wakes = new ArrayList<>();
        Pending quiet = new Pending(
                new Waker() {
                    @Override
                    public void wakeUp() {
                        wakes.add(0L);
                    }

                    @Override
                    public void wakeUpAt(long nanos) {
                        wakes.add(nanos);
                    }
                },
                () -> now,
                (first, last, left) -> last + 50);
        byte[] name = {'a'};
        now = 10;
        quiet.entry(1, name, 1, (byte) 0, 0);
        now = 20;
        quiet.entry(1, name, 1, (byte) 0, 0);
        assertThat(wakes).containsExactly(60L);
        assertThat(quiet.dueNanos()).isEqualTo(70);
        quiet.everything(0);
        quiet.fence(new Object());
        assertThat(wakes).containsExactly(60L, 0L, 0L);
    }
}
