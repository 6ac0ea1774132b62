package io.github.fswire.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "Read Me, rEAD mE, true",
        "a, b, false",
        "a, aa, false",
        "[, {, false",
        "\u00fc, u\u0308, true",
        "\u00c9, e\u0301, true",
        "\u00fc, u, false",
    })
    void whatSomeFileSystemTakesForTheSameMayBe(String a, String b, boolean expected) {
        byte[] one = a.getBytes(StandardCharsets.UTF_8);
        byte[] other = b.getBytes(StandardCharsets.UTF_8);
        assertThat(Spelling.mayBeSame(one, one.length, other, other.length)).isEqualTo(expected);
        assertThat(Spelling.mayBeSame(other, other.length, one, one.length)).isEqualTo(expected);
    }
}
