package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.linux.Inode;
import io.github.fswire.linux.SimulatedDisk;
import io.github.fswire.watch.WatchOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each place is due when it has been quiet, whatever happens elsewhere; the two ends of a move stay together. On a simulated kernel. */
class PlacesTest {
    private static final long QUIET = 30;

    private final Stage stage = new Stage();
    private final SimulatedDisk disk = stage.disk;
    private final Inode root = Objects.requireNonNull(disk.root());

    @AfterEach
    void close() {
        stage.close();
    }

    private Inode directory(Inode parent, String name) {
        disk.create(parent, name, SimulatedDisk.DIRECTORY);
        return Objects.requireNonNull(parent.children().get(name));
    }

    private void start() throws IOException {
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.quietPeriod(Duration.ofMillis(QUIET)).maxDelay(Duration.ofMillis(1000)));
    }

    /** Writes a file every ten milliseconds. */
    private void passWhileWriting(Inode parent, String name, long millis) {
        for (long passed = 0; passed < millis; passed += 10) {
            disk.write(parent, name, true);
            stage.pass(10);
        }
    }

    @Test
    void aBusyFileDoesNotDelayOthersAndIsDeliveredAtTheLatestAfterTheLongestDelay() throws Exception {
        disk.create(root, "log", SimulatedDisk.FILE);
        Inode a = directory(root, "a");
        start();
        passWhileWriting(root, "log", 100);
        disk.create(root, "f", SimulatedDisk.FILE);
        disk.create(a, "g", SimulatedDisk.FILE);
        passWhileWriting(root, "log", QUIET + 10);
        assertThat(stage.lines).containsExactlyInAnyOrder("CREATED f", "CREATED a/g");
        stage.lines.clear();
        passWhileWriting(root, "log", 1000);
        assertThat(stage.lines).containsExactly("MODIFIED log");
    }

    @Test
    void aMoveStaysWholeWhileItsNewNameIsBusy() throws Exception {
        Inode a = directory(root, "a");
        Inode b = directory(root, "b");
        disk.create(a, "f", SimulatedDisk.FILE);
        start();
        disk.rename(a, "f", b, "g");
        passWhileWriting(b, "g", 200);
        assertThat(stage.lines).isEmpty();
        stage.pass(1000);
        assertThat(stage.lines).containsExactly("MOVED b/g", "MODIFIED b/g");
    }

    @Test
    void aMoveStaysWholeWhileItsOldNameIsBusy() throws Exception {
        Inode a = directory(root, "a");
        Inode b = directory(root, "b");
        disk.create(a, "f", SimulatedDisk.FILE);
        start();
        disk.rename(a, "f", b, "g");
        disk.create(a, "f", SimulatedDisk.FILE);
        passWhileWriting(a, "f", 200);
        stage.pass(1000);
        assertThat(stage.lines).containsExactlyInAnyOrder("MOVED b/g", "CREATED a/f");
    }

    /** The file in it is due first, and its directory is not where it was. */
    @Test
    void aDirectoryStaysWholeAlthoughAnEntryOfItIsDueFirst() throws Exception {
        Inode a = directory(root, "a");
        Inode d = directory(a, "d");
        disk.create(d, "f", SimulatedDisk.FILE);
        start();
        disk.write(d, "f", true);
        stage.pass(20);
        disk.rename(a, "d", root, "e");
        stage.pass(1000);
        assertThat(stage.lines).containsExactlyInAnyOrder("MOVED e", "MODIFIED e/f");
    }

    /** The new directory has no watch when the file arrives, so no event reports that. */
    @Test
    void aMoveIntoANewDirectoryStaysWholeWhileTheDirectoryIsBusy() throws Exception {
        Inode a = directory(root, "a");
        disk.create(a, "f", SimulatedDisk.FILE);
        start();
        Inode b = directory(root, "b");
        disk.rename(a, "f", b, "g");
        for (int i = 0; i < 20; i++) {
            disk.chmod(root, "b", i % 2 == 0 ? 0755 : 0700);
            stage.pass(10);
        }
        stage.pass(1000);
        assertThat(stage.lines).startsWith("CREATED b", "MOVED b/g").doesNotContain("DELETED a/f");
    }

    @Test
    void atomicSavesAreOneChangeEach() throws Exception {
        disk.create(root, "x", SimulatedDisk.FILE);
        disk.create(root, "log", SimulatedDisk.FILE);
        start();
        for (int i = 0; i < 3; i++) {
            disk.create(root, "x.tmp", SimulatedDisk.FILE);
            disk.write(root, "x.tmp", true);
            disk.rename(root, "x.tmp", root, "x");
            passWhileWriting(root, "log", 100);
        }
        assertThat(stage.lines.stream().filter(line -> !line.endsWith("log")))
                .containsExactly("MODIFIED x", "MODIFIED x", "MODIFIED x");
    }

    /** The inspection comes between the event of the write and those of the move. */
    @Test
    void E5_aMoveIsWholeWithoutAQuietPeriodAndLeading() throws Exception {
        Inode a = directory(root, "a");
        Inode b = directory(root, "b");
        disk.create(a, "f", SimulatedDisk.FILE);
        directory(a, "d");
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.quietPeriod(Duration.ZERO));
        for (String name : List.of("f", "d")) {
            disk.chmod(a, name, 0700);
            stage.read();
            disk.rename(a, name, b, name);
            stage.inspect();
            stage.pass(1000);
            disk.rename(b, name, root, name);
            stage.pass(1000);
        }
        assertThat(stage.lines.stream().filter(line -> !line.startsWith("MODIFIED")))
                .containsExactly("MOVED b/f", "MOVED f", "MOVED b/d", "MOVED d");
    }

    /** The first change of a place comes at once, those that follow together at the end of the longest delay. */
    @Test
    void leadingCountsForEachPlace() throws Exception {
        disk.create(root, "f", SimulatedDisk.FILE);
        disk.create(root, "g", SimulatedDisk.FILE);
        stage.lens = scanner ->
                new ForwardingScanner(scanner) { // without coarse time stamps, which cause inspections
                    @Override
                    public long timestampGranularityNanos(int handle) {
                        return 0;
                    }
                };
        disk.now += 10_000 * Stage.MS;
        stage.start(options -> options.debounce(WatchOptions.Debounce.LEADING).maxDelay(Duration.ofMillis(500)));
        for (String name : List.of("f", "g")) {
            disk.write(root, name, true);
            stage.pass(1);
            assertThat(stage.lines).containsExactly("MODIFIED " + name);
            stage.lines.clear();
            passWhileWriting(root, name, 100);
            assertThat(stage.lines).isEmpty();
        }
        stage.pass(300);
        assertThat(stage.lines).containsExactly("MODIFIED f");
        stage.pass(1000);
        assertThat(stage.lines).containsExactly("MODIFIED f", "MODIFIED g");
    }
}
