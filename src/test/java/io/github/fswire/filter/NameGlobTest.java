package io.github.fswire.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.watch.Noise;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameGlobTest {
    private static boolean matches(String glob, byte[] name) {
        return Objects.requireNonNull(NameGlob.of(glob), glob).matches(name, name.length);
    }

    private static boolean matches(String glob, String name) {
        return matches(glob, name.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "*~, a~, true",
        "*~, ~, true",
        "*~, a~b, false",
        ".#*, .#, true",
        ".#*, .a, false",
        "*.sw[a-p], .x.swp, true",
        "*.sw[a-p], .x.swq, false",
        "a*a, a, false",
        "a*a, aa, true",
        "a*b*c, axbxc, true",
        "a*b*c, acb, false",
        "a*bc*c, abc, false",
        "a*bc*c, abcc, true",
        "*, anything, true",
        "**, anything, true",
        "é*é, éé, true",
        "é*, e, false",
        "[ab]c, bc, true",
        "[ab]c, c, false"
    })
    void globs(String glob, String name, boolean expected) {
        assertThat(matches(glob, name)).isEqualTo(expected);
    }

    @Test
    void aNameThatIsNotUtf8MatchesAsBytes() {
        assertThat(matches("*.o", new byte[] {(byte) 0xFF, '.', 'o'})).isTrue();
        assertThat(matches("é*", new byte[] {(byte) 0xC3, 'x'})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?", "{a,b}", "[!a]", "[^a]", "[a&&b]", "[é]", "a\\*", "[]", "[b-a]", "[a-]"})
    void everythingElseIsLeftToARegularExpression(String glob) {
        assertThat(NameGlob.of(glob)).isNull();
    }

    @Test
    void noReadyMadeSetNeedsTheTextOfAName() {
        assertThat(Stream.of(Noise.values()).flatMap(noise -> noise.globs().stream()))
                .allSatisfy(glob -> assertThat(NameGlob.of(glob)).isNotNull());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theJdksMatcherAgrees(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> parts = List.of("a", "b", "*", "*", "[ab]", ".", "é");
        for (int i = 0; i < 3000; i++) {
            String glob = random(random, parts, 6);
            PathMatcher jdks = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            String name = random(random, List.of("a", "b", ".", "a"), 8);
            assertThat(matches(glob, name)).as(glob + " " + name).isEqualTo(jdks.matches(Path.of(name)));
        }
    }

    private static String random(SplittableRandom random, List<String> parts, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }
}
