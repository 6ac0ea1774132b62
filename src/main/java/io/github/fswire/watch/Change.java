package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One difference between what was delivered before and what is on disk now.
 *
 * @param kind what happened
 * @param nativePath the absolute path as bytes; for a move the new one
 * @param nativeFrom the old absolute path of a move, else null
 * @param type the entry's type; of a deleted entry the type it had
 * @param cause why the place was inspected
 * @param size size in bytes when the entry was inspected; 0 if deleted
 * @param modifiedNanos modification time in nanoseconds since 1970 when the entry was inspected; 0 if deleted. A time before
 *     1677-09-21 or after 2262-04-11 does not fit and is {@link Long#MIN_VALUE} or {@link Long#MAX_VALUE}; a change from one
 *     such time to another is delivered all the same
 */
public record Change(
        Kind kind,
        NativeName nativePath,
        @Nullable NativeName nativeFrom,
        Type type,
        Cause cause,
        long size,
        long modifiedNanos) {

    /** What happened to an entry. */
    public enum Kind {
        /** It exists now and did not before. */
        CREATED,
        /** Its content or metadata changed, or it was replaced by another entry of the same type. */
        MODIFIED,
        /** It does not exist any more. */
        DELETED,
        /**
         * It is now under another path, with everything below it. What was at the new path before, if anything, is gone: a
         * file is replaced without a change of its own.
         */
        MOVED
    }

    /** Type of an entry; links are not followed. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        SYMLINK,
        /** Anything else: fifo, socket, device. */
        OTHER
    }

    /** Why a place was inspected. */
    public enum Cause {
        /** The kernel reported something there. */
        EVENT,
        /** The kernel dropped records, so everything was inspected. */
        RESCAN,
        /**
         * The kernel does not watch the place, or does not report every change there: the place is inspected every interval.
         */
        POLL,
        /** Reconciliation found it; the kernel had reported nothing. */
        RECONCILE,
        /** It was there at the start. */
        INITIAL,
        /** It happened while no watcher was running. */
        RESUME
    }

    /**
     * The absolute path; for a move the new one.
     *
     * @return a path with exactly the bytes of {@link #nativePath()}
     */
    public Path path() {
        return nativePath.toPath();
    }

    /**
     * The old absolute path of a move.
     *
     * @return a path with exactly the bytes of {@link #nativeFrom()}, or null
     */
    public @Nullable Path from() {
        return nativeFrom == null ? null : nativeFrom.toPath();
    }

    @Override
    public String toString() {
        String paths = (nativeFrom == null ? "" : nativeFrom + " -> ") + nativePath;
        return kind + " " + paths.replace('/', File.separatorChar) + " " + type + " " + cause;
    }
}
