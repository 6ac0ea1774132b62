package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is below the last level does not exist for a watcher. On simulated kernels. */
class DepthTest {
    private Stage stage = new Stage();
    private SimulatedDisk disk = stage.disk;
    private Inode a = fill(Objects.requireNonNull(disk.root()), "a");
    private Inode b = fill(a, "b");
    private Inode c = fill(b, "c");

    @AfterEach
    void close() {
        stage.close();
    }

    private void onWindows() {
        stage.close();
        stage = new Stage(true);
        disk = stage.disk;
        a = fill(root(), "a");
        b = fill(a, "b");
        c = fill(b, "c");
    }

    private Inode root() {
        return Objects.requireNonNull(disk.root());
    }

    private Inode fill(Inode parent, String name) {
        Inode made = stage.makeDirectory(parent, name);
        disk.create(made, "f", SimulatedDisk.FILE);
        return made;
    }

    private void start(int depth, String... more) throws IOException {
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> {
            for (String root : more) {
                options.root(Path.of(SimulatedMirror.ROOT, root));
            }
            return options.depth(depth).initial(true);
        });
        stage.pass(1000);
    }

    private void change(Runnable what) {
        stage.lines.clear();
        what.run();
        stage.pass(1000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDirectoryOnTheLastLevelIsReportedAndNothingInIt(boolean windows) throws Exception {
        if (windows) {
            onWindows();
        }
        start(2);
        assertThat(stage.lines).containsExactlyInAnyOrder("CREATED a", "CREATED a/b", "CREATED a/f");
        assertThat(stage.statistics().watches()).isEqualTo(windows ? 1 : 2);

        change(() -> {
            disk.create(b, "g", SimulatedDisk.FILE);
            disk.write(b, "f", true);
            disk.create(c, "g", SimulatedDisk.FILE);
            disk.create(a, "g", SimulatedDisk.FILE);
        });
        assertThat(stage.lines).containsExactly("CREATED a/g");
        assertThat(stage.statistics().missed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDirectoryThatMovesUpIsListedAndOneThatMovesDownIsNotAnyMore(boolean windows) throws Exception {
        if (windows) {
            onWindows();
        }
        start(2);
        change(() -> disk.rename(a, "b", root(), "b"));
        assertThat(stage.lines).containsExactlyInAnyOrder("MOVED b", "CREATED b/f", "CREATED b/c");
        assertThat(stage.statistics().watches()).isEqualTo(windows ? 1 : 3);

        change(() -> disk.rename(root(), "b", a, "d"));
        assertThat(stage.lines).containsExactlyInAnyOrder("MOVED a/d", "DELETED a/d/f", "DELETED a/d/c");
        assertThat(stage.statistics().watches()).isEqualTo(windows ? 1 : 2);

        change(() -> disk.rename(root(), "a", c, "a"));
        assertThat(stage.lines).isEmpty(); // a directory cannot be moved into itself
        change(() -> disk.rename(a, "f", b, "g"));
        assertThat(stage.lines).containsExactly("DELETED a/f");
        change(() -> disk.rename(b, "g", root(), "f"));
        assertThat(stage.lines).containsExactly("CREATED f");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRootInsideAnotherOneCountsItsOwnLevels(boolean outerEndsAboveIt) throws Exception {
        start(1, outerEndsAboveIt ? "a/b" : "a");
        if (outerEndsAboveIt) {
            assertThat(stage.lines).containsExactlyInAnyOrder("CREATED a", "CREATED a/b/c", "CREATED a/b/f");
        } else {
            assertThat(stage.lines).containsExactlyInAnyOrder("CREATED a", "CREATED a/f", "CREATED a/b");
        }
        assertThat(stage.statistics().watches()).isEqualTo(2);
    }

    @Test
    void reconciliationDoesNotMissWhatIsDeeper() throws Exception {
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.depth(2).reconcileEvery(Duration.ofMillis(100)));
        change(() -> disk.create(b, "g", SimulatedDisk.FILE));
        stage.pass(10_000);
        assertThat(stage.statistics().rescans()).isZero();
        assertThat(stage.statistics().missed()).isZero();
        assertThat(stage.step()).as("no place waits").isPositive();
        long cycles = stage.statistics().cycles();
        stage.pass(10_000);
        assertThat(stage.statistics().cycles()).as("nothing is suspected").isEqualTo(cycles);
    }

    private NativeName path(String name) {
        return NativeName.of(Path.of(SimulatedMirror.ROOT, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b"})
    void aRootInsideComesAndGoes(String inner) throws Exception {
        start(1, "a/b/c");
        assertThat(stage.statistics().watches()).isEqualTo(2);
        change(() -> stage.addRoot(path(inner)));
        assertThat(stage.lines)
                .containsExactlyInAnyOrder(
                        inner.equals("a")
                                ? new String[] {"CREATED a/b", "CREATED a/f"}
                                : new String[] {"CREATED a/b/f"}); // c is a root already
        assertThat(stage.statistics().watches()).isEqualTo(3);

        change(() -> disk.create(c, "g", SimulatedDisk.FILE));
        assertThat(stage.lines).containsExactly("CREATED a/b/c/g");

        change(() -> stage.removeRoot(path(inner)));
        assertThat(stage.statistics().watches()).isEqualTo(2);
        change(() -> {
            disk.create(a, "g", SimulatedDisk.FILE);
            disk.create(b, "g", SimulatedDisk.FILE);
            disk.create(c, "h", SimulatedDisk.FILE);
        });
        assertThat(stage.lines).containsExactly("CREATED a/b/c/h");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aDepthOfNothingIsRefusedWithAdvice(int depth) {
        assertThatThrownBy(() ->
                        WatchOptions.builder().root(Path.of("x")).depth(depth).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("depth must be 1 or more: 1 watches only the entries directly in a root");
    }
}
