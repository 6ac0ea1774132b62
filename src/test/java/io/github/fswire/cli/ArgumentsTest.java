package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.raw.NativeName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ArgumentsTest {
    private static final String LOST = "\uFFFD"; // what the launcher makes of a byte that it cannot decode

    private static String[] exact(String commandLine, String... args) {
        return Arguments.exact(args, commandLine.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void utf8IsRestored() {
        assertThat(exact("java\0-jar\0x\0watch\0/\u00C3\u00A4\0", "watch", "/" + LOST + LOST))
                .containsExactly("watch", "/ä");
    }

    @Test
    void bytesThatAreNotUtf8LeadBackToThePath() {
        String[] exact = exact("java\0/x\u00FF\u00C3\u00A4\0", "/x" + LOST + LOST + LOST);
        assertThat(NativeName.of(Arguments.path(exact[0])).toBytes()).containsExactly('/', 'x', 0xFF, 0xC3, 0xA4);
        assertThatThrownBy(() -> Arguments.text(exact[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not valid UTF-8: \"/x\\xFFä\"");
    }

    @Test
    void emptyArgumentsCount() {
        assertThat(exact("java\0\0\u00C3\u00A4\0\0", "", LOST + LOST, "")).containsExactly("", "ä", "");
    }

    @Test
    void aCommandLineThatSomebodyChangedIsNotBelieved() {
        String[] args = {"watch", LOST};
        assertThat(exact("nothing of the kind\0\u00E4\0", args)).isSameAs(args);
        assertThat(exact("\u00E4\0", args)).isSameAs(args);
        assertThat(exact("", args)).isSameAs(args);
    }

    @Test
    void pathsAreMadeAbsolute() {
        Path here = Path.of("").toAbsolutePath();
        assertThat(Arguments.path("a/b")).isEqualTo(here.resolve("a/b"));
        assertThat(Arguments.path("/a")).isEqualTo(Path.of("/a"));
        assertThat(NativeName.of(Arguments.path("ä")))
                .isEqualTo(NativeName.of(here).resolve(NativeName.of("ä")));
        assertThat(NativeName.of(Arguments.path("\uD83D\uDE80")))
                .isEqualTo(NativeName.of(here).resolve(NativeName.of("\uD83D\uDE80")));
    }

    @Test
    void anEmptyPathIsNotTheWorkingDirectory() {
        assertThatThrownBy(() -> Arguments.path(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DIR must not be empty");
    }

    @Test
    void G7_thePrefixOfLongPathsIsTakenOff() {
        assertThat(Arguments.withoutPrefix("\\\\?\\C:\\a\\b")).isEqualTo("C:\\a\\b");
        assertThat(Arguments.withoutPrefix("\\\\?\\UNC\\server\\share\\a")).isEqualTo("\\\\server\\share\\a");
        for (String other : List.of("C:\\a", "\\\\server\\share", "\\\\?\\", "\\\\?\\Volume{1}\\a", "", "\\a")) {
            assertThat(Arguments.withoutPrefix(other)).isEqualTo(other);
        }
    }
}
