package io.github.fswire.macos;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fences on their way through FSEvents: files that are created in a watched directory of our own. The event of such a file
 * comes after the events of earlier changes.
 *
 * <p>An event may be postponed to the next batch. So a second file is created when the batch with the first file's event was
 * handed out, and a fence has passed when the batch with the second file's event was. Neither FSEventStreamFlushSync, which
 * can wait for ever, nor ids can replace this: a change may be logged a moment after the thread that made it went on.
 *
 * <p>Owned by the reader.
 */
final class Fences {
    private static final Logger LOGGER = System.getLogger(Fences.class.getName());
    private static final int LAPS = 2;

    /** How long a fence may take. */
    static final long LIMIT_NANOS = 5_000_000_000L;

    private final class Fence {
        private final Object token;
        private int left = LAPS;
        private boolean seen;
        private long deadline = nanoTime.getAsLong() + LIMIT_NANOS; // also if files are created again and again
        private NativeName file = NativeName.of();

        private Fence(Object token) {
            this.token = token;
        }

        /** Creates a file under a new name; if that fails, the fence's time is up at once. */
        private void write() {
            remove();
            seen = false;
            file = NativeName.of("fence-" + ++count);
            try {
                Files.createDirectories(directory); // somebody may have cleaned up
                Files.createFile(directory.resolve(file.toString()));
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "a fence finds no place: everything is inspected instead", e);
                deadline = nanoTime.getAsLong();
            }
        }

        private void remove() {
            try {
                if (file.length() > 0) {
                    Files.deleteIfExists(directory.resolve(file.toString()));
                }
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "a fence's file stays behind", e); // until the session ends
            }
        }
    }

    private final Path directory;
    private final NativeName canonical;
    private final LongSupplier nanoTime;
    private final List<Fence> underWay = new ArrayList<>();
    private long count;

    /** Fences that have their files in {@code directory}, which is watched as {@code canonical}. */
    Fences(Path directory, NativeName canonical, LongSupplier nanoTime) {
        this.directory = directory;
        this.canonical = canonical;
        this.nanoTime = nanoTime;
    }

    void begin(Object token) {
        Fence fence = new Fence(token);
        underWay.add(fence);
        fence.write();
    }

    /** An event was handed out; perhaps it is about a fence's file. */
    void see(byte[] path, int length) {
        int start = canonical.length() + 1;
        if (length <= start || !Paths.isWithin(path, length, canonical)) {
            return;
        }
        for (Fence fence : underWay) {
            fence.seen |= NativeName.of(path, start, length - start).equals(fence.file);
        }
    }

    /** Events were lost, perhaps those that are waited for. */
    void repeat() {
        underWay.stream().filter(fence -> !fence.seen).forEach(Fence::write);
    }

    /** Whether anything is under way. */
    boolean isAny() {
        return !underWay.isEmpty();
    }

    /** Everything that has come was handed out: returns a fence that has passed by that, or null. */
    @Nullable
    Object passed() {
        for (Iterator<Fence> i = underWay.iterator(); i.hasNext(); ) {
            Fence fence = i.next();
            if (fence.seen && --fence.left > 0) {
                fence.write();
            } else if (fence.seen) {
                fence.remove();
                i.remove();
                return fence.token;
            }
        }
        return null;
    }

    /** Returns a fence whose event has not come in time, or null. */
    @Nullable
    Object expired() {
        for (Iterator<Fence> i = underWay.iterator(); i.hasNext(); ) {
            Fence fence = i.next();
            if (fence.deadline - nanoTime.getAsLong() <= 0) {
                fence.remove();
                i.remove();
                return fence.token;
            }
        }
        return null;
    }

    /** Removes a directory of fences. */
    static void removeAll(Path directory) {
        try {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "the directory of fences stays behind", e);
        }
    }
}
