package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls to the kernel that one change costs. On a simulated kernel. */
class InspectionCostTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;

    @AfterEach
    void close() {
        stage.close();
    }

    private Inode deep(int levels) {
        Inode at = Objects.requireNonNull(disk.root());
        for (int i = 0; i < levels; i++) {
            at = stage.makeDirectory(at, i == 0 ? "top" + levels : "d");
        }
        disk.create(at, "f", SimulatedDisk.FILE);
        return at;
    }

    private void start() throws IOException {
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options);
        stage.pass(1000);
        stage.lines.clear();
    }

    private int callsForAWrite(Inode directory) {
        stage.calls = 0;
        disk.write(directory, "f", true);
        stage.pass(200);
        return stage.calls;
    }

    @Test
    void aChangeDeepInTheTreeCostsWhatOneNearTheRootCosts() throws Exception {
        Inode shallow = deep(2);
        Inode deep = deep(8);
        start();
        int nearTheRoot = callsForAWrite(shallow);
        assertThat(callsForAWrite(deep)).isEqualTo(nearTheRoot);
        assertThat(stage.lines).isEqualTo(List.of("MODIFIED top2/d/f", "MODIFIED top8/d/d/d/d/d/d/d/f"));
    }

    @Test
    void whereTheKernelCannotOpenAPathDirectoriesAreOpenedOneByOne() throws Exception {
        stage.kernel.hasOpenat2 = false;
        Inode deep = deep(8);
        start();
        callsForAWrite(deep);
        int calls = callsForAWrite(deep);
        assertThat(calls).isGreaterThan(3 * 8); // each is opened, inspected and closed
        assertThat(stage.lines).hasSize(2);
        assertThat(stage.errors).isEmpty();
    }

    @Test
    void aChangeBelowADirectoryThatCanBeSearchedAndNotReadIsDelivered() throws Exception {
        Inode deep = deep(8);
        start();
        disk.chmod(Objects.requireNonNull(disk.root()), "top8", 0311);
        callsForAWrite(deep);
        assertThat(stage.lines).contains("MODIFIED top8/d/d/d/d/d/d/d/f");
    }

    @Test
    void aDirectoryThatIsNotTheKnownOneIsNotOpenedByItsPath() throws Exception {
        Inode deep = deep(8);
        start();
        Inode top = Objects.requireNonNull(
                Objects.requireNonNull(disk.root()).children().get("top8"));
        disk.write(deep, "f", true);
        disk.rename(Objects.requireNonNull(disk.root()), "top8", Objects.requireNonNull(disk.root()), "away");
        stage.makeDirectory(Objects.requireNonNull(disk.root()), "top8");
        stage.pass(1000);
        assertThat(top.isDirectory()).isTrue();
        assertThat(stage.lines)
                .containsExactlyInAnyOrder("MOVED away", "MODIFIED away/d/d/d/d/d/d/d/f", "CREATED top8");
    }
}
