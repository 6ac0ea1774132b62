package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A root lies in a directory that another root excludes, and a directory above both leaves its place. What is delivered can be
 * applied in its order (G2). On a simulated kernel.
 */
class RootsInExcludedPlacesTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    @BeforeEach
    void start() throws Exception {
        fill("f");
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.exclude("out").root(Path.of(SimulatedMirror.ROOT, "a", "out", "lib")));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    /** Makes {@code a/out/lib} with a file. */
    private void fill(String file) {
        Inode a = stage.makeDirectory(root, "a");
        disk.create(stage.makeDirectory(stage.makeDirectory(a, "out"), "lib"), file, SimulatedDisk.FILE);
    }

    private List<String> linesAfter(Runnable change) {
        stage.lines.clear();
        change.run();
        stage.pass(5000);
        return List.copyOf(stage.lines);
    }

    @Test
    void G2_aDirectoryAboveIsRenamedAndBack() {
        assertThat(linesAfter(() -> disk.rename(root, "a", root, "b")))
                .containsExactly("DELETED a/out/lib/f", "DELETED a/out/lib", "MOVED b");
        assertThat(linesAfter(() -> disk.rename(root, "b", root, "a")))
                .containsExactly("MOVED a", "CREATED a/out/lib", "CREATED a/out/lib/f");
    }

    @Test
    void G2_aDirectoryAboveIsReplaced() {
        assertThat(linesAfter(() -> {
                    disk.rename(root, "a", root, "b");
                    fill("g");
                }))
                .containsSubsequence("DELETED a/out/lib/f", "DELETED a/out/lib", "MOVED b", "CREATED a")
                .containsSubsequence("CREATED a", "CREATED a/out/lib", "CREATED a/out/lib/g")
                .hasSize(6);
    }

    @Test
    void G2_aDirectoryAboveLeavesAndAnotherOneComes() {
        assertThat(linesAfter(() -> disk.rename(root, "a", disk.outside, "a")))
                .containsExactly("DELETED a/out/lib/f", "DELETED a/out/lib", "DELETED a");
        assertThat(linesAfter(() -> disk.rename(disk.outside, "a", root, "a")))
                .containsExactly("CREATED a", "CREATED a/out/lib", "CREATED a/out/lib/f");
    }

    @Test
    void G2_theWholeOuterRootIsReplaced() {
        Inode above = Objects.requireNonNull(disk.above());
        assertThat(linesAfter(() -> disk.rename(above, "r", disk.outside, "old")))
                .containsSubsequence("DELETED a/out/lib/f", "DELETED a/out/lib", "DELETED a", "DELETED .");
    }
}
