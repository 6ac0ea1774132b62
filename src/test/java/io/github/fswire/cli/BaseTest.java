package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "/r, /r/a, a",
        "/r, /r/a/b, a/b",
        "/r, /r, .",
        "/r, /rr/a, ../rr/a",
        "/r/s, /r/a, ../a",
        "/r/s/t, /r, ../..",
        "/r, /, ..",
        "/, /a/b, a/b",
        "/, /, .",
        "C:/r, D:/a, D:/a",
    })
    void aPathIsRelativeToTheBase(String base, String path, String relative) {
        assertThat(Base.at(NativeName.of(base)).relative(NativeName.of(path))).hasToString(relative);
    }

    @Test
    void bytesStayAsTheyAre() {
        assertThat(Base.at(NativeName.of("/r")).relative(Samples.BROKEN).toBytes())
                .containsExactly((byte) 'x', (byte) 0xFF, (byte) 'y');
    }

    @Test
    void anArgumentIsNoOption() {
        Base base = Base.at(NativeName.of("/r"));
        assertThat(base.argument(NativeName.of("/r/-rf"))).hasToString("./-rf");
        assertThat(base.relative(NativeName.of("/r/-rf"))).hasToString("-rf");
        assertThat(base.argument(NativeName.of("/r/a/-rf"))).hasToString("a/-rf");
    }

    @Test
    void withoutABasePathsAreAbsolute() {
        assertThat(Base.NONE.relative(NativeName.of("/r/a"))).hasToString("/r/a");
        assertThat(Base.NONE.directory()).isNull();
    }

    @Test
    void theBaseIsTheOnlyRootOrTheDirectoryOfAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("f"));
        assertThat(Base.of(List.of(directory)).directory()).isEqualTo(NativeName.of(directory));
        assertThat(Base.of(List.of(file)).directory()).isEqualTo(NativeName.of(directory));
        assertThat(Base.of(List.of(directory.resolve("awaited"))).directory())
                .isEqualTo(NativeName.of(directory.resolve("awaited")));
    }

    @Test
    void ofSeveralRootsItIsTheCurrentDirectory() {
        assertThat(Base.of(List.of(directory, Path.of("/r"))).directory())
                .isEqualTo(NativeName.of(Path.of("").toAbsolutePath()));
    }
}
