package io.github.fswire.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobsTest {
    private static boolean excludes(String glob, String path) {
        Globs exclusions = new Globs(List.of(glob));
        int slash = path.lastIndexOf('/');
        exclusions.enter(slash < 0 ? "" : path.substring(0, slash));
        byte[] name = path.substring(slash + 1).getBytes(UTF_8);
        return exclusions.match(name, name.length);
    }

    @ParameterizedTest
    @CsvSource({
        "target, target, true",
        "target, a/b/target, true",
        "target, targets, false",
        "*.class, a/X.class, true",
        "*.class, X.classes, false",
        "'{a,b}*.txt', b1.txt, true",
        "'{a,b}*.txt', c1.txt, false",
        "'[a-c]?', b1, true",
        "'[!a-c]?', b1, false",
        "'[!a-c]?', d1, true",
        "'\\*', *, true",
        "'\\*', x, false",
        "target/classes, target/classes, true",
        "target/classes, a/target/classes, false",
        "**/generated, a/b/generated, true",
        "**/generated, generated, true",
        "**/generated, a/regenerated, false",
        "**/*.c, a/b.c, true",
        "**/a/*.c, x/a/b.c, true",
        "**/a/*.c, x/b/b.c, false",
        "**/a**c, a/b/c, true",
        "**/**, a/b/c, true",
        "src/*/gen, src/a/gen, true",
        "src/*/gen, src/a/b/gen, false",
        "src/**, src/a/b, true",
        "src/**, other/a, false",
        "a.c, abc, false",
        "ü*, übung, true",
    })
    void aGlobMatchesTheNameOrIfItHasASlashThePath(String glob, String path, boolean expected) {
        assertThat(excludes(glob, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/abs", "[a", "{a", "{a,{b}}", "a\\", "**/[a"})
    void whatIsNotAGlobIsRefusedWithItsText(String glob) {
        assertThatThrownBy(() -> new Globs(List.of(glob)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + glob + "\"");
    }

    @Test
    void aNameInEveryDirectoryDoesNotDependOnThePath() {
        assertThat(new Globs(List.of("**/generated", "**/*.c")).dependOnPath()).isFalse();
        assertThat(new Globs(List.of("**/a/b")).dependOnPath()).isTrue();
        assertThat(new Globs(List.of("**/a**c")).dependOnPath()).isTrue();
    }

    @Test
    void aNameThatIsNotUtf8IsMatchedByItsBytesOrAsShown() {
        byte[] name = {'x', (byte) 0xFF, 'y'};
        assertThat(new Globs(List.of("x*y")).match(name, 3)).isTrue();
        assertThat(new Globs(List.of("y*")).match(name, 3)).isFalse();
    }
}
