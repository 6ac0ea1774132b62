package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineStreamTest {
    private static byte[] written(Charset charset, String line) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        new LineStream(stream, true, false, charset).line(line);
        return stream.toByteArray();
    }

    @Test
    void writesTheTerminalsCharset() {
        assertThat(written(StandardCharsets.UTF_8, "ä€\uD83D\uDE00"))
                .isEqualTo("ä€\uD83D\uDE00\n".getBytes(StandardCharsets.UTF_8));
        assertThat(written(StandardCharsets.ISO_8859_1, "ä")).containsExactly(0xE4, '\n');
    }

    @Test
    void showsWhatTheCharsetDoesNotHave() {
        assertThat(written(StandardCharsets.ISO_8859_1, "ä€"))
                .asString(StandardCharsets.ISO_8859_1)
                .isEqualTo("ä\\u20AC\n");
        assertThat(written(StandardCharsets.US_ASCII, "ä\uD83D\uDE00"))
                .asString()
                .isEqualTo("\\u00E4\\uD83D\\uDE00\n");
        assertThat(written(StandardCharsets.UTF_8, "\uDCFF")).asString().isEqualTo("\\uDCFF\n");
    }

    @Test
    void reportsThatItCannotBeWritten() {
        World.Stream stream = new World.Stream();
        stream.breakOff();
        LineStream line = new LineStream(stream, false, false, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> line.line("x")).isInstanceOf(UncheckedIOException.class);
    }
}
