package io.github.fswire.store;

import io.github.fswire.raw.NativeName;
import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files in which a watcher keeps its state, and how they are opened: no link is followed, and nothing is opened that is not
 * a regular file, because a FIFO would wait for its other end. Files that are made belong to their owner alone, since a
 * checkpoint contains a key.
 *
 * @param checkpoint the index
 * @param journal paths that were delivered since
 * @param lock held while a watcher runs; never written, and left where it is, since a file that others wait for cannot be
 *     removed safely
 * @param part what becomes a checkpoint or a journal when it is complete
 */
public record StateFiles(Path checkpoint, Path journal, Path lock, Path part) {
    /** How the name of a journal ends. */
    public static final String JOURNAL_SUFFIX = ".journal";

    /** How the name of a lock ends; nobody else names a file so. */
    public static final String LOCK_SUFFIX = ".fswire-lock";

    /** How the name of a file ends that is not complete; nobody else names a file so. */
    public static final String PART_SUFFIX = ".fswire-part";

    private static final String KEPT_SUFFIX = ".kept";
    private static final byte[] SUFFIX = LOCK_SUFFIX.getBytes(StandardCharsets.US_ASCII);
    static final int MOST_INTERRUPTS = 1000;
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final int MOST_PAUSES = 8; // each twice as long as the one before: a quarter of a second in all

    /** Something that uses a channel. */
    @FunctionalInterface
    interface Work {
        /** Does it from the beginning. */
        void run() throws IOException;
    }

    /** Opens a file in one way or another. */
    @FunctionalInterface
    private interface Opening {
        FileChannel open() throws IOException;
    }

    /** Those of a checkpoint. */
    public static StateFiles of(Path checkpoint) {
        return of(NativeName.of(checkpoint));
    }

    /** Those of a checkpoint, which may have a name that the JVM's file name encoding cannot express. */
    public static StateFiles of(NativeName checkpoint) {
        return new StateFiles(
                checkpoint.toPath(),
                beside(checkpoint, JOURNAL_SUFFIX),
                lockOf(checkpoint),
                beside(checkpoint, PART_SUFFIX));
    }

    /** The lock of a checkpoint. */
    public static Path lockOf(NativeName checkpoint) {
        return beside(checkpoint, LOCK_SUFFIX);
    }

    private static Path beside(NativeName file, String suffix) {
        byte[] path = Arrays.copyOf(file.toBytes(), file.length() + suffix.length());
        byte[] end = suffix.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(end, 0, path, file.length(), end.length);
        return NativeName.of(path).toPath();
    }

    /** Whether a name, of bytes from index 0, is that of a lock. */
    public static boolean isLockName(byte[] name, int length) {
        int start = length - SUFFIX.length;
        return start > 0
                && name[length - 1] == SUFFIX[SUFFIX.length - 1]
                && Arrays.equals(name, start, length, SUFFIX, 0, SUFFIX.length);
    }

    /** All of them. */
    public List<Path> all() {
        return List.of(checkpoint, journal, lock, part);
    }

    /**
     * Requires that existing files can be opened.
     *
     * @throws CheckpointException if there is a link, a directory, a FIFO or a device
     * @throws IOException if that cannot be found out
     */
    public void check() throws IOException {
        for (Path file : List.of(checkpoint, journal, lock)) {
            attributes(file);
        }
    }

    /**
     * Renames a file that another program has written under the name of the checkpoint or the journal: a watcher replaces
     * both, and the user may have named the wrong file.
     *
     * @return what to add to the message that says that it cannot be used; empty if both are a watcher's
     * @throws CheckpointException if that name is taken
     * @throws IOException if a file cannot be renamed
     */
    public String keepForeign() throws IOException {
        return (Checkpoint.is(checkpoint) ? "" : keep(checkpoint)) + (Journal.is(journal) ? "" : keep(journal));
    }

    private static String keep(Path file) throws IOException {
        BasicFileAttributes found = attributes(file);
        if (found == null || found.size() == 0) {
            return "";
        }
        Path kept = beside(NativeName.of(file), KEPT_SUFFIX);
        if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(file + " was not written by a watcher, and it cannot be kept as " + kept
                    + ", which is there: remove one of them, or name another checkpoint");
        }
        Files.move(file, kept);
        return "; " + file + " was not written by a watcher and is kept as " + kept;
    }

    /** The attributes of a regular file, or null if there is nothing. */
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (!found.isRegularFile()) {
            String kind = found.isSymbolicLink()
                    ? "a symbolic link"
                    : found.isDirectory() ? "a directory" : "a FIFO, socket or device";
            throw new CheckpointException(
                    file + " is " + kind + " and not a regular file: remove it, or name another checkpoint");
        }
        return found;
    }

    /**
     * Opens a regular file.
     *
     * @throws CheckpointException if it is a link, a directory, a FIFO or a device
     * @throws NoSuchFileException if it is not there
     * @throws IOException if it cannot be opened
     */
    static FileChannel open(Path file, StandardOpenOption access) throws IOException {
        return open(file, () -> openWithoutWaiting(file, access));
    }

    /**
     * Opens the file that is there now, which may have replaced the inspected one: for reading and writing, because that does
     * not wait for the other end of a FIFO, fifo(7).
     */
    static FileChannel openWithoutWaiting(Path file, StandardOpenOption access) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            return FileChannel.open(file, access, LinkOption.NOFOLLOW_LINKS); // it is replaced, not written
        }
    }

    private static FileChannel open(Path file, Opening opening) throws IOException {
        BasicFileAttributes before = attributes(file);
        if (before == null) {
            throw new NoSuchFileException(file.toString());
        }
        FileChannel channel = opening.open();
        try {
            BasicFileAttributes after = attributes(file);
            if (after == null || !Objects.equals(before.fileKey(), after.fileKey())) {
                throw new CheckpointException(file + " was replaced while it was being opened");
            }
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Makes a file that was not there and opens it. */
    static FileChannel create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] own = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own);
    }

    /** Whether a file that is there begins so. It may be another program's, so it is not opened for writing. */
    static boolean begins(Path file, byte[] magic) {
        try (FileChannel channel =
                open(file, () -> FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return Arrays.equals(magic, Channels.newInputStream(channel).readNBytes(magic.length));
        } catch (IOException e) {
            return false; // gone, or not for us
        }
    }

    /** Puts a complete file in the place of another one, for good. */
    static void replace(Path part, Path file) throws IOException {
        patiently(() -> Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                // Windows cannot open a directory so: there the rename may be undone by a power failure, to the old
                // file
            }
        }
    }

    /** Removes a leftover file of that name; a link is removed, not followed. */
    static void remove(Path part) throws IOException {
        patiently(() -> Files.deleteIfExists(part));
    }

    private static void patiently(Work work) throws IOException {
        if (WINDOWS) {
            patiently(work, nanos -> {
                Thread.interrupted(); // a listener may have left that behind, and it would end the pause
                LockSupport.parkNanos(nanos);
            });
        } else {
            work.run();
        }
    }

    /**
     * Does something again that Windows refuses while another program has the file open: most have it for a moment only, to
     * search it for viruses, to copy it, or to find out whether it is a watcher's.
     *
     * @param pause waits for so many nanoseconds
     */
    static void patiently(Work work, LongConsumer pause) throws IOException {
        for (int pauses = 0; true; pauses++) {
            try {
                work.run();
                return;
            } catch (NoSuchFileException e) {
                throw e;
            } catch (FileSystemException e) {
                if (pauses == MOST_PAUSES) {
                    throw e;
                }
                pause.accept(TimeUnit.MILLISECONDS.toNanos(1) << pauses);
            }
        }
    }

    /** Does something again if an interrupt has closed its channel; the thread is not interrupted afterwards. */
    static void uninterrupted(Work work) throws IOException {
        for (int tries = 0; true; tries++) {
            Thread.interrupted(); // a listener may have left that behind, and it would close the channel
            try {
                work.run();
                return;
            } catch (ClosedByInterruptException e) {
                if (tries == MOST_INTERRUPTS) {
                    throw e;
                }
            }
        }
    }

    /** Why a file could not be written, and what to do about it. */
    public static CheckpointException unwritable(Path file, IOException reason) {
        if (reason instanceof CheckpointException known) {
            return known;
        }
        Path directory = file.toAbsolutePath().getParent();
        String why = reason instanceof FileSystemException about ? about.getReason() : reason.getMessage();
        String text = why == null ? reason.getClass().getSimpleName() : why;
        String advice = "make sure that this user can create and replace files in " + directory
                + (WINDOWS ? " and that no other program has them open" : "");
        if (reason instanceof NoSuchFileException) {
            text = "there is no directory " + directory;
            advice = "make it, or name another checkpoint";
        } else if (reason instanceof AccessDeniedException) {
            text = "permission denied";
        } else if (isFull(text)) {
            advice =
                    "free some space there; until then nothing is lost, but a watcher that is killed will not know what"
                            + " it has delivered last";
        }
        CheckpointException failure =
                new CheckpointException(file + " cannot be written: " + text + ". Advice: " + advice + ".");
        failure.initCause(reason);
        return failure;
    }

    private static boolean isFull(String reason) {
        return reason.contains("No space left") || reason.contains("quota") || reason.contains("enough space");
    }
}
