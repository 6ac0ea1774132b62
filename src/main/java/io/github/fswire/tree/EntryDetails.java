package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;

/**
 * What a change contains besides its paths; a struct that is used again for the next change. Owned by the engine thread.
 */
public final class EntryDetails {
    /** The content of a file changed, as far as time stamps and records show. */
    public static final int CONTENT = 1;

    /** Mode, owner, extended attributes or times changed, as far as time stamps and records show. */
    public static final int METADATA = 2;

    /** {@link #previousSize} where it is not known. */
    public static final long UNKNOWN = -1;

    /** Path of the root that the entry is in. */
    public NativeName root = NativeName.of("");

    /** Of a moved entry, path of the root that it was in. */
    public NativeName fromRoot = NativeName.of("");

    /** One of the types of {@code EntryStat}. */
    public int type;

    /** One of {@link Causes}. */
    public int cause;

    /** Size in bytes; 0 of a deleted entry. */
    public long size;

    /** Modification time as {@code EntryStat} has it; 0 of a deleted entry. */
    public long modifiedNanos;

    /** A hash of the content; 0 if it was not read. */
    public int contentHash;

    /** The size that was delivered last, or {@link #UNKNOWN}. */
    public long previousSize;

    /** The modification time that was delivered last; means nothing if the size is unknown. */
    public long previousModifiedNanos;

    /** What changed, for a modified entry: {@link #CONTENT}, {@link #METADATA}, or both. */
    public int aspects;
}
