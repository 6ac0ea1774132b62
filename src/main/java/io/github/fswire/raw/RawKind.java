package io.github.fswire.raw;

/**
 * The meaning of a kernel record, uniform for every system; a record can have several kinds.
 *
 * <p>Kinds travel as a bit set, see {@link RawEvent#kinds()}. The native bits stay available as {@link
 * RawEvent#nativeMask()}.
 */
public enum RawKind {
    /** A name appeared. */
    CREATED,
    /** Content changed. */
    MODIFIED,
    /** Metadata changed: mode, owner, times, extended attributes, or the number of links. */
    ATTRIBUTES,
    /** A file that was open for writing was closed. */
    CLOSE_WRITE,
    /** A name disappeared. */
    DELETED,
    /** A name was moved away; a record with the same cookie names its new place, if that is watched. */
    MOVED_FROM,
    /** A name was moved here; a record with the same cookie names its old place, if that is watched. */
    MOVED_TO,
    /** The watched directory itself was deleted. */
    SELF_DELETED,
    /** The watched directory itself was moved. */
    SELF_MOVED,
    /** The file system of the watched directory was unmounted. */
    UNMOUNTED,
    /** The kernel ended this watch: no record follows for it. */
    WATCH_ENDED,
    /** The kernel dropped records; which ones is not known. */
    OVERFLOW;

    /**
     * The bit of this kind in {@link RawEvent#kinds()}.
     *
     * @return a number with exactly one bit set
     */
    @SuppressWarnings("EnumOrdinal") // the bits are not stored anywhere
    public int bit() {
        return 1 << ordinal();
    }

    /**
     * Whether this kind is in a bit set.
     *
     * @param kinds a bit set of kinds
     * @return true if it is
     */
    public boolean in(int kinds) {
        return (kinds & bit()) != 0;
    }
}
