package io.github.fswire.scan;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Inspects directories by handles, so that an inspection never leaves the directory that was opened (G8), whatever is renamed
 * or replaced by a link meanwhile. Symbolic links are never followed, except in the path given to {@link #openRoot}.
 *
 * <p>Results below zero are the constants of this interface; {@link #failure} then describes the last one. Belongs to the
 * thread that opened it. The name given to a method must not contain NUL or a slash.
 */
public interface Scanner extends AutoCloseable {
    /** There is no such entry, or the directory has been removed. */
    int GONE = -1;

    /** The entry is not a directory (any more); a symbolic link is not one. */
    int NOT_A_DIRECTORY = -2;

    /** This user may not read the place. */
    int DENIED = -3;

    /** Descriptors or memory are used up. */
    int EXHAUSTED = -4;

    /** Anything else; an input/output error for example. */
    int FAILED = -5;

    /** There is such an entry, but under another name: the one asked for is spelled differently, or is a second one. */
    int OTHER_NAME = -6;

    /**
     * Opens a directory by its absolute path; links in the path are followed, the last component included.
     *
     * @param path absolute path
     * @return a handle of 0 or more, or a negative result
     */
    int openRoot(NativeName path);

    /**
     * Opens a directory inside an open directory; a symbolic link is {@link #NOT_A_DIRECTORY}.
     *
     * @param directory handle of the parent
     * @param name bytes of the name from index 0
     * @param length number of bytes
     * @return a handle of 0 or more, or a negative result
     */
    int open(int directory, byte[] name, int length);

    /**
     * Opens a directory by its absolute path, no component of which may be a symbolic link.
     *
     * @param path absolute path
     * @return a handle of 0 or more, or a negative result; that means only that the directory must be opened by {@link #openRoot} and
     *     {@link #open}
     */
    default int openPath(NativeName path) {
        return FAILED;
    }

    /**
     * Closes a handle.
     *
     * @param directory handle from {@link #openRoot} or {@link #open}
     */
    void close(int directory);

    /**
     * Lists a directory and inspects each entry that the sink wants. May be called once for each handle.
     *
     * @param directory its handle
     * @param sink receives the entries
     * @return 0 if the whole directory was listed, or a negative result; entries before the failure were handed out
     */
    int list(int directory, ListingSink sink);

    /**
     * Inspects one entry.
     *
     * @param directory handle of its directory
     * @param name bytes of the name from index 0
     * @param length number of bytes
     * @param stat receives what was found
     * @return 0, or a negative result
     */
    int inspect(int directory, byte[] name, int length, EntryStat stat);

    /**
     * Inspects an open directory itself.
     *
     * @param directory its handle
     * @param stat receives what was found
     * @return 0, or a negative result
     */
    int inspectSelf(int directory, EntryStat stat);

    /**
     * Inspects the entry that an absolute path leads to now; links are followed, the last component included.
     *
     * @param path absolute path
     * @param stat receives what was found
     * @return 0, or a negative result; {@link #NOT_A_DIRECTORY} for a file where only directories can be inspected by path
     */
    default int inspectPath(NativeName path, EntryStat stat) {
        int handle = openRoot(path);
        if (handle < 0) {
            return handle;
        }
        int result = inspectSelf(handle, stat);
        close(handle);
        return result;
    }

    /**
     * Reads a regular file to its end. Links are not followed, and nothing that could make it wait is opened.
     *
     * @param directory handle of its directory
     * @param name bytes from index 0
     * @param length number of bytes
     * @param over asked again and again while it reads; once it is true the rest is not read, and the result means nothing
     * @return the CRC-32C of its content (RFC 3720), 0 if it cannot be read
     */
    int contentHash(int directory, byte[] name, int length, BooleanSupplier over);

    /** The same to the end in any case. */
    default int contentHash(int directory, byte[] name, int length) {
        return contentHash(directory, name, length, () -> false);
    }

    /**
     * Reads the beginning of a regular file. Links are not followed, and nothing that could make it wait is opened.
     *
     * @param directory handle of its directory
     * @param name bytes from index 0
     * @param length number of bytes
     * @param target receives as many bytes as it has room for
     * @return how many there were, or a negative result
     */
    int read(int directory, byte[] name, int length, byte[] target);

    /**
     * A path that leads to this very directory for as long as the handle is open, whatever its name is by then; to be given
     * to {@code RawSession.watch}.
     *
     * @param directory its handle
     * @param path builds the path under which it was opened, used where the system has nothing better
     * @return a path
     */
    NativeName watchPath(int directory, Supplier<NativeName> path);

    /**
     * Whether {@link #watchPath} returns paths that lead to another directory once something else has the name.
     *
     * @return what was true of its last result
     */
    boolean watchesByPath();

    /**
     * How far apart two changes of one file must be to get different time stamps in an open directory's file system.
     *
     * @param directory its handle
     * @return nanoseconds; 0 if a change after an inspection always gets another time stamp than that inspection has seen
     */
    long timestampGranularityNanos(int directory);

    /**
     * The file system of an open directory, if the kernel generates its content at every inspection (procfs, sysfs): then
     * nothing in it can be compared.
     *
     * @param directory its handle, after {@link #inspectSelf}
     * @return the name of the file system, or null if it is an ordinary one
     */
    default @Nullable String madeUp(int directory) {
        return null;
    }

    /**
     * Where something is mounted, with a number that another mount at the same place does not have.
     *
     * @return by absolute path without links; empty if that is not known
     */
    default Map<NativeName, Long> mounts() {
        return Map.of();
    }

    /**
     * Describes the last negative result.
     *
     * @param path what it was about
     * @return an exception with operation, code, symbol and advice
     */
    WatchException failure(NativeName path);

    /**
     * Whether the last negative result is the failure that an exception describes, of whatever place; this builds no text.
     *
     * @param known from {@link #failure}
     * @return true if {@link #failure} would describe it in the same way
     */
    boolean hasFailedAs(WatchException known);

    /** Closes the scanner and every handle still open. */
    @Override
    void close();
}
