package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the kernel names paths, each of them is due for itself as well. On simulated Windows. */
class PathPlacesTest {
    private static final long QUIET = 30;

    private final Stage stage = new Stage(true);
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());
    private final Inode a = stage.makeDirectory(root, "a");
    private final Inode b = stage.makeDirectory(root, "b");

    @AfterEach
    void close() {
        stage.close();
    }

    private void start(WatchOptions.Debounce debounce) throws Exception {
        disk.create(root, "log", SimulatedDisk.FILE);
        disk.create(a, "f", SimulatedDisk.FILE);
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.quietPeriod(Duration.ofMillis(QUIET))
                .maxDelay(Duration.ofMillis(1000))
                .debounce(debounce));
    }

    /** Writes a file every ten milliseconds. */
    private void passWhileWriting(Inode parent, String name, long millis) {
        for (long passed = 0; passed < millis; passed += 10) {
            disk.write(parent, name, true);
            stage.pass(10);
        }
    }

    @Test
    void aBusyFileDoesNotDelayOthers() throws Exception {
        start(WatchOptions.Debounce.TRAILING);
        passWhileWriting(root, "log", 100);
        disk.create(b, "g", SimulatedDisk.FILE);
        passWhileWriting(root, "log", QUIET + 10);
        assertThat(stage.lines).contains("CREATED b/g").doesNotContain("MODIFIED log");
        passWhileWriting(root, "log", 1000);
        assertThat(stage.lines).containsOnlyOnce("CREATED b/g").contains("MODIFIED log");
    }

    @Test
    void aMoveStaysWholeWhileOneOfItsNamesIsBusy() throws Exception {
        start(WatchOptions.Debounce.TRAILING);
        disk.rename(a, "f", b, "g");
        passWhileWriting(b, "g", 200);
        stage.pass(1000);
        assertThat(stage.lines).contains("MOVED b/g").doesNotContain("DELETED a/f", "CREATED b/g");
        stage.lines.clear();
        disk.rename(b, "g", a, "h");
        disk.create(b, "g", SimulatedDisk.FILE);
        passWhileWriting(b, "g", 200);
        stage.pass(1000);
        assertThat(stage.lines).contains("MOVED a/h", "CREATED b/g").doesNotContain("CREATED a/h");
    }

    @Test
    void aDirectoryStaysWholeAlthoughAFileInItIsDueFirst() throws Exception {
        start(WatchOptions.Debounce.TRAILING);
        disk.write(a, "f", true);
        stage.pass(20);
        disk.rename(root, "a", b, "c");
        stage.pass(2000);
        assertThat(stage.lines).contains("MOVED b/c", "MODIFIED b/c/f").doesNotContain("DELETED a", "CREATED b/c");
    }

    @Test
    void leadingDeliversEachPlaceAtOnce() throws Exception {
        start(WatchOptions.Debounce.LEADING);
        disk.write(root, "log", true);
        stage.pass(1);
        assertThat(stage.lines).containsExactly("MODIFIED log");
        disk.write(root, "log", true);
        disk.create(b, "g", SimulatedDisk.FILE);
        stage.pass(1);
        assertThat(stage.lines).containsExactly("MODIFIED log", "CREATED b/g");
        stage.pass(1000);
        assertThat(stage.lines).contains("MODIFIED log", "CREATED b/g", "MODIFIED log");
    }

    /** Its time stamp was fresh, so it is inspected again by the clock, and by then the events of the move are under way. */
    @Test
    void E5_aPlaceThatIsDueLaterAndHasMovedWaitsForItsEvents() throws Exception {
        Duration second = Duration.ofSeconds(1);
        stage.start(options -> options.quietPeriod(second).maxDelay(second));
        disk.create(root, "f", SimulatedDisk.FILE);
        stage.pass(995);
        disk.write(root, "f", true);
        stage.pass(10);
        assertThat(stage.lines).containsExactly("CREATED f");
        disk.rename(root, "f", root, "g");
        long end = disk.now + 500 * Stage.MS;
        while (disk.now < end) {
            disk.now += Math.max(0, Math.min(stage.inspect(), end - disk.now)); // nothing is read
        }
        assertThat(stage.lines).as("before its events were read").containsExactly("CREATED f");
        stage.pass(5000);
        assertThat(stage.lines).contains("MOVED g").doesNotContain("DELETED f");
    }

    /** Otherwise a busy file would keep the position at which the next watcher begins where it is. */
    @Test
    void aCycleLeavesNothingWhereTheKernelKeepsAHistory(@TempDir Path state) throws Exception {
        disk.create(root, "log", SimulatedDisk.FILE);
        disk.now += 10_000 * Stage.MS;
        stage.keepHistory();
        stage.start(options -> options.checkpoint(state.resolve("state"))
                .quietPeriod(Duration.ofMillis(QUIET))
                .maxDelay(Duration.ofMillis(1000)));
        passWhileWriting(root, "log", 20);
        disk.create(b, "g", SimulatedDisk.FILE);
        passWhileWriting(root, "log", QUIET + 10);
        assertThat(stage.lines).contains("CREATED b/g", "MODIFIED log");
    }

    /** Which directory a path means is not known before its cycle: until then nothing is asked again without a pause. */
    @Test
    void aComparisonPausesWhileAPathWaits() throws Exception {
        disk.create(root, "log", SimulatedDisk.FILE);
        disk.create(b, "g", SimulatedDisk.FILE);
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.maxDelay(Duration.ofSeconds(5)).debounce(WatchOptions.Debounce.LEADING));
        disk.write(root, "log", true);
        stage.pass(10);
        disk.write(root, "log", true); // waits for the rest of the delay
        stage.pass(10);
        disk.writeNameless(Objects.requireNonNull(b.children().get("g"))); // nobody reports it
        stage.lines.clear();
        WatchLoop.Fence fence = stage.reconcile();
        for (int steps = 0; !fence.isDone(); steps++) {
            assertThat(steps).as("steps without an end").isLessThan(1000);
            disk.now += Math.max(0, Math.min(stage.step(), 1000 * Stage.MS));
        }
        assertThat(stage.lines).contains("MODIFIED b/g", "MODIFIED log");
    }
}
