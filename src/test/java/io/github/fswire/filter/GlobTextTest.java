package io.github.fswire.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.watch.ListenerOptions;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Globs as users write them. */
class GlobTextTest {
    private static void exclude(String glob) {
        WatchOptions.builder().root(Path.of("/r")).exclude(glob).build();
    }

    private static void include(String glob) {
        WatchOptions.builder().root(Path.of("/r")).include(glob).build();
    }

    private static void excludeForAListener(String glob) {
        assertThat(ListenerOptions.EVERYTHING.exclude(glob).exclusions()).containsExactly(glob);
    }

    private static boolean excludes(String glob, String path, int type) {
        EntryFilter filter = new EntryFilter(List.of(glob), List.of(), null);
        NativeName whole = NativeName.of("/root/" + path);
        filter.enter(NativeName.of("/root"), whole.parent());
        byte[] name = whole.last().toBytes();
        boolean wanted = filter.wants(name, name.length, type);
        boolean wantedUnseen = filter.wants(name, name.length, EntryStat.OTHER); // keeps() decides then
        boolean kept = filter.keeps(name, name.length, type);
        assertThat(wantedUnseen && kept)
                .as("an entry of which the listing says no type")
                .isEqualTo(wanted);
        return !wanted;
    }

    @ParameterizedTest
    @CsvSource({
        "target/, target, true",
        "target/, a/b/target, true",
        "target/, targets, false",
        "a/b/, a/b, true",
        "a/b/, x/a/b, false",
        "**/, a/b, true",
        "*.d/, conf.d, true",
        "'{target,build}/', build, true",
    })
    void aSlashAtTheEndMeansDirectories(String glob, String path, boolean expected) {
        assertThat(excludes(glob, path, EntryStat.DIRECTORY)).isEqualTo(expected);
        assertThat(excludes(glob, path, EntryStat.FILE)).isFalse();
        assertThat(excludes(glob, path, EntryStat.SYMLINK)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "./target, target",
        "./a/b, a/b",
        ".\\target, target",
        "target/., target/",
        "target/./x, target/x",
        "a/../b, b",
        "a//b, a/b",
        "target//, target/",
        "/target, target",
        "/target/, target/",
        "//a/b, a/b",
        "sub\\target, sub/target",
        "a\\, a/",
        "a\\.b, a/.b",
        "' target', target",
        "'target ', target",
        "'\ttarget\n', target",
        "../a/../b, ",
        "'', ",
        "' ', ",
        "., ",
        ".., ",
        "/, ",
        "../target, ",
        "!keep, ",
        "'{target/,build}', ",
        "'{target, build}', ",
        "'{./target,build}', ",
        "'{a,}/b', ",
        "'a/{,b}/c', ",
        "'a[/]b', ",
        "C:\\target, ",
    })
    void whatCanNeverMatchIsRefusedWithWhatToWriteInstead(String glob, @Nullable String instead) {
        List<Consumer<String>> options =
                List.of(GlobTextTest::exclude, GlobTextTest::include, GlobTextTest::excludeForAListener);
        for (Consumer<String> option : options) {
            assertThatThrownBy(() -> option.accept(glob))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the glob \"" + glob + "\" would match nothing: ")
                    .message()
                    .satisfies(message -> {
                        if (instead == null) {
                            assertThat(message).doesNotContain("write \"");
                        } else {
                            assertThat(message).contains("write \"" + instead + "\"");
                            exclude(instead);
                        }
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({"/r/target, target", "/r/a/b/, b/", "/r/./target, target", "/r/ab, ab", "/s/t, s/t"})
    void theAdviceIsRelativeToTheInnermostRoot(String glob, String instead) {
        WatchOptions.Builder builder =
                WatchOptions.builder().root(Path.of("/r")).root(Path.of("/r/a")).exclude(glob);
        assertThatThrownBy(builder::build).hasMessageContaining("write \"" + instead + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "...",
                "..a",
                "a b",
                "[ ]target",
                "\\!keep",
                "a\\*",
                "{a/,b}c",
                "{,x/}y",
                "**/*",
                "a/{b,c}",
                "[!a]b",
                "C:"
            })
    void whatCanMatchIsTaken(String glob) {
        exclude(glob);
        include(glob);
        excludeForAListener(glob);
    }

    @ParameterizedTest
    @CsvSource({"src/, **/src/**", "a/src/, a/src/**"})
    void anInclusionOfDirectoriesIsRefused(String glob, String instead) {
        assertThatThrownBy(() -> include(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + glob + "\"")
                .hasMessageContaining("\"" + instead + "\"");
    }
}
