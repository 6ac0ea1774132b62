package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.store.Journal;
import io.github.fswire.store.StateFiles;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenPathsTest {
    private final HiddenPaths hidden = new HiddenPaths();

    @TempDir
    private Path directory;

    private StateFiles files;

    @BeforeEach
    void write() throws IOException {
        files = StateFiles.of(directory.resolve("state"));
        Journal.create(files, Map.of()).close();
        Files.writeString(files.checkpoint(), "fswire\r\n and so on");
        Files.createFile(files.lock());
        Files.createFile(files.part());
    }

    private boolean hides(Path file) {
        return hidden.hides(NativeName.of(file), Change.Type.FILE);
    }

    private void named(Path file) {
        hidden.named(NativeName.of(file));
    }

    @Test
    void F7_whatAnotherWatcherKeepsIsHidden() {
        assertThat(hides(files.lock())).as("by its name").isTrue();
        assertThat(hides(files.part())).as("by its name").isTrue();
        assertThat(hides(files.checkpoint())).isFalse();
        assertThat(hides(files.journal())).isFalse();
        named(files.journal());
        assertThat(files.all()).allMatch(this::hides);
        assertThat(hides(directory.resolve("other"))).isFalse();
        assertThat(hidden.hides(NativeName.of(files.checkpoint()), Change.Type.DIRECTORY))
                .isFalse();
    }

    @Test
    void whatIsOnlyNamedLikeAJournalIsNone() throws IOException {
        Path system = Files.writeString(directory.resolve("system.journal"), "LPKSHHRH");
        named(system);
        named(directory.resolve("gone.journal"));
        Path link = Files.createSymbolicLink(directory.resolve("link.journal"), files.journal());
        named(link);
        assertThat(hides(system)).isFalse();
        assertThat(hides(directory.resolve("system"))).isFalse();
        assertThat(hides(directory.resolve("link"))).isFalse();
    }

    /** Whoever may write a journal beside a file does not keep its changes from anybody. */
    @Test
    void aJournalDoesNotHideWhatIsNoCheckpoint() throws IOException {
        Files.writeString(files.checkpoint(), "mine");
        Files.writeString(files.lock(), "mine");
        Files.writeString(files.part(), "mine");
        named(files.journal());
        assertThat(hides(files.checkpoint())).isFalse();
        assertThat(hides(files.lock())).isFalse();
        assertThat(hides(files.part())).isFalse();
        assertThat(hides(files.journal())).isTrue();
        assertThat(hidden.ends(NativeName.of(files.checkpoint())))
                .as("was known")
                .isFalse();
    }

    @Test
    void whatWasNeverHeardOfIsNotHeardOfWhenItGoes() throws IOException {
        named(files.journal());
        NativeName state = NativeName.of(files.checkpoint());
        hidden.unseen(state);
        assertThat(hidden.ends(state)).isTrue();
        assertThat(hidden.ends(state)).isFalse();
        hidden.unseen(state);
        NativeName moved = NativeName.of(directory.resolveSibling("moved"));
        hidden.left(NativeName.of(directory), moved);
        assertThat(hidden.ends(moved.resolve(NativeName.of("state")))).isTrue();
        assertThat(hides(files.checkpoint()))
                .as("is named anew where it is now")
                .isFalse();
        named(files.journal());
        for (Path file : files.all()) {
            Files.delete(file);
            assertThat(hidden.ends(NativeName.of(file))).isFalse();
        }
        Files.writeString(files.checkpoint(), "fswire\r\n");
        assertThat(hides(files.checkpoint()))
                .as("the watcher's files were gone")
                .isFalse();
    }
}
