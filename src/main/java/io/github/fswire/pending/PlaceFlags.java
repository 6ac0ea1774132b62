package io.github.fswire.pending;

/** What the kernel has reported of a pending place, as bits of a byte. */
public final class PlaceFlags {
    /** The kernel reported that its content or metadata changed. */
    public static final byte CONTENT_CHANGED = 1;

    /** The kernel reported last that somebody is writing it. */
    public static final byte WRITING = 2;

    /** The kernel reported last that somebody has closed it after writing. */
    public static final byte WRITER_CLOSED = 4;

    /**
     * The kernel reported that something was moved there; its earlier reports were about something else.
     * Of a directory itself: it was moved.
     */
    public static final byte MOVED_IN = 8;

    /** Of a directory itself: the kernel reported that its file system was unmounted. */
    public static final byte UNMOUNTED = 16;

    /** The kernel reported that a file was created there. The bit is that of {@link #UNMOUNTED}, which no file has. */
    public static final byte CREATED = UNMOUNTED;

    /**
     * Where watches cover subtrees, the kernel reported that something appeared there. If it is a known
     * directory, it was elsewhere meanwhile, and changes below it may have been reported under other paths.
     */
    public static final byte APPEARED = 32;

    /** The kernel reported that what had its name was deleted or moved away. */
    public static final byte REMOVED = 64;

    /**
     * The kernel reported that what had its name was moved away, and not yet where to. Another place may be
     * about to report its arrival.
     */
    public static final byte MOVED_OUT = (byte) 0x80;

    private PlaceFlags() {}

    /** The flags of a place that was pending already, after another report. */
    static byte merged(byte before, byte flags, boolean itself) {
        int kept = (flags & (WRITING | WRITER_CLOSED)) == 0 ? before : before & ~(WRITING | WRITER_CLOSED);
        return (byte) ((flags & MOVED_IN) == 0 || itself ? kept | flags : flags);
    }
}
