package io.github.fswire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.calls.Inotify;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InotifyDecoderTest {
    private final Records records = new Records();

    @Test
    void recordsComeInTheirOrderWithTheirBits() {
        records.add(1, Inotify.IN_CREATE | Inotify.IN_ISDIR, 0, "a")
                .add(2, Inotify.IN_MOVED_FROM, 7, "a name of more than sixteen bytes")
                .add(1, Inotify.IN_DELETE_SELF | 0x1000, 0, "");
        assertThat(records.decode())
                .containsExactly(
                        "w1 wd=1 IN_CREATE|IN_ISDIR name=\"a\"",
                        "w2 wd=2 IN_MOVED_FROM cookie=7 name=\"a name of more than sixteen bytes\"",
                        "w1 wd=1 IN_DELETE_SELF|0x1000");
        assertThat(records.failures).isEmpty();
    }

    @Test
    void anOverflowIsNotLookedUpByItsWd() {
        records.add(1, Inotify.IN_CREATE, 0, "a")
                .add(-1, Inotify.IN_Q_OVERFLOW, 0, "")
                .add(1, Inotify.IN_DELETE, 0, "a");
        assertThat(records.decode())
                .containsExactly(
                        "w1 wd=1 IN_CREATE name=\"a\"", "overflow wd=-1 IN_Q_OVERFLOW", "w1 wd=1 IN_DELETE name=\"a\"");
    }

    @Test
    void recordsOfUnknownWdsAreDroppedAndThoseOfEndedOnesEnd() {
        records.add(77, Inotify.IN_CREATE, 0, "a")
                .add(3, Inotify.IN_IGNORED, 0, "")
                .add(3, Inotify.IN_CREATE, 0, "b");
        assertThat(records.decode()).containsExactly("w3 wd=3 IN_IGNORED");
        assertThat(records.table.watchCount()).isEqualTo(8);
    }

    @Test
    @SuppressWarnings("NullAway") // the session is asked only when a watch is closed
    void everyWatchOfAWdGetsTheRecord() {
        records.table.add(new InotifyWatch(null, NativeName.of("/other"), "other", 4));
        records.add(4, Inotify.IN_CREATE, 0, "a");
        assertThat(records.decode())
                .containsExactlyInAnyOrder("w4 wd=4 IN_CREATE name=\"a\"", "other wd=4 IN_CREATE name=\"a\"");
    }

    @Test
    void aHandlerThatThrowsGetsItsFailureAndTheNextRecord() {
        records.onEvent = event -> {
            throw new IllegalArgumentException("mine");
        };
        records.add(1, Inotify.IN_CREATE, 0, "a").add(1, Inotify.IN_DELETE, 0, "a");
        assertThat(records.decode()).hasSize(2);
        assertThat(records.failures).hasSize(2).allMatch(e -> "mine".equals(e.getMessage()));
    }

    @Test
    @SuppressWarnings("NullAway") // the session is asked only when a watch is closed
    void G6_aHandlerThatClosesGetsNothingMore() {
        records.table.add(new InotifyWatch(null, NativeName.of("/other"), "other", 1));
        records.onEvent = event -> records.open = false;
        records.add(1, Inotify.IN_CREATE, 0, "a").add(1, Inotify.IN_DELETE, 0, "a");
        records.length++; // nor does it get the malformed rest
        assertThat(records.decode()).hasSize(1);
        assertThat(records.failures).isEmpty();
    }

    @Test
    void theCursorIsValidDuringTheCallOnly() {
        List<RawEvent> kept = new ArrayList<>();
        records.onEvent = kept::add;
        records.add(1, Inotify.IN_CREATE, 0, "a").decode();
        RawEvent event = kept.get(0);
        assertThatThrownBy(event::kinds).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(event::toName).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(event::attachment).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> event.copyName(new byte[9], 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void kindsAreUniform() {
        List<String> kinds = new ArrayList<>();
        records.onEvent = event -> {
            for (RawKind kind : RawKind.values()) {
                if (kind.in(event.kinds())) {
                    kinds.add(kind + " " + event.subject());
                }
            }
        };
        records.add(1, Inotify.IN_CLOSE_WRITE, 0, "a")
                .add(1, Inotify.IN_MOVED_TO | Inotify.IN_ISDIR, 0, "a")
                .add(1, Inotify.IN_MOVE_SELF, 0, "")
                .add(1, Inotify.IN_UNMOUNT, 0, "")
                .add(1, Inotify.IN_ATTRIB | Inotify.IN_MODIFY, 0, "a")
                .decode();
        assertThat(kinds)
                .containsExactly(
                        "CLOSE_WRITE NOT_DIRECTORY",
                        "MOVED_TO DIRECTORY",
                        "SELF_MOVED UNKNOWN",
                        "UNMOUNTED UNKNOWN",
                        "MODIFIED NOT_DIRECTORY",
                        "ATTRIBUTES NOT_DIRECTORY");
    }

    @Test
    void aTruncatedRecordIsAFailureAndWhatIsBeforeItIsNot() {
        records.add(1, Inotify.IN_CREATE, 0, "a").add(1, Inotify.IN_CREATE, 0, "b");
        records.length -= 1;
        assertThat(records.decode()).hasSize(1);
        assertThat(records.failures).hasSize(1);
        assertThat(records.failures.get(0)).hasMessageContaining("malformed record at byte 32 of 63");
    }

    @Test
    void anyBytesAreDecodedInsideTheBufferAndToAnEnd() {
        SplittableRandom random = new SplittableRandom(4711);
        byte[] bytes = new byte[192];
        for (int i = 0; i < 50_000; i++) {
            random.nextBytes(bytes);
            records.buffer.put(0, bytes);
            if (random.nextBoolean()) {
                records.buffer.putInt(Inotify.EVENT_LEN_OFFSET, random.nextInt(200) - 5);
                records.buffer.putInt(Inotify.EVENT_WD_OFFSET, random.nextInt(12));
            }
            records.length = random.nextInt(193);
            records.delivered.clear();
            records.failures.clear();
            records.decode(); // a read outside is an IndexOutOfBoundsException, reported as a failure of the handler
            assertThat(records.failures.size()).isLessThan(2);
            assertThat(records.delivered.size()).isLessThanOrEqualTo(12);
        }
    }
}
