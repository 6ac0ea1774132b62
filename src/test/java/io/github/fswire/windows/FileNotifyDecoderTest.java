package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.calls.FileNotify;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNotifyDecoderTest {
    private static final int ATTRIBUTE_DIRECTORY = 0x10;

    private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final List<String> delivered = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private @Nullable RawEvent kept;
    private boolean open = true;

    private final RawEventHandler handler = new RawEventHandler() {
        @Override
        public void onEvent(RawEvent event) {
            kept = event;
            delivered.add(event + " " + event.subject());
            open = !event.toName().equals(NativeName.of("last"));
            if (event.toName().equals(NativeName.of("bad"))) {
                throw new IllegalStateException("the handler's own");
            }
        }

        @Override
        public void onOverflow(RawEvent event) {
            delivered.add("overflow " + event);
        }

        @Override
        public void onFailure(Exception failure) {
            failures.add(failure);
        }
    };

    /** Appends a record without a next one; returns where it ends. */
    private int record(boolean extended, int at, int action, String name) {
        int nameAt = at + (extended ? FileNotify.EXTENDED_FILE_NAME_OFFSET : FileNotify.FILE_NAME_OFFSET);
        buffer.putInt(at + FileNotify.NEXT_ENTRY_OFFSET, 0).putInt(at + FileNotify.ACTION_OFFSET, action);
        buffer.putInt(
                at + (extended ? FileNotify.EXTENDED_FILE_NAME_LENGTH_OFFSET : FileNotify.FILE_NAME_LENGTH_OFFSET),
                2 * name.length());
        if (extended) {
            int attributes = name.startsWith("d") ? ATTRIBUTE_DIRECTORY : 0;
            buffer.putInt(at + FileNotify.EXTENDED_FILE_ATTRIBUTES_OFFSET, attributes);
        }
        for (int i = 0; i < name.length(); i++) {
            buffer.putChar(nameAt + 2 * i, name.charAt(i));
        }
        return nameAt + 2 * name.length();
    }

    private int records(boolean extended, int padding, String... names) {
        int at = 0;
        int end = 0;
        for (int i = 0; i < names.length; i++) {
            if (i > 0) {
                int next = (end + padding - 1) / padding * padding;
                buffer.putInt(at + FileNotify.NEXT_ENTRY_OFFSET, next - at);
                at = next;
            }
            end = record(extended, at, i % 5 + 1, names[i]);
        }
        return end;
    }

    private void decode(boolean extended, int length) {
        new FileNotifyDecoder(handler, extended, () -> open).decode(buffer, length, watch());
    }

    @SuppressWarnings("NullAway") // the decoder needs neither the session nor the read
    private static ReadDirectoryWatch watch() {
        return new ReadDirectoryWatch(
                null,
                NativeName.of("C:/root"),
                "mine",
                1,
                null,
                new Directories.Opened(4, new Directories.Identity(1, 1), false));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8}) // Wine, Windows, Windows with extended records
    void recordsFollowEachOtherWhateverTheirAlignment(int padding) {
        decode(false, records(false, padding, "a", "d\\ü", "abc", "\uD800x", "漢"));
        assertThat(delivered)
                .containsExactly(
                        "FILE_ACTION_ADDED name=\"a\" UNKNOWN",
                        "FILE_ACTION_REMOVED name=\"d/ü\" UNKNOWN",
                        "FILE_ACTION_MODIFIED name=\"abc\" UNKNOWN",
                        "FILE_ACTION_RENAMED_OLD_NAME name=\"\\xED\\xA0\\x80x\" UNKNOWN",
                        "FILE_ACTION_RENAMED_NEW_NAME name=\"漢\" UNKNOWN");
        assertThat(failures).isEmpty();
    }

    @Test
    void extendedRecordsNameDirectories() {
        decode(true, records(true, 8, "d", "file"));
        assertThat(delivered)
                .containsExactly(
                        "FILE_ACTION_ADDED name=\"d\" DIRECTORY", "FILE_ACTION_REMOVED name=\"file\" NOT_DIRECTORY");
    }

    @Test
    void G6_aHandlerThatClosesGetsNothingMore() {
        int length = records(false, 4, "last", "b");
        decode(false, length + 1);
        new FileNotifyDecoder(handler, false, () -> open).self(RawKind.OVERFLOW.bit(), watch());
        assertThat(delivered).hasSize(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void G3_whatIsMalformedIsAnOverflow() {
        int length = records(false, 4, "a", "b", "c");
        buffer.putInt(16 + FileNotify.FILE_NAME_LENGTH_OFFSET, -1); // of the second
        decode(false, length);
        assertThat(delivered)
                .containsExactly("FILE_ACTION_ADDED name=\"a\" UNKNOWN", "overflow (the directory itself)");
        assertThat(failures).hasSize(1);
    }

    @Test
    void aHandlerThatThrowsGetsItsFailureAndTheNextRecord() {
        decode(false, records(false, 4, "bad", "good"));
        assertThat(delivered).hasSize(2);
        assertThat(failures).singleElement().satisfies(e -> assertThat(e).hasMessage("the handler's own"));
    }

    @Test
    void usingARecordLaterIsAnError() {
        decode(false, records(false, 4, "a"));
        RawEvent event = Objects.requireNonNull(kept);
        assertThat(event).hasToString("(no longer valid)");
        assertThatIllegalStateException().isThrownBy(event::kinds).withMessageContaining("until the handler returns");
        assertThatIllegalStateException().isThrownBy(event::nameLength);
        assertThatThrownBy(event::toPath).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatBecomesOfTheDirectoryItselfHasNoName() {
        FileNotifyDecoder decoder = new FileNotifyDecoder(handler, false, () -> open);
        decoder.self(RawKind.OVERFLOW.bit(), watch());
        decoder.self(RawKind.SELF_DELETED.bit() | RawKind.WATCH_ENDED.bit(), watch());
        assertThat(delivered).containsExactly("overflow (the directory itself)", "(the directory itself) DIRECTORY");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverIsInTheBufferItReadsNoFurtherAndEnds(boolean extended) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            int length = records(extended, 2, "a".repeat(random.nextInt(20)), "b", "c\\d");
            for (int k = random.nextInt(4); k > 0; k--) {
                int at = random.nextInt(length);
                if (random.nextBoolean()) {
                    buffer.put(at, (byte) random.nextInt());
                } else if (at + 4 <= length) {
                    buffer.putInt(at, random.nextInt() >> random.nextInt(32));
                }
            }
            int cut = random.nextInt(4) == 0 ? random.nextInt(length + 1) : length;
            ByteBuffer exact = buffer.slice(0, cut).order(ByteOrder.LITTLE_ENDIAN); // throws when read past its end
            new FileNotifyDecoder(handler, extended, () -> open).decode(exact, cut, watch());
            assertThat(failures).allSatisfy(e -> assertThat(e).hasMessageContaining("malformed"));
            assertThat(delivered.contains("overflow (the directory itself)")).isEqualTo(!failures.isEmpty());
            delivered.clear();
            failures.clear();
        }
    }
}
