package io.github.fswire.cli;

import static io.github.fswire.cli.Samples.batch;
import static io.github.fswire.cli.Samples.change;
import static io.github.fswire.cli.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanOutputTest {
    private final World.Stream stream = new World.Stream();

    private HumanOutput output(boolean terminal) {
        return new HumanOutput(
                new LineStream(stream, terminal, true, StandardCharsets.UTF_8),
                Clock.fixed(World.NOW, ZoneOffset.UTC),
                Base.NONE);
    }

    @Test
    void changesAreTimeKindAndPath() {
        output(false)
                .batch(batch(
                        created(NativeName.of("/r/ä")),
                        change(Change.Kind.MODIFIED, Samples.BROKEN, null, Change.Type.FILE, Change.Cause.EVENT),
                        change(
                                Change.Kind.DELETED,
                                NativeName.of("/r/d"),
                                null,
                                Change.Type.DIRECTORY,
                                Change.Cause.RESCAN),
                        change(
                                Change.Kind.MOVED,
                                NativeName.of("/r/b"),
                                NativeName.of("/r/a"),
                                Change.Type.DIRECTORY,
                                Change.Cause.EVENT)));
        assertThat(stream.text()).isEqualTo("""
                        07:08:09.123 CREATED  /r/ä
                        07:08:09.123 MODIFIED /r/x\\xFFy
                        07:08:09.123 DELETED  /r/d/
                        07:08:09.123 MOVED    /r/a/ -> /r/b/
                        """);
    }

    @Test
    void aTerminalSeesColours() {
        output(true).batch(batch(created(NativeName.of("/r/a"))));
        assertThat(stream.text()).isEqualTo("07:08:09.123 \033[32mCREATED \033[0m /r/a\n");
    }

    @ParameterizedTest
    @CsvSource({
        "200B, \\u200B", // zero-width space
        "200E, \\u200E", // left-to-right mark
        "061C, \\u061C", // Arabic letter mark
        "00AD, \\u00AD", // soft hyphen
        "FEFF, \\uFEFF",
        "0085, \\u0085", // next line
        "2029, \\u2029",
        "00A0, \\u00A0", // a space that is not the ordinary one
        "3000, \\u3000",
        "E000, \\uE000", // private use
        "0378, \\u0378", // unassigned
        "E0041, \\U000E0041", // a tag
        "3164, \\u3164", // Hangul filler: a letter that is drawn as nothing
        "115F, \\u115F",
        "034F, \\u034F", // combining grapheme joiner
        "FE0E, \\uFE0E", // variation selectors
        "E0100, \\U000E0100",
        "180B, \\u180B",
        "2800, \\u2800", // empty Braille pattern
        "10FFFD, \\U0010FFFD",
    })
    void whatATerminalDoesNotShowIsEscaped(String code, String shown) {
        output(false)
                .batch(batch(created(NativeName.of("/r/a" + Character.toString(Integer.parseInt(code, 16)) + "b"))));
        assertThat(stream.text()).isEqualTo("07:08:09.123 CREATED  /r/a" + shown + "b\n");
    }

    @Test
    void aPathHasTheSeparatorsOfTheSystem() {
        assertThat(Text.path(NativeName.of("C:/a/b"), '\\')).isEqualTo("C:\\a\\b");
        assertThat(Text.path(NativeName.of("//server/share/a"), '\\')).isEqualTo("\\\\server\\share\\a");
        assertThat(Text.path(NativeName.of("/a\\b/c"), '/')).isEqualTo("/a\\b/c");
    }

    @Test
    void whatATerminalShowsStays() {
        output(false).batch(batch(created(NativeName.of("/r/\u00E4 \u6587e\u0301\uD83D\uDE00"))));
        assertThat(stream.text()).isEqualTo("07:08:09.123 CREATED  /r/\u00E4 \u6587e\u0301\uD83D\uDE00\n");
    }

    @Test
    void namesCannotBreakALineOrMoveTheCursor() {
        output(false).batch(batch(created(NativeName.of("/r/a\nb\r\t\033[2J\u202E\u2028\u009B"))));
        assertThat(stream.text()).isEqualTo("07:08:09.123 CREATED  /r/a\\nb\\r\\t\\u001B[2J\\u202E\\u2028\\u009B\n");
    }

    @Test
    void everythingElseBeginsWithAHash() {
        HumanOutput output = output(false);
        output.ready(List.of(NativeName.of("/r\n"), NativeName.of("/s")), World.STATISTICS, 1234);
        output.overflow(2);
        output.degraded(Samples.DEGRADED);
        output.error(new IllegalStateException("it\nbroke"));
        output.statistics(World.STATISTICS);
        assertThat(stream.text()).isEqualTo("""
                        07:08:09.123 # watching /r\\n, /s: 1 entries, 2 of them directories; ready after 1,234 ms \
                        (false, none). Ctrl-C ends.
                        07:08:09.123 # overflow 2: the kernel dropped records; everything is inspected, nothing is lost
                        07:08:09.123 # degraded: 12 directories are not watched but inspected every interval, the \
                        first is /r/d: /r/d: inotify_add_watch: ENOSPC (28). Raise it.
                        07:08:09.123 # error: it\\nbroke
                        07:08:09.123 # 11 changes (16 missed by the kernel) in 10 batches; 5 records read, 6 overflows, 7 rescans (8 ms), \
                        9 cycles, 14 polls (15 ms); 1 entries, 2 directories, 3 watched, 4 degraded; 12 retries, 13 errors
                        """);
    }

    @Test
    void runsAreNotes() {
        output(false).exec(new ExecEvent.Started(1, List.of("make", "a\n"), 42, 3, ""));
        output(false).exec(new ExecEvent.Ended(1, 2, false, 1_005));
        output(false).exec(new ExecEvent.Ended(2, 143, true, 6));
        output(false).exec(new ExecEvent.Failed(3, "not found"));
        assertThat(stream.text()).isEqualTo("""
                        07:08:09.123 # run 1: make a\\n
                        07:08:09.123 # run 1 ended with 2 after 1,005 ms
                        07:08:09.123 # run 2 was ended with 143 after 6 ms
                        07:08:09.123 # run 3 failed: not found
                        """);
    }
}
