package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.calls.FsEvents;
import io.github.fswire.macos.LentEvents.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring between FSEvents' threads and the reader. */
class EventRingTest {
    private static final int BYTES = 1 << 12;
    private static final long STREAM = 7;

    private int wakeUps;
    private final EventRing ring = new EventRing(BYTES, 100, () -> wakeUps++);
    private final byte[] path = new byte[EventRing.MAX_PATH_BYTES];

    private void bring(Event... events) {
        new LentEvents(List.of(events)).bring(ring, STREAM);
    }

    /** Everything that is there; a batch ends with a stroke. */
    private List<String> take() {
        List<String> taken = new ArrayList<>();
        for (int length = ring.poll(path); length != EventRing.EMPTY; length = ring.poll(path)) {
            taken.add(
                    length == EventRing.BATCH_END
                            ? "|"
                            : new String(path, 0, length, StandardCharsets.UTF_8) + " " + ring.flags());
        }
        return taken;
    }

    @Test
    void whatComesInIsWhatComesOut() {
        assertThat(ring.isEmpty()).isTrue();
        bring(new Event("/a", 1, 101), new Event("/\u00e4", -1, 102));
        bring();
        assertThat(ring.isEmpty()).isFalse();
        assertThat(take()).containsExactly("/a 1", "/\u00e4 -1", "|", "|");
        assertThat(wakeUps).isEqualTo(2);
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.takeLost()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsLostUnreportedHoweverItWraps(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> expected = new ArrayList<>();
        int lost = 0;
        for (int i = 0; i < 20_000; i++) {
            Event event = new Event("/" + "x".repeat(random.nextInt(random.nextInt(500) + 1)), i, i);
            bring(event);
            boolean isLost = ring.takeLost();
            lost += isLost ? 1 : 0;
            if (!isLost) {
                expected.add(event.path() + " " + i);
            }
            if (isLost || random.nextInt(4) == 0) {
                List<String> taken = take();
                taken.removeIf("|"::equals);
                taken.remove(isLost ? event.path() + " " + i : ""); // only the end of its batch has found no room
                assertThat(taken).isEqualTo(expected);
                expected.clear();
            }
        }
        assertThat(lost).isPositive().isLessThan(10_000);
    }

    @Test
    void whatIsTooLongIsLost() {
        bring(new Event("/" + "x".repeat(EventRing.MAX_PATH_BYTES), 1, 101), new Event("/b", 1, 102));
        assertThat(ring.takeLost()).isTrue();
        assertThat(ring.takeLost()).isFalse();
        assertThat(take()).containsExactly("/b 1", "|");
    }

    @Test
    void noExceptionLeavesIt() {
        new LentEvents(List.of()).bring(ring, STREAM, 1);
        assertThat(ring.takeLost()).isTrue();
        assertThat(wakeUps).isEqualTo(1);
    }

    /** An event may come one batch late. */
    @Test
    void anIdIsSafeWhenTheNextBatchHasComeToo() {
        assertThat(ring.safeId()).isEqualTo(100);
        bring(new Event("/a", 1, 105), new Event("/", FsEvents.kFSEventStreamEventFlagRootChanged, -1));
        take();
        assertThat(ring.safeId()).isEqualTo(100);
        bring(new Event("/b", 1, 104));
        assertThat(ring.safeId()).isEqualTo(100);
        take();
        assertThat(ring.safeId()).isEqualTo(105);
        bring(new Event("/c", 1, Long.MIN_VALUE));
        take();
        assertThat(ring.safeId()).isEqualTo(105);
        bring();
        take();
        assertThat(ring.safeId()).as("unsigned").isEqualTo(Long.MIN_VALUE);
        ring.restart(7);
        assertThat(ring.safeId()).isEqualTo(7);
    }

    /** Ids of a history need not rise, and other events may come between. */
    @Test
    void noIdIsSafeBeforeTheHistoryIsDone() {
        Event done = new Event("/", FsEvents.kFSEventStreamEventFlagHistoryDone, 120);
        ring.begin(STREAM, 90);
        assertThat(ring.safeId()).isEqualTo(90);
        bring(new Event("/live", 1, 120));
        bring(new Event("/old", 1, 95));
        bring();
        take();
        assertThat(ring.safeId()).isEqualTo(90);
        assertThat(ring.isHistoryDone()).isFalse();
        ring.begin(STREAM + 1, 90);
        bring(done);
        take();
        assertThat(ring.isHistoryDone()).as("by the stream before").isFalse();
        ring.begin(STREAM, 90);
        bring(done);
        take();
        assertThat(ring.isHistoryDone()).isTrue();
        assertThat(ring.safeId()).isEqualTo(120);
    }

    @Test
    void aStreamThatDoesNotBeginIsNotWaitedFor() {
        ring.begin(STREAM, 90);
        ring.begin(STREAM + 1, 90);
        ring.notBegun();
        assertThat(ring.isHistoryDone()).isFalse();
        bring(new Event("/", FsEvents.kFSEventStreamEventFlagHistoryDone, 120));
        take();
        assertThat(ring.isHistoryDone()).isTrue();
        ring.begin(STREAM + 2, 90);
        ring.waiveHistory();
        assertThat(ring.isHistoryDone()).isTrue();
    }
}
