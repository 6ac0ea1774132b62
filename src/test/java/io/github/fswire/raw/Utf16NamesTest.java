package io.github.fswire.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf16NamesTest {
    private final ByteBuffer units = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] bytes = new byte[1024];

    private int bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            units.putChar(1 + 2 * i, text.charAt(i)); // any alignment
        }
        return Utf16Names.toBytes(units, 1, 2 * text.length(), bytes);
    }

    private String back(int length) {
        ByteBuffer target = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        int written = Utf16Names.toUnits(bytes, length, target, 0);
        return target.limit(written).asCharBuffer().toString();
    }

    @Test
    void whatIsValidIsUtf8() {
        for (String text : new String[] {"", "name", "d/ü/ß", "漢字", "\u07FF\u0800\uFFFF", "a\uD83D\uDE00b"}) {
            int length = bytes(text);
            assertThat(new String(bytes, 0, length, UTF_8)).isEqualTo(text);
        }
    }

    @Test
    void backslashesAreSlashes() {
        int length = bytes("a\\b");
        assertThat(new String(bytes, 0, length, UTF_8)).isEqualTo("a/b");
        assertThat(back(length)).isEqualTo("a\\b");
    }

    @Test
    void everySequenceOfUnitsSurvivesAndNoTwoAreTheSame() {
        SplittableRandom random = new SplittableRandom(1);
        char[] choice = {'a', 'ä', '漢', '\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uFFFD', '\uFFFF'};
        for (int i = 0; i < 100_000; i++) {
            char[] text = new char[random.nextInt(1, 8)];
            for (int k = 0; k < text.length; k++) {
                text[k] = choice[random.nextInt(choice.length)];
            }
            int length = bytes(new String(text));
            assertThat(back(length)).isEqualTo(new String(text));
        }
    }

    @Test
    void otherBytesDoNoHarm() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            int length = random.nextInt(12);
            random.nextBytes(bytes);
            Arrays.fill(bytes, length, bytes.length, (byte) 0);
            assertThat(back(length).length()).isLessThanOrEqualTo(length);
        }
    }
}
