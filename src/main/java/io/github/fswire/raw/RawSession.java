package io.github.fswire.raw;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kernel queue with its reader thread. All methods may be called from any thread, also from inside a handler.
 */
public interface RawSession extends AutoCloseable {
    /**
     * Watches a directory: every change after this method returned leads to a record.
     *
     * <p>A directory that is watched already (also under another path) gets a second watch, and each record is handed out
     * once for each of them.
     *
     * @param directory the directory; not a symbolic link
     * @param attachment handed out with each of the watch's records
     * @return the watch
     * @throws WatchLimitException if the system's limit is reached
     * @throws AccessRefusedException if the directory may not be read
     * @throws RootGoneException if there is no such directory
     * @throws UnsupportedWatchException if it is not a directory, or is a symbolic link
     * @throws WatchException if the system refuses for another reason
     * @throws IllegalStateException if the session is closed
     */
    default RawWatch watch(Path directory, @Nullable Object attachment) throws WatchException {
        return watch(NativeName.of(directory), attachment);
    }

    /**
     * Like {@link #watch(Path, Object)}, for a path that is given by its bytes.
     *
     * @param directory the directory; not a symbolic link
     * @param attachment handed out with each of the watch's records
     * @return the watch
     * @throws WatchException as {@link #watch(Path, Object)}
     */
    RawWatch watch(NativeName directory, @Nullable Object attachment) throws WatchException;

    /**
     * Like {@link #watch(NativeName, Object)}, with options of its own.
     *
     * @param directory the directory; a symbolic link only if the options follow it
     * @param options what is asked of this watch
     * @param attachment handed out with each of the watch's records
     * @return the watch
     * @throws WatchException as {@link #watch(Path, Object)}
     */
    default RawWatch watch(NativeName directory, RawWatchOptions options, @Nullable Object attachment)
            throws WatchException {
        return watch(options.followLink() ? options.resolve(directory) : directory, attachment);
    }

    /**
     * Watches a file itself: every later change of its content or metadata leads to a record without a name, also one that is
     * made through another name of it or through a descriptor whose name is gone.
     *
     * <p>On Linux a watch of a directory reports nothing of a file that is written through a descriptor from {@code O_TMPFILE}, or
     * from a name that was removed, although the file has a name there.
     *
     * @param file not a symbolic link; of a directory the watch may report as one of {@link #watch(NativeName, Object)}
     * @param attachment handed out with each of the watch's records
     * @return the watch, which ends with the file; null if this backend watches directories only
     * @throws WatchException as {@link #watch(Path, Object)}
     */
    default @Nullable RawWatch watchFile(NativeName file, @Nullable Object attachment) throws WatchException {
        return null;
    }

    /**
     * Asks for {@link RawEventHandler#onFence} once every record that is in the queue now has been handed out.
     *
     * @param token handed to the handler
     * @throws IllegalStateException if the session is closed
     */
    void fence(Object token);

    /**
     * Up to where the records of the kernel's history have been handed out, for {@link RawOptions#withSince}.
     *
     * @return an opaque text, or null if that is not known, as if the kernel keeps no history
     */
    default @Nullable String position() {
        return null;
    }

    /**
     * The binding through which the kernel is called.
     *
     * @return {@code ffm} or {@code jna}, or another backend's own word
     */
    String binding();

    /**
     * Number of watches that have not ended.
     *
     * @return how many
     */
    int watchCount();

    /**
     * The watches that have not ended: what an overflow that names no watch concerns.
     *
     * @return a snapshot, in no particular order
     */
    List<RawWatch> watches();

    /**
     * Ends the session (G6): after this method returned no handler method runs, and the queue, its thread and its memory are
     * gone. Called from inside a handler it returns at once, and the session ends when that handler method returns, with
     * {@link RawEventHandler#onTerminated} as the only further call. Idempotent.
     */
    @Override
    void close();
}
