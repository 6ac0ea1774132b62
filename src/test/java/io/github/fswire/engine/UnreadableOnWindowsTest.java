package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events name paths, and one of them leads into a directory that cannot be opened. On a simulated Windows. */
class UnreadableOnWindowsTest {
    private final Stage stage = new Stage(true);
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    private Inode d = root;
    private Inode x = root;
    private Inode q = root;

    @BeforeEach
    void start() throws Exception {
        d = stage.makeDirectory(root, "d");
        x = stage.makeDirectory(d, "x");
        q = stage.makeDirectory(root, "q");
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options);
        stage.pass(1000);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** The event of the file has the path that its directory had for a moment. */
    @Test
    void whatHasComeBackIsInspectedAsAWhole() {
        disk.chmod(root, "d", 0);
        stage.pass(1000);
        disk.rename(d, "x", q, "x");
        disk.create(x, "f", SimulatedDisk.FILE);
        disk.rename(q, "x", d, "x");
        stage.pass(1000);
        assertThat(stage.lines).doesNotContain("CREATED d/x/f");
        disk.chmod(root, "d", SimulatedDisk.OPEN);
        stage.pass(60_000);
        assertThat(stage.lines).contains("CREATED d/x/f");
        assertThat(stage.statistics().degraded()).isZero();
    }
}
