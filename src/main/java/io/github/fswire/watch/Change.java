package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import java.io.File;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One difference between what was delivered before and what is on disk now. Immutable.
 *
 * <p>The watcher makes changes. A test of a consumer makes its own with {@link #builder(Kind, Path)}.
 */
public final class Change {

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

    /** What of an entry changed. */
    public enum Aspect {
        /** The content: the size or the modification time is another one, or the kernel reported a write. */
        CONTENT,
        /** Mode, owner, number of names, extended attributes or times. */
        METADATA
    }

    private final Kind kind;
    private final NativeName nativePath;
    private final @Nullable NativeName nativeFrom;
    private final NativeName nativeRoot;
    private final NativeName nativeFromRoot;
    private final Type type;
    private final Cause cause;
    private final Instant time;
    private final long size;
    private final long modifiedNanos;
    private final long previousSize;
    private final long previousModifiedNanos;
    private final int contentHash;
    private final Set<Aspect> aspects;

    private Change(Builder builder) {
        kind = builder.kind;
        nativePath = builder.path;
        nativeFrom = builder.from;
        nativeRoot = builder.root;
        nativeFromRoot = builder.fromRoot;
        type = builder.type;
        cause = builder.cause;
        time = builder.time;
        size = builder.size;
        modifiedNanos = builder.modifiedNanos;
        previousSize = builder.previousSize;
        previousModifiedNanos = builder.previousModifiedNanos;
        contentHash = builder.contentHash;
        aspects = builder.aspects;
    }

    /**
     * Begins a change of an entry, a file by default, for which an event is the cause.
     *
     * @param kind what happened
     * @param path the absolute path; for a move the new one
     * @return a builder
     */
    public static Builder builder(Kind kind, Path path) {
        return builder(kind, NativeName.of(Objects.requireNonNull(path, "path")));
    }

    /**
     * The same with the path as bytes.
     *
     * @param kind what happened
     * @param path the absolute path; for a move the new one
     * @return a builder
     */
    public static Builder builder(Kind kind, NativeName path) {
        return new Builder(kind, path);
    }

    /**
     * What happened.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
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
     * The absolute path as bytes; for a move the new one.
     *
     * @return the path
     */
    public NativeName nativePath() {
        return nativePath;
    }

    /**
     * The old absolute path of a move.
     *
     * @return a path with exactly the bytes of {@link #nativeFrom()}, or null
     */
    public @Nullable Path from() {
        return nativeFrom == null ? null : nativeFrom.toPath();
    }

    /**
     * The old absolute path of a move as bytes.
     *
     * @return the path, or null
     */
    public @Nullable NativeName nativeFrom() {
        return nativeFrom;
    }

    /**
     * The root in which the entry is; for a move the root in which it is now.
     *
     * @return the root, of a root that is a single file its directory
     */
    public Path root() {
        return nativeRoot.toPath();
    }

    /**
     * The root in which the entry is, as bytes.
     *
     * @return as {@link #root}
     */
    public NativeName nativeRoot() {
        return nativeRoot;
    }

    /**
     * The root in which a moved entry was, as bytes.
     *
     * @return that root; of another change {@link #nativeRoot}
     */
    public NativeName nativeFromRoot() {
        return nativeFrom == null ? nativeRoot : nativeFromRoot;
    }

    /**
     * The path relative to the {@link #root}; for a move the new one.
     *
     * @return the path; empty for the root itself
     */
    public Path relativePath() {
        return root().relativize(path());
    }

    /**
     * The old path of a move, relative to the root in which the entry was.
     *
     * @return the path, or null if this is no move
     */
    public @Nullable Path relativeFrom() {
        return nativeFrom == null ? null : nativeFromRoot.toPath().relativize(nativeFrom.toPath());
    }

    /**
     * The entry's type; of a deleted entry the type it had.
     *
     * @return the type
     */
    public Type type() {
        return type;
    }

    /**
     * Whether the entry is, or was, a directory.
     *
     * @return false for a link to a directory
     */
    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    /**
     * Whether the entry is, or was, a regular file.
     *
     * @return false for a link to a file
     */
    public boolean isFile() {
        return type == Type.FILE;
    }

    /**
     * Why the place was inspected.
     *
     * @return the cause
     */
    public Cause cause() {
        return cause;
    }

    /**
     * When the watcher noticed the change, by the system's clock, to the millisecond. The entry changed before that time.
     *
     * @return the time
     */
    public Instant time() {
        return time;
    }

    /**
     * What changed of a modified entry, as far as time stamps and the kernel's records show. A change that leaves no trace but
     * an event counts as both. Of a directory only metadata counts, because its entries have changes of their own.
     *
     * <p>inotify reports whether a file was written or replaced. Elsewhere, while polling and after an overflow, size and
     * modification time decide alone: a file that was replaced for a moment and put back shows metadata only.
     *
     * @return at least one aspect if the kind is {@link Kind#MODIFIED}, else none
     */
    public Set<Aspect> aspects() {
        return aspects;
    }

    /**
     * The size when the entry was inspected.
     *
     * @return bytes; 0 if deleted
     */
    public long size() {
        return size;
    }

    /**
     * The size that was delivered before, for a modified, moved or deleted entry.
     *
     * @return bytes; empty if it is not known, or without {@link WatchOptions.Builder#previousAttributes}
     */
    public OptionalLong previousSize() {
        return previousSize < 0 ? OptionalLong.empty() : OptionalLong.of(previousSize);
    }

    /**
     * The modification time when the entry was inspected.
     *
     * @return nanoseconds since 1970; 0 if deleted. A time before 1677-09-21 or after 2262-04-11 does not fit and is {@link
     *     Long#MIN_VALUE} or {@link Long#MAX_VALUE}; a change from one such time to another is delivered all the same
     */
    public long modifiedNanos() {
        return modifiedNanos;
    }

    /**
     * The modification time when the entry was inspected.
     *
     * @return {@link #modifiedNanos} as {@code java.nio.file} has it
     */
    public FileTime modifiedTime() {
        return FileTime.from(instant(modifiedNanos));
    }

    /**
     * The modification time that was delivered before, for a modified, moved or deleted entry.
     *
     * @return the time; null if it is not known, or without {@link WatchOptions.Builder#previousAttributes}
     */
    public @Nullable FileTime previousModifiedTime() {
        return previousSize < 0 ? null : FileTime.from(instant(previousModifiedNanos));
    }

    /**
     * The modification time that was delivered before, as {@link #modifiedNanos} has it.
     *
     * @return nanoseconds since 1970; 0 if {@link #previousModifiedTime} is null
     */
    public long previousModifiedNanos() {
        return previousSize < 0 ? 0 : previousModifiedNanos;
    }

    /**
     * The CRC-32C (RFC 3720) of a file's content, if {@link WatchOptions.Verify#CONTENT} has it read.
     *
     * @return the checksum; empty if the content was not read, or could not be, or its checksum is 0
     */
    public OptionalInt contentHash() {
        return contentHash == 0 ? OptionalInt.empty() : OptionalInt.of(contentHash);
    }

    private static Instant instant(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(Math.floorDiv(nanos, second), Math.floorMod(nanos, second));
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Change other
                && kind == other.kind
                && nativePath.equals(other.nativePath)
                && Objects.equals(nativeFrom, other.nativeFrom)
                && nativeRoot.equals(other.nativeRoot)
                && nativeFromRoot.equals(other.nativeFromRoot)
                && type == other.type
                && cause == other.cause
                && time.equals(other.time)
                && size == other.size
                && modifiedNanos == other.modifiedNanos
                && previousSize == other.previousSize
                && previousModifiedNanos == other.previousModifiedNanos
                && contentHash == other.contentHash
                && aspects.equals(other.aspects);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, nativePath, nativeFrom, type, time);
    }

    @Override
    public String toString() {
        String paths = (nativeFrom == null ? "" : nativeFrom + " -> ") + nativePath;
        return kind + " " + paths.replace('/', File.separatorChar) + " " + type + " " + cause;
    }

    /** Collects what a change contains; not safe for use by several threads. */
    public static final class Builder {
        private static final long UNKNOWN = -1;
        private static final Set<Aspect> ALL = Collections.unmodifiableSet(EnumSet.allOf(Aspect.class));
        private static final Set<Aspect> CONTENT = Set.of(Aspect.CONTENT);
        private static final Set<Aspect> METADATA = Set.of(Aspect.METADATA);

        private final Kind kind;
        private final NativeName path;
        private @Nullable NativeName from;
        private NativeName root;
        private NativeName fromRoot;
        private Type type = Type.FILE;
        private Cause cause = Cause.EVENT;
        private Instant time = Instant.EPOCH;
        private long size;
        private long modifiedNanos;
        private long previousSize = UNKNOWN;
        private long previousModifiedNanos;
        private int contentHash;
        private Set<Aspect> aspects;

        private Builder(Kind kind, NativeName path) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.path = Objects.requireNonNull(path, "path");
            this.root = path;
            this.fromRoot = path;
            this.aspects = kind == Kind.MODIFIED ? ALL : Set.of();
        }

        /**
         * Sets the old path of a move.
         *
         * @param old absolute path
         * @param itsRoot the root in which the entry was
         * @return this builder
         */
        public Builder from(NativeName old, NativeName itsRoot) {
            from = Objects.requireNonNull(old, "old");
            fromRoot = Objects.requireNonNull(itsRoot, "itsRoot");
            return this;
        }

        /**
         * Sets the old path of a move.
         *
         * @param old absolute path
         * @param itsRoot the root in which the entry was
         * @return this builder
         */
        public Builder from(Path old, Path itsRoot) {
            return from(
                    NativeName.of(Objects.requireNonNull(old, "old")),
                    NativeName.of(Objects.requireNonNull(itsRoot, "itsRoot")));
        }

        /**
         * Sets the root; by default the entry is one.
         *
         * @param above absolute path of the root that the entry is in
         * @return this builder
         */
        public Builder root(Path above) {
            return root(NativeName.of(Objects.requireNonNull(above, "above")));
        }

        /**
         * Sets the root; by default the entry is one.
         *
         * @param above absolute path of the root that the entry is in
         * @return this builder
         */
        public Builder root(NativeName above) {
            root = Objects.requireNonNull(above, "above");
            return this;
        }

        /**
         * Sets the type.
         *
         * @param itsType the entry's type
         * @return this builder
         */
        public Builder type(Type itsType) {
            type = Objects.requireNonNull(itsType, "itsType");
            return this;
        }

        /**
         * Sets the cause.
         *
         * @param why why the place was inspected
         * @return this builder
         */
        public Builder cause(Cause why) {
            cause = Objects.requireNonNull(why, "why");
            return this;
        }

        /**
         * Sets the time; by default 1970 begins.
         *
         * @param noticed when the watcher noticed the change
         * @return this builder
         */
        public Builder time(Instant noticed) {
            time = Objects.requireNonNull(noticed, "noticed");
            return this;
        }

        /**
         * Sets what the entry is now.
         *
         * @param bytes the size
         * @param itsModifiedNanos the modification time, in nanoseconds since 1970
         * @return this builder
         */
        public Builder now(long bytes, long itsModifiedNanos) {
            size = bytes;
            modifiedNanos = itsModifiedNanos;
            return this;
        }

        /**
         * Sets what the entry was before.
         *
         * @param bytes the size; negative if it is not known
         * @param itsModifiedNanos the modification time, in nanoseconds since 1970
         * @return this builder
         */
        public Builder previous(long bytes, long itsModifiedNanos) {
            previousSize = bytes;
            previousModifiedNanos = itsModifiedNanos;
            return this;
        }

        /**
         * Sets the checksum of the content.
         *
         * @param crc32c the checksum, 0 if it is not known
         * @return this builder
         */
        public Builder contentHash(int crc32c) {
            contentHash = crc32c;
            return this;
        }

        /**
         * Sets what changed; by default all aspects of a modified entry, none of another one.
         *
         * @param changed the aspects
         * @return this builder
         */
        public Builder aspects(Set<Aspect> changed) {
            Objects.requireNonNull(changed, "changed");
            boolean content = changed.contains(Aspect.CONTENT);
            boolean metadata = changed.contains(Aspect.METADATA);
            aspects = content && metadata ? ALL : content ? CONTENT : metadata ? METADATA : Set.of();
            return this;
        }

        /**
         * Makes the change.
         *
         * @return a new change
         * @throws IllegalArgumentException if a move has no old path, or another kind has one
         */
        public Change build() {
            if ((kind == Kind.MOVED) != (from != null)) {
                throw new IllegalArgumentException(
                        "a change has from(...) if its kind is MOVED, and only then: " + kind);
            }
            return new Change(this);
        }
    }
}
