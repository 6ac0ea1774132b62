package io.github.fswire.convergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fswire.kit.ChildJvm;
import io.github.fswire.kit.Deliveries;
import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.LoggingWatcher;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Shell;
import io.github.fswire.watch.FileWatcher;
import io.github.fswire.watch.WatchOptions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** The files of a checkpoint: those that are damaged, missing, somebody else's, in use, or in a tree that is watched. */
@Tag("contract")
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class CheckpointFilesIT extends CheckpointedRoot {
    @Test
    void aFileThatCannotBeUsedIsReportedAndEverythingIsDelivered() throws Exception {
        apply("mkdir a", "write a/f 1");
        start().close();
        byte[] good = Files.readAllBytes(checkpoint);
        byte[] newer = good.clone();
        newer[11]++;
        for (byte[] bad : List.of(new byte[0], new byte[100], newer)) {
            Files.write(checkpoint, bad);
            Deliveries.inOrder(deliveredNext(), "CREATED a INITIAL", "CREATED a/f INITIAL");
            Deliveries.inAnyOrder(deliveredNext());
        }
        Files.write(checkpoint, good);
        delivered.clear();
        try (FileWatcher watcher = start(WatchOptions.builder().root(root.resolve("a")))) {
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED a/f INITIAL");
        assertThat(errors).hasSize(4).allMatch(error -> error.contains(checkpoint + " is"));
    }

    @Test
    void aPlaceThatCannotBeWrittenFailsTheStart() {
        checkpoint = root.resolve("none/state");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::start)
                .withMessage(checkpoint + " cannot be written: there is no directory " + checkpoint.getParent()
                        + ". Advice: make it, or name another checkpoint.");
    }

    /** Not every user of Windows may make symbolic links, and Wine makes none. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void F1_noFileIsReachedByALink() throws Exception {
        Path victim = Files.writeString(workspace.outside().resolve("victim"), "mine");
        for (String suffix : List.of("", ".journal", ".fswire-lock")) {
            Path link = checkpoint.resolveSibling("state" + suffix);
            Files.createSymbolicLink(link, victim);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::start)
                    .withMessageStartingWith(link + " is a symbolic link and not a regular file");
            Files.delete(link);
        }
        assertThat(victim).hasContent("mine");
    }

    @Test
    void F1_noFileIsReachedByAnotherNameOfIt() throws Exception {
        Path victim = Files.writeString(workspace.outside().resolve("victim"), "mine");
        Files.createLink(checkpoint.resolveSibling("state.journal"), victim);
        Files.createLink(checkpoint.resolveSibling("state.fswire-part"), victim);
        start().close();
        apply("write f 1");
        Deliveries.inOrder(deliveredNext(), "CREATED f RESUME");
        assertThat(victim).hasContent("mine");
    }

    /** Opening it would wait for ever. Windows has no such entries. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void F1_aFifoIsRefusedAtOnce() throws Exception {
        for (String name : List.of("state", "state.journal", "state.fswire-lock")) {
            Shell.run(workspace.outside(), "mkfifo " + name);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::start)
                    .withMessageContaining(name + " is a FIFO, socket or device");
            Shell.run(workspace.outside(), "rm " + name);
        }
    }

    /** The streams of java.io do not let others replace or remove the file. */
    @Test
    @EnabledOnOs(OS.WINDOWS)
    void F6_aCheckpointThatAnotherProgramHasOpenIsReportedAndNothingIsLost() throws Exception {
        start().close();
        try (InputStream held = new FileInputStream(checkpoint.toFile())) {
            try (FileWatcher watcher = start()) {
                apply("write f 1");
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            assertThat(held.read()).isPositive();
        }
        Deliveries.inOrder(delivered, "CREATED f EVENT");
        assertThat(errors)
                .isNotEmpty()
                .allMatch(error -> error.startsWith(checkpoint + " cannot be written: ")
                        && error.endsWith(" and that no other program has them open."));
        errors.clear();
        Deliveries.inOrder(deliveredNext(), "DELETED f RESUME", "CREATED f RESUME");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** What is in it may have been delivered, or not. */
    @Test
    void F2_aJournalThatIsNotUnderstoodIsARescanOfEverythingOnce() throws Exception {
        apply("mkdir a", "write a/f 1");
        start().close();
        Path journal = checkpoint.resolveSibling("state.journal");
        byte[] good = Files.readAllBytes(journal);
        byte[] zeros = new byte[100];
        byte[] more = Arrays.copyOf(good, 50);
        Arrays.fill(more, good.length, more.length, (byte) 7);
        for (byte[] bad : List.of(new byte[0], zeros, more)) {
            errors.clear();
            Files.write(journal, bad);
            Deliveries.inOrder(deliveredNext(), "CREATED a INITIAL", "CREATED a/f INITIAL");
            Deliveries.inAnyOrder(deliveredNext());
            assertThat(errors).singleElement().asString().contains(journal + " is damaged or not a journal");
        }
        errors.clear();
        Files.write(journal, Arrays.copyOf(good, 4096)); // zeros behind the last record
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    /** The user has named the wrong file. */
    @Test
    void F1_aFileOfAnotherProgramIsKept() throws Exception {
        apply("write f 1");
        Path kept = checkpoint.resolveSibling("state.kept");
        Files.writeString(checkpoint, "important");
        Deliveries.inOrder(deliveredNext(), "CREATED f INITIAL");
        assertThat(errors)
                .singleElement()
                .asString()
                .endsWith(checkpoint + " was not written by a watcher and is kept as " + kept);
        assertThat(kept).hasContent("important");
        errors.clear();
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
        Files.writeString(checkpoint, "as important");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(this::start)
                .withMessageContaining(kept + ", which is there: remove one of them");
        assertThat(checkpoint).hasContent("as important");
        assertThat(kept).hasContent("important");
    }

    /** Without the journal nobody knows what was delivered last. */
    @Test
    void F2_aJournalThatIsMissingIsARescanOfEverythingOnce() throws Exception {
        apply("write f 1");
        start().close();
        Files.delete(checkpoint.resolveSibling("state.journal"));
        Deliveries.inOrder(deliveredNext(), "CREATED f INITIAL");
        assertThat(errors).singleElement().asString().endsWith("state.journal, which belongs to it, is missing");
        errors.clear();
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(errors).isEmpty();
    }

    @Test
    void F4_onlyOneWatcherUsesACheckpoint() throws Exception {
        try (FileWatcher watcher = start()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(this::start)
                    .withMessageStartingWith("another watcher in this process uses the checkpoint " + checkpoint);
            Process other = new ProcessBuilder(ChildJvm.command(
                            LoggingWatcher.class,
                            root.toString(),
                            checkpoint.toString(),
                            workspace.outside().resolve("log").toString()))
                    .redirectErrorStream(true)
                    .start();
            other.getOutputStream().close();
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("another watcher in another process uses the checkpoint " + checkpoint);
            assertThat(other.waitFor()).isNotZero();
            apply("write f 1");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED f EVENT");
        Deliveries.inAnyOrder(deliveredNext());
    }

    /** What one of them delivers makes it write. */
    @Test
    void F7_watchersWithCheckpointsInEachOthersTreesDoNotFeedEachOther() throws Exception {
        Path left = Files.createDirectory(root.resolve("left"));
        Path right = Files.createDirectory(root.resolve("right"));
        for (int start = 0; start < 2; start++) { // the second time all files are there
            List<String> lines = new CopyOnWriteArrayList<>();
            WatchOptions.Builder quick = WatchOptions.builder().quietPeriod(Duration.ZERO);
            try (FileWatcher one = FileWatcher.start(
                            quick.root(left).checkpoint(right.resolve("one")).build(),
                            batch -> batch.forEach(change -> lines.add("left " + line(change))));
                    FileWatcher other = FileWatcher.start(
                            WatchOptions.builder()
                                    .quietPeriod(Duration.ZERO)
                                    .root(right)
                                    .checkpoint(left.resolve("other"))
                                    .build(),
                            batch -> batch.forEach(change -> lines.add("right " + line(change))))) {
                Files.createFile(left.resolve("f" + start));
                Files.createFile(right.resolve("g" + start));
                FileTime first = Files.getLastModifiedTime(right.resolve("one"));
                Eventually.await().until(() -> {
                    assertThat(one.sync(Eventually.LIMIT)).isTrue();
                    assertThat(other.sync(Eventually.LIMIT)).isTrue();
                    return !Files.getLastModifiedTime(right.resolve("one")).equals(first);
                });
                assertThat(one.sync(Eventually.LIMIT)).isTrue();
                assertThat(other.sync(Eventually.LIMIT)).isTrue();
            }
            // Where clocks are coarse a file that was written a moment ago may count as modified once more.
            lines.removeIf(
                    line -> Lane.COARSE_TIMES && line.matches("left MODIFIED left/f.*|right MODIFIED right/g.*"));
            // The last watcher knew that a temporary file there was hidden; this one only knows that it was there.
            lines.removeIf(line -> line.matches("(left|right) DELETED (left/other|right/one)\\.fswire-part RESUME"));
            Deliveries.inAnyOrder(
                    lines, "left CREATED left/f" + start + " EVENT", "right CREATED right/g" + start + " EVENT");
        }
    }

    @Test
    void itsOwnFilesAreNotDelivered() throws Exception {
        checkpoint = root.resolve("state");
        try (FileWatcher watcher = start()) {
            apply("mkdir a");
            assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
        }
        Deliveries.inOrder(delivered, "CREATED a EVENT");
        Deliveries.inAnyOrder(deliveredNext());
        assertThat(root).isDirectoryContaining(path -> path.equals(checkpoint));
    }

    @Test
    @EnabledOnOs({OS.MAC, OS.WINDOWS})
    void itsOwnFilesAreNotDeliveredHoweverTheyAreSpelled() throws Exception {
        Path spelled = root.resolveSibling("ROOT");
        assumeTrue(Files.exists(spelled), "names are compared exactly here");
        checkpoint = spelled.resolve("State");
        for (int i = 0; i < 2; i++) { // the second time all files are there
            delivered.clear();
            try (FileWatcher watcher = start()) {
                apply("mkdir a" + i);
                assertThat(watcher.sync(Eventually.LIMIT)).isTrue();
            }
            Deliveries.inOrder(delivered, "CREATED a" + i + " EVENT");
        }
    }
}
