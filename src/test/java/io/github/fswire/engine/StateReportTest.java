package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.watch.WatcherState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the listeners are notified that the watcher's state has changed. */
class StateReportTest {
    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private Inode root = disk.top;

    @BeforeEach
    void begin() {
        disk.createRoot();
        root = Objects.requireNonNull(disk.root());
        disk.now += 10_000 * Stage.MS;
    }

    @AfterEach
    void close() {
        stage.close();
        assertThat(stage.kernel.leaks()).isZero();
    }

    @Test
    void nothingIsReportedOfAWatcherThatWatchesEverything() throws Exception {
        stage.start(options -> options);
        stage.makeDirectory(root, "d");
        stage.pass(5000);
        assertThat(stage.states).isEmpty();
        assertThat(stage.state()).isEqualTo(WatcherState.running(List.of()));
    }

    @Test
    void directoriesBeyondTheLimitAreOneRestrictionUntilTheyAreWatched() throws Exception {
        stage.kernel.watchLimit = 1;
        stage.makeDirectory(root, "a");
        stage.makeDirectory(root, "b");
        stage.start(options -> options);
        assertThat(stage.states).containsExactly("DEGRADED [NOT_WATCHED /p/r/a 2]");
        assertThat(stage.state().restrictions()).singleElement().satisfies(one -> assertThat(one.reason())
                .hasMessageStartingWith("/p/r/a: inotify_add_watch: ENOSPC (28)"));
        stage.pass(5000);
        assertThat(stage.states).hasSize(1);
        stage.kernel.watchLimit = Integer.MAX_VALUE;
        stage.pass(5000);
        assertThat(stage.states).containsExactly("DEGRADED [NOT_WATCHED /p/r/a 2]", "RUNNING []");
    }

    @Test
    void aDirectoryThatIsDeletedIsNoRestriction() throws Exception {
        stage.kernel.watchLimit = 1;
        stage.makeDirectory(root, "a");
        stage.start(options -> options);
        disk.remove(root, "a");
        stage.pass(5000);
        assertThat(stage.states).containsExactly("DEGRADED [NOT_WATCHED /p/r/a 1]", "RUNNING []");
    }

    @Test
    void aRootIsMissingAndBack() throws Exception {
        stage.start(options -> options);
        disk.rename(Objects.requireNonNull(disk.above()), "r", disk.outside, "x");
        stage.pass(5000);
        assertThat(stage.states).containsExactly("DEGRADED [ROOT_MISSING /p/r 1]");
        disk.rename(disk.outside, "x", Objects.requireNonNull(disk.above()), "r");
        stage.pass(5000);
        assertThat(stage.states).containsExactly("DEGRADED [ROOT_MISSING /p/r 1]", "RUNNING []");
        assertThat(stage.state().status()).isEqualTo(WatcherState.Status.RUNNING);
    }

    @Test
    void aPolledRootIsARestriction() throws Exception {
        stage.verdict = WatchRegistry.Verdict.POLLED_ON_REQUEST;
        stage.start(options -> options);
        assertThat(stage.states).containsExactly("DEGRADED [POLLED /p/r 1]");
        stage.pass(20_000);
        assertThat(stage.states).hasSize(1);
    }

    @Test
    void afterTheEndItIsClosed() throws Exception {
        stage.start(options -> options);
        stage.close();
        assertThat(stage.state().status()).isEqualTo(WatcherState.Status.CLOSED);
    }
}
