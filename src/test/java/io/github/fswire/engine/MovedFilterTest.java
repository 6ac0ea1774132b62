package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is in a directory that is renamed counts by its new path. On a simulated kernel. */
class MovedFilterTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    @AfterEach
    void close() {
        stage.close();
    }

    private void rename(UnaryOperator<WatchOptions.Builder> filter) throws IOException {
        Inode a = fill(root, "a");
        fill(a, "s");
        disk.now += 10_000 * Stage.MS;
        stage.start(filter);
        disk.rename(root, "a", root, "b");
        stage.pass(1000);
    }

    private Inode fill(Inode parent, String name) {
        disk.create(parent, name, SimulatedDisk.DIRECTORY);
        Inode made = Objects.requireNonNull(parent.children().get(name));
        disk.create(made, "f", SimulatedDisk.FILE);
        disk.create(made, "g", SimulatedDisk.FILE);
        return made;
    }

    @Test
    void exclusions() throws Exception {
        rename(options -> options.exclude("a/f").exclude("a/s/f").exclude("b/g").exclude("b/s/g"));
        assertThat(stage.lines)
                .containsExactlyInAnyOrder("MOVED b", "CREATED b/f", "CREATED b/s/f", "DELETED b/g", "DELETED b/s/g");
    }

    @Test
    void anExcludedDirectory() throws Exception {
        rename(options -> options.exclude("a/s/"));
        assertThat(stage.lines).containsExactly("MOVED b", "CREATED b/s", "CREATED b/s/f", "CREATED b/s/g");
    }

    @Test
    void inclusions() throws Exception {
        rename(options -> options.include("a/s/g").include("b/s/f"));
        assertThat(stage.lines).containsExactlyInAnyOrder("MOVED b", "CREATED b/s/f", "DELETED b/s/g");
    }

    @Test
    void aPredicate() throws Exception {
        rename(options -> options.filter(path -> !path.endsWith("a/s/f") && !path.endsWith("b/s/g")));
        assertThat(stage.lines).containsExactlyInAnyOrder("MOVED b", "CREATED b/s/f", "DELETED b/s/g");
    }
}
