package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watcher goes on from the checkpoint that the one before has written. */
class StageCheckpointTest {
    @TempDir
    Path directory;

    private final Stage stage = new Stage();
    private final Inode root = Objects.requireNonNull(stage.disk.root());

    private void start() throws IOException {
        stage.disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.checkpoint(directory.resolve("state")).initial(true));
    }

    @Test
    void F1_whatWasDeliveredIsNotDeliveredAgain() throws Exception {
        try (stage) {
            stage.disk.create(root, "f", SimulatedDisk.FILE);
            start();
            stage.disk.create(root, "g", SimulatedDisk.FILE);
            stage.pass(200);
            assertThat(stage.lines).containsExactly("CREATED f", "CREATED g");
            stage.close();
            stage.lines.clear();

            stage.disk.create(root, "h", SimulatedDisk.FILE);
            start();
            stage.pass(200);
            assertThat(stage.lines).containsExactly("CREATED h");
            assertThat(stage.errors).isEmpty();
        }
    }
}
