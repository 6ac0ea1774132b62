package io.github.fswire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    @TempDir
    private Path directory;

    private StateFiles files;

    @BeforeEach
    void name() {
        files = StateFiles.of(directory.resolve("state"));
    }

    private void assertRefused(Path file, String kind) {
        for (Opening opening : List.<Opening>of(
                files::check,
                () -> StateFiles.open(file, StandardOpenOption.READ).close(),
                () -> StateFiles.open(file, StandardOpenOption.WRITE).close())) {
            assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(opening::open)
                    .withMessage(
                            file + " is " + kind + " and not a regular file: remove it, or name another checkpoint");
        }
    }

    private interface Opening {
        void open() throws IOException;
    }

    @Test
    void F1_linksAndDirectoriesAreNotOpened() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        for (Path file : List.of(files.checkpoint(), files.journal(), files.lock())) {
            Files.createSymbolicLink(file, victim);
            assertRefused(file, "a symbolic link");
            Files.delete(file);
            Files.createSymbolicLink(file, directory.resolve("nowhere"));
            assertRefused(file, "a symbolic link");
            Files.delete(file);
            Files.createDirectory(file);
            assertRefused(file, "a directory");
            Files.delete(file);
        }
        assertThat(victim).hasContent("mine");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    /** Opening it would wait for somebody at its other end. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void F1_whatCouldMakeItWaitIsNotOpened() throws Exception {
        for (Path file : List.of(files.checkpoint(), files.journal(), files.lock())) {
            assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                    .isZero();
            assertRefused(file, "a FIFO, socket or device");
            Files.delete(file);
        }
    }

    /** It has taken the place of a file that was inspected a moment ago. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void F1_nobodyWaitsForTheOtherEndOfAFifo() throws Exception {
        Path fifo = files.checkpoint();
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        StateFiles.openWithoutWaiting(fifo, StandardOpenOption.READ).close();
        StateFiles.openWithoutWaiting(fifo, StandardOpenOption.WRITE).close();
    }

    @Test
    void whatIsMadeIsNew() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.createSymbolicLink(files.part(), victim);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> StateFiles.create(files.part()));
        assertThat(victim).hasContent("mine");
        try (FileChannel made = StateFiles.create(files.journal())) {
            assertThat(made.size()).isZero();
        }
    }

    /** Windows replaces and removes no file that another program has open. */
    @Test
    void whatIsRefusedForAMomentIsTriedAgain() throws IOException {
        List<Long> pauses = new ArrayList<>();
        StateFiles.patiently(
                () -> {
                    if (pauses.size() < 3) {
                        throw new AccessDeniedException("state");
                    }
                },
                pauses::add);
        assertThat(pauses).containsExactly(1_000_000L, 2_000_000L, 4_000_000L);
    }

    @Test
    void whatIsRefusedForLongerFailsSoonEnoughToClose() {
        List<Long> pauses = new ArrayList<>();
        FileSystemException refusal = new FileSystemException("state", null, "used by another process");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> StateFiles.patiently(
                        () -> {
                            throw refusal;
                        },
                        pauses::add))
                .isSameAs(refusal);
        assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isBetween(100_000_000L, 500_000_000L);
    }

    @Test
    void whatIsNotThereIsNotWaitedFor() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> StateFiles.patiently(
                        () -> {
                            throw new NoSuchFileException("state");
                        },
                        pause -> {
                            throw new AssertionError("a pause");
                        }));
    }

    @Test
    void F6_aFailureNamesTheFileTheReasonAndWhatToDo() {
        Path file = files.checkpoint();
        assertThat(StateFiles.unwritable(file, new NoSuchFileException(file.toString())))
                .hasMessage(file + " cannot be written: there is no directory " + directory
                        + ". Advice: make it, or name another checkpoint.");
        assertThat(StateFiles.unwritable(file, new AccessDeniedException(file.toString())))
                .hasMessage(file + " cannot be written: permission denied. Advice: make sure that this user can create"
                        + " and replace files in " + directory + ".");
        assertThat(StateFiles.unwritable(file, new IOException("No space left on device")))
                .hasMessageStartingWith(file + " cannot be written: No space left on device. Advice: free some space");
        assertThat(StateFiles.unwritable(file, new IOException()))
                .hasMessageStartingWith(file + " cannot be written: IOException. Advice: make sure");
        CheckpointException known = new CheckpointException("known");
        assertThat(StateFiles.unwritable(file, known)).isSameAs(known);
    }

    @Test
    void F4_oneAtATime() throws Exception {
        StateLock lock = StateLock.take(files);
        Path other = Files.createSymbolicLink(directory.resolveSibling(directory.getFileName() + "-link"), directory);
        try {
            for (StateFiles same : List.of(files, StateFiles.of(other.resolve("state")))) {
                assertThatExceptionOfType(CheckpointException.class)
                        .isThrownBy(() -> StateLock.take(same))
                        .withMessageStartingWith(
                                "another watcher in this process uses the checkpoint " + same.checkpoint());
            }
        } finally {
            Files.delete(other);
        }
        StateLock.take(StateFiles.of(directory.resolve("other"))).close();
        lock.close();
        StateLock next = StateLock.take(files);
        lock.close(); // once more
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> StateLock.take(files));
        next.close();
        assertThat(files.lock()).isEmptyFile();
    }
}
