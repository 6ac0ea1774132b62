package io.github.fswire.macos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fences of macOS on their way. */
class FencesTest {
    private static final NativeName CANONICAL = NativeName.of("/private/fences");

    @TempDir
    Path directory;

    private long now;

    private Fences fences() {
        return new Fences(directory, CANONICAL, () -> now);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static void see(Fences fences, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        fences.see(bytes, bytes.length);
    }

    @Test
    void aFencePassesWithTheBatchOfItsSecondFile() throws IOException {
        Fences fences = fences();
        fences.begin("token");
        String first = files().get(0);
        see(fences, "/private/fences");
        see(fences, "/private/fences/other");
        see(fences, "/private/fencesx/" + first);
        assertThat(fences.passed()).isNull();
        see(fences, "/private/fences/" + first);
        assertThat(fences.passed()).isNull();
        String second = files().get(0);
        assertThat(second).isNotEqualTo(first);
        see(fences, "/private/fences/" + first);
        assertThat(fences.passed()).as("an event that came twice").isNull();
        see(fences, "/private/fences/" + second);
        assertThat(fences.passed()).isEqualTo("token");
        assertThat(fences.isAny()).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsWaitedForIsAskedForAgainIfItMayBeLostAndNotForEver() throws IOException {
        Fences fences = fences();
        fences.begin("token");
        String first = files().get(0);
        for (int i = 0; i < 10; i++) {
            now += Fences.LIMIT_NANOS / 10 - 1;
            fences.repeat();
            assertThat(fences.expired()).isNull();
        }
        see(fences, "/private/fences/" + first);
        assertThat(fences.passed()).isNull();
        assertThat(files()).hasSize(1).doesNotContain(first);
        now += 10;
        assertThat(fences.expired()).isEqualTo("token");
        assertThat(fences.expired()).isNull();
        assertThat(files()).isEmpty();
    }

    @Test
    void aFenceWithoutAPlaceHasNoTime() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Fences fences = new Fences(file, CANONICAL, () -> now);
        fences.begin("token");
        assertThat(fences.expired()).isEqualTo("token");
    }

    @Test
    void itsDirectoryIsMadeAgain() throws IOException {
        Fences fences = fences();
        Files.delete(directory);
        fences.begin("token");
        assertThat(files()).hasSize(1);
        Fences.removeAll(directory);
        assertThat(directory).doesNotExist();
        Files.createDirectory(directory);
    }
}
