package io.github.fswire.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fswire.scan.EntryStat;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameArenaTest {
    private final NameArena arena = new NameArena();

    private static byte[] name(int length, int letter) {
        byte[] name = new byte[length];
        Arrays.fill(name, (byte) letter);
        return name;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 254, 255, 256, 257, EntryStat.MAX_NAME_BYTES})
    void namesOfEveryLengthComeBack(int length) {
        int[] positions = new int[500];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = arena.add(name(length, 'a' + i % 26), length);
        }
        byte[] target = new byte[EntryStat.MAX_NAME_BYTES + 1];
        for (int i = 0; i < positions.length; i++) {
            byte[] expected = name(length, 'a' + i % 26);
            assertThat(arena.length(positions[i])).isEqualTo(length);
            assertThat(arena.copy(positions[i], target, 1)).isEqualTo(length);
            assertThat(Arrays.copyOfRange(target, 1, 1 + length)).isEqualTo(expected);
            assertThat(arena.matches(positions[i], expected, length)).isTrue();
            assertThat(arena.matches(positions[i], name(length + 1, 'a' + i % 26), length + 1))
                    .isFalse();
            assertThat(arena.hash(positions[i])).isEqualTo(NameArena.hash(expected, 0, length));
        }
    }

    /** Names that were made to have one hash by one multiplier, that of {@link String}, have many by another one. */
    @Test
    void nobodyCanMakeNamesWithOneHashWithoutKnowingTheMultiplier() {
        BitSet known = new BitSet();
        BitSet other = new BitSet();
        byte[] name = new byte[20];
        for (int i = 0; i < 1 << 10; i++) {
            for (int bit = 0; bit < 10; bit++) {
                boolean set = (i & 1 << bit) != 0;
                name[2 * bit] = (byte) (set ? 'A' : 'B');
                name[2 * bit + 1] = (byte) (set ? 'a' : 'B');
            }
            known.set(NameArena.hash(name, 0, name.length, 31) & 0x3FF);
            other.set(NameArena.hash(name, 0, name.length, 0x2545F491) & 0x3FF);
        }
        assertThat(known.cardinality()).isEqualTo(1);
        assertThat(other.cardinality()).isGreaterThan(512);
    }

    @ParameterizedTest
    @ValueSource(ints = {EntryStat.MAX_NAME_BYTES + 1, 70_000})
    void noNameIsLonger(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> arena.add(name(length, 'a'), length));
    }

    /** A position that does not fit would lead to another name. */
    @Test
    void E10_thereIsAnEndToWhatItHolds() {
        NameArena small = new NameArena(16);
        byte[] name = name(99, 'a');
        int last = 0;
        for (int i = 0; i < 16 * 655; i++) {
            last = small.add(name, name.length);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> small.add(name, name.length))
                .withMessageStartingWith("the names of all entries take more than 1 MiB")
                .withMessageContaining("exclude some directories");
        assertThat(small.matches(last, name, name.length)).isTrue();
    }

    @Test
    void itIsWastefulWhenMoreThanHalfOfAMegabyteOrMoreIsGarbage() {
        int[] positions = new int[40_000];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = arena.add(name(100, 'a'), 100);
        }
        long bytes = arena.bytes();
        assertThat(bytes).isBetween(40_000L * 101, 40_000L * 101 + (1 << 17));
        assertThat(bytes % (1 << 16)).isZero();
        int removed = 0;
        while (!arena.wasteful()) {
            arena.remove(positions[removed++]);
        }
        assertThat(removed * 101L).isBetween(bytes / 2 - (1 << 16), bytes / 2 + 101);
        NameArena small = new NameArena();
        for (int i = 0; i < 100; i++) {
            small.remove(small.add(name(100, 'b'), 100));
        }
        assertThat(small.wasteful()).as("too small to matter").isFalse();
    }
}
