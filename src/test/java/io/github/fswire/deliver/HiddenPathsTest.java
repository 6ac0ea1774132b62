package io.github.fswire.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.raw.NativeName;
import io.github.fswire.store.Journal;
import io.github.fswire.store.StateFiles;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HiddenPathsTest {
    private final HiddenPaths hidden = new HiddenPaths(true);

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

    private void locked() {
        hidden.locked(NativeName.of(files.lock()));
    }

    @Test
    void F7_whatAnotherWatcherKeepsIsHidden() throws IOException {
        assertThat(hides(files.lock())).as("by its name").isTrue();
        assertThat(hides(files.part())).as("by its name").isTrue();
        hidden.left(NativeName.of(directory), null);
        assertThat(hides(files.checkpoint())).isFalse();
        locked();
        assertThat(files.all()).allMatch(this::hides);
        assertThat(hides(Files.writeString(directory.resolve("other"), "fswire\r\n")))
                .isFalse();
        assertThat(hidden.hides(NativeName.of(files.checkpoint()), Change.Type.DIRECTORY))
                .isFalse();
    }

    /** Such a kernel may report the lock last. */
    @Test
    void F7_whereTheKernelKeepsNoOrderTheLockIsLookedFor() throws IOException {
        for (Path file : files.all()) {
            assertThat(new HiddenPaths(false).hides(NativeName.of(file), Change.Type.FILE))
                    .isTrue();
        }
        Files.delete(files.lock());
        for (Path file : List.of(files.checkpoint(), files.journal())) {
            assertThat(new HiddenPaths(false).hides(NativeName.of(file), Change.Type.FILE))
                    .isFalse();
        }
    }

    /** Whoever may write a lock beside a file does not keep its changes from anybody. */
    @Test
    void aLockDoesNotHideWhatIsNoState() throws IOException {
        locked();
        for (Path file : files.all()) {
            Files.writeString(file, "mine");
            assertThat(hides(file)).isFalse();
            assertThat(hidden.ends(NativeName.of(file))).as("was known").isFalse();
        }
        Path link = directory.resolve("link");
        Files.createFile(StateFiles.of(link).lock());
        Files.createSymbolicLink(link, Files.writeString(directory.resolve("target"), "fswire\r\n"));
        hidden.locked(NativeName.of(StateFiles.of(link).lock()));
        assertThat(hides(link)).as("no link is followed").isFalse();
    }

    @Test
    void whatWasNeverDeliveredIsNotDeliveredWhenItGoes() throws IOException {
        locked();
        NativeName state = NativeName.of(files.checkpoint());
        hidden.unseen(state);
        assertThat(hidden.ends(state)).isTrue();
        assertThat(hidden.ends(state)).isFalse();
        hidden.unseen(state);
        NativeName moved = NativeName.of(directory.resolveSibling("moved"));
        hidden.left(NativeName.of(directory), moved);
        assertThat(hidden.ends(moved.resolve(NativeName.of("state")))).isTrue();
        assertThat(hides(files.checkpoint()))
                .as("its directory was somewhere else")
                .isFalse();
        assertThat(hides(files.journal())).isTrue();
        assertThat(hides(files.checkpoint())).as("whose journal is written").isTrue();
        for (Path file : files.all()) {
            Files.delete(file);
            assertThat(hidden.ends(NativeName.of(file))).isFalse();
        }
        Files.writeString(files.checkpoint(), "fswire\r\n");
        assertThat(hides(files.checkpoint()))
                .as("the watcher's files were gone")
                .isFalse();
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void F7_aNameThatNoEncodingHas() throws IOException {
        NativeName odd = NativeName.of(directory).resolve(NativeName.of((byte) 0xFF));
        StateFiles itsFiles = StateFiles.of(odd);
        Files.writeString(itsFiles.checkpoint(), "fswire\r\n");
        Files.createFile(itsFiles.lock());
        byte[] lock = NativeName.of(itsFiles.lock()).last().toBytes();
        assertThat(lock[0]).isEqualTo((byte) 0xFF);
        assertThat(lock).hasSize(1 + StateFiles.LOCK_SUFFIX.length());
        assertThat(new HiddenPaths(false).hides(odd, Change.Type.FILE)).isTrue();
    }
}
