package io.github.fswire.raw;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A read-only cursor over one record in the kernel's buffer.
 *
 * <p><b>Valid only until the handler returns</b>: the next record reuses the same object. With {@code -Dfswire.checks=true}
 * or assertions enabled, every accessor throws {@link IllegalStateException} when it is used later. The accessors read the
 * buffer on every call; only methods named {@code to...} allocate.
 */
public interface RawEvent {
    /** The type of the entry that a record concerns, as the record has it. */
    enum Subject {
        /** A directory. */
        DIRECTORY,
        /** Anything but a directory. */
        NOT_DIRECTORY,
        /** The record does not contain that. */
        UNKNOWN
    }

    /**
     * The kinds of the record.
     *
     * @return bit set of {@link RawKind#bit()}
     */
    int kinds();

    /**
     * The record's native bits, unchanged.
     *
     * @return on Linux the {@code mask} of {@code struct inotify_event}, on macOS {@code FSEventStreamEventFlags}, on Windows the
     *     {@code Action}
     */
    int nativeMask();

    /**
     * The watch that the record belongs to.
     *
     * @return the watch, or null if the record concerns every watch of the session
     */
    @Nullable
    RawWatch watch();

    /**
     * The attachment that was given to {@link RawSession#watch} with this watch.
     *
     * @return the attachment, or null if there is none
     */
    @Nullable
    Object attachment();

    /**
     * Whether the record is about a directory.
     *
     * @return the subject that the record itself contains
     */
    Subject subject();

    /**
     * Connects the two records of a rename.
     *
     * @return the cookie, 0 if the record has none
     */
    int cookie();

    /**
     * Length of the name in the watched directory.
     *
     * @return bytes, 0 if the record concerns the watched directory itself
     */
    int nameLength();

    /**
     * One byte of the name, without a copy.
     *
     * @param index 0 to {@link #nameLength()} - 1
     * @return the byte
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    byte nameByte(int index);

    /**
     * Copies the name's bytes.
     *
     * @param target where to
     * @param offset first index to write
     * @return the number of bytes copied, {@link #nameLength()}
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    int copyName(byte[] target, int offset);

    /**
     * The name as a value that outlives the record.
     *
     * @return the name, empty if the record concerns the watched directory itself
     */
    NativeName toName();

    /**
     * The place that the record concerns: the watch's path with the name, if there is one.
     *
     * @return the path as the watch was registered; a directory moved since then still shows its old path
     * @throws IllegalStateException if the record concerns every watch of the session
     */
    Path toPath();
}
