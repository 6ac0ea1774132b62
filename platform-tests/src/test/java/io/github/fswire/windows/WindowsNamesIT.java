package io.github.fswire.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Trial;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is special about paths in a Windows JVM. */
@Tag("contract")
@EnabledOnOs(OS.WINDOWS)
@ExtendWith(NoLeaks.class)
class WindowsNamesIT {
    private static final int MAX_PATH = 260; // of what has no prefix: Microsoft's page on naming files

    @AutoClose
    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = Workspace.onDisk();
    }

    @Test
    void G1_longPaths() throws Exception {
        Path deep = workspace.root();
        for (int i = 0; i < 5; i++) {
            deep = deep.resolve("d".repeat(100) + i);
        }
        assertThat(deep.toString().length()).isGreaterThan(MAX_PATH);
        Files.createDirectories(deep.getParent());
        try (Trial trial = Trial.start(workspace)) {
            Files.createDirectory(deep);
            Files.writeString(deep.resolve("f"), "");
            trial.assertConverged();
            Files.writeString(deep.resolve("f"), "more");
            trial.assertConverged();
            new Disk(workspace.root()).apply(Operation.parse("mv " + "d".repeat(100) + "0 moved"));
            trial.assertConverged();
        }
    }

    @Test
    void G1_anotherSpelling() throws Exception {
        Path file = Files.writeString(workspace.root().resolve("File.TXT"), "");
        Path directory = Files.createDirectory(workspace.root().resolve("Directory"));
        Path spelled = workspace.root().resolve("file.txt");
        assumeTrue(Files.exists(spelled), "names are compared exactly here");
        try (Trial trial = Trial.start(workspace)) {
            Files.writeString(spelled, "more");
            Files.writeString(workspace.root().resolve("DIRECTORY").resolve("New"), "");
            trial.assertConverged();
            Files.delete(workspace.root().resolve("directory/NEW"));
            Files.delete(directory);
            Files.delete(file);
            trial.assertConverged();
        }
    }
}
