package io.github.fswire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /proc")
class OwnOutputTest {
    @TempDir
    private Path directory;

    private Path root;
    private Path descriptors;

    @BeforeEach
    void makeDirectories() throws IOException {
        root = Files.createDirectory(directory.toRealPath().resolve("root"));
        descriptors = Files.createDirectory(directory.toRealPath().resolve("fd"));
    }

    private OwnOutput found(Path... roots) {
        return OwnOutput.within(List.of(roots), descriptors);
    }

    @Test
    void theFileIsRecognisedByItsIdentity() throws IOException {
        Path log = Files.createFile(root.resolve("log"));
        Path other = Files.createFile(root.resolve("other"));
        Files.createSymbolicLink(descriptors.resolve("1"), log);
        Path link = Files.createSymbolicLink(directory.resolve("link"), root);
        OwnOutput own = found(link, directory.resolve("missing"));
        assertThat(own.notices()).hasSize(1).allMatch(line -> line.contains(log.toString()));
        assertThat(own.isAt(log)).isTrue();
        assertThat(own.isAt(link.resolve("log"))).isTrue();
        assertThat(own.isAt(other)).isFalse();
        assertThat(own.isAt(root)).isFalse();
        assertThat(own.isAt(root.resolve("missing"))).isFalse();
        assertThat(own.isAt(Files.move(log, root.resolve("log.1")))).isTrue();
        assertThat(own.isAt(Files.createFile(log))).isFalse();
    }

    @Test
    void bothDescriptorsCountAndOneFileIsNamedOnce() throws IOException {
        Path log = Files.createFile(root.resolve("log"));
        Files.createSymbolicLink(descriptors.resolve("1"), log);
        Files.createSymbolicLink(descriptors.resolve("2"), log);
        assertThat(found(root).notices()).hasSize(1);
        Files.delete(descriptors.resolve("2"));
        Files.createSymbolicLink(descriptors.resolve("2"), Files.createFile(root.resolve("errors")));
        assertThat(found(root).notices()).hasSize(2);
    }

    @Test
    void G8_aFileThatIsMovedOrLinkedIntoARootIsRecognisedThere() throws IOException {
        Path log = Files.createFile(directory.resolve("log"));
        Path descriptor = Files.createSymbolicLink(descriptors.resolve("1"), log);
        OwnOutput own = found(root);
        assertThat(own.isEmpty()).isFalse();
        assertThat(own.notices()).as("it is not there yet").isEmpty();
        assertThat(own.isAt(Files.createLink(root.resolve("linked"), log))).isTrue();
        Files.delete(descriptor);
        assertThat(own.isAt(Files.move(log, root.resolve("moved")))).isTrue();
    }

    @Test
    void whatIsNoFileIsNone() throws IOException {
        Files.createSymbolicLink(descriptors.resolve("2"), Path.of("pipe:[1234]"));
        assertThat(found(root).isEmpty()).isTrue();
        Files.createSymbolicLink(descriptors.resolve("1"), root);
        assertThat(found(root).isEmpty()).isTrue();
        assertThat(OwnOutput.within(List.of(root), directory.resolve("none")).isEmpty())
                .isTrue();
    }
}
