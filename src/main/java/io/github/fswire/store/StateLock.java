package io.github.fswire.store;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * Sees to it that one watcher at a time uses a checkpoint.
 *
 * <p>The system's lock is the whole process's, and on POSIX systems it ends as soon as the process closes any descriptor of the
 * file; fcntl(2). So watchers of one process exclude each other by a set, and a watcher that finds its path there does not
 * open the file.
 *
 * <p>Thread-safe.
 */
public final class StateLock implements Closeable {
    private static final Logger LOGGER = System.getLogger(StateLock.class.getName());
    private static final Set<Object> HELD = new HashSet<>(); // of this process; guarded by itself

    private final Object key;
    private final FileChannel channel;

    private StateLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CheckpointException if another watcher has it
     * @throws IOException if the lock file cannot be made or opened
     */
    public static StateLock take(StateFiles files) throws IOException {
        synchronized (HELD) {
            Path file = files.lock();
            try {
                StateFiles.create(file).close();
            } catch (FileAlreadyExistsException e) {
                // an earlier watcher has left it there
            }
            files.check();
            Object key = key(file);
            if (!HELD.add(key)) {
                throw taken(files, "in this process");
            }
            try {
                return new StateLock(key, open(files));
            } catch (IOException | RuntimeException | Error e) {
                HELD.remove(key);
                throw e;
            }
        }
    }

    /** An object that is the same for all names of a file. */
    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? file.toRealPath() : key;
    }

    private static FileChannel open(StateFiles files) throws IOException {
        FileChannel channel = StateFiles.open(files.lock(), StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw taken(files, "in another process");
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(files, "in this process");
        } catch (CheckpointException | RuntimeException | Error e) {
            channel.close();
            throw e;
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    "{0} cannot be locked: {1}. See to it that no other process uses this checkpoint.",
                    files.lock(),
                    e.getMessage());
            return channel;
        }
    }

    private static CheckpointException taken(StateFiles files, String where) {
        return new CheckpointException("another watcher " + where + " uses the checkpoint " + files.checkpoint() + " ("
                + files.lock() + " is locked): close that one, or give each watcher a checkpoint of its own");
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (channel.isOpen()) {
                HELD.remove(key);
                channel.close();
            }
        }
    }
}
