package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The bytes of all names, each with its length in front, in pages of 64 KiB so that growing wastes at most one page.
 *
 * <p>A name is referred to by its position. Removed names leave garbage; {@link #wasteful()} returns whether it pays to copy
 * the living names into a new arena. Owned by one thread.
 */
public final class NameArena {
    private static final int PAGE_BITS = 16;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int LONG = 255; // instead of the length, which follows in two bytes

    private static final int MOST_PAGES = 1 << Integer.SIZE - PAGE_BITS; // that a position can express

    // Odd, and another one in each process: nobody can prepare a directory whose names all have the same hash
    private static final int MULTIPLIER = new SecureRandom().nextInt() | 1;

    private final int mostPages;
    private byte[][] pages = new byte[4][];
    private int pageCount;
    private int used = PAGE_SIZE; // in the last page
    private long garbage;

    /** An empty arena. */
    public NameArena() {
        this(MOST_PAGES);
    }

    /** An arena that has room for fewer names. */
    NameArena(int mostPages) {
        this.mostPages = mostPages;
    }

    /**
     * Copies a name in and returns its position.
     *
     * @throws IllegalStateException if there is no room for it
     */
    public int add(byte[] name, int length) {
        if (length > EntryStat.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name of " + length + " bytes");
        }
        int header = header(length);
        if (used + header + length > PAGE_SIZE) {
            if (pageCount == mostPages) {
                throw new IllegalStateException("the names of all entries take more than "
                        + ((long) mostPages * PAGE_SIZE >> 20)
                        + " MiB, and one watcher cannot keep more: exclude some directories, or divide the roots between"
                        + " several watchers");
            }
            if (pageCount > 0) {
                garbage += PAGE_SIZE - used;
            }
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pages.length * 2);
            }
            pages[pageCount++] = new byte[PAGE_SIZE];
            used = 0;
        }
        int position = (pageCount - 1) << PAGE_BITS | used;
        byte[] page = pages[pageCount - 1];
        if (length < LONG) {
            page[used] = (byte) length;
        } else {
            page[used] = (byte) LONG;
            page[used + 1] = (byte) (length >>> 8);
            page[used + 2] = (byte) length;
        }
        System.arraycopy(name, 0, page, used + header, length);
        used += header + length;
        return position;
    }

    /** Forgets a name. */
    void remove(int position) {
        int length = length(position);
        garbage += header(length) + length;
    }

    /** Forgets all names; memory for some stays. */
    public void clear() {
        if (pageCount > 0) {
            Arrays.fill(pages, 1, pageCount, null);
            pageCount = 1;
            used = 0;
            garbage = 0;
        }
    }

    private static int header(int length) {
        return length < LONG ? 1 : 3;
    }

    /** The number of a name's bytes. */
    public int length(int position) {
        return length(pages[position >>> PAGE_BITS], position & PAGE_SIZE - 1);
    }

    private static int length(byte[] page, int at) {
        int length = page[at] & 0xFF;
        return length < LONG ? length : (page[at + 1] & 0xFF) << 8 | page[at + 2] & 0xFF;
    }

    /** Whether a name has these bytes. */
    public boolean matches(int position, byte[] name, int length) {
        byte[] page = pages[position >>> PAGE_BITS];
        int at = position & PAGE_SIZE - 1;
        int start = at + header(length);
        return length(page, at) == length && Arrays.equals(page, start, start + length, name, 0, length);
    }

    /** Copies a name's bytes to {@code target} and returns their number. */
    public int copy(int position, byte[] target, int offset) {
        int length = length(position);
        int start = (position & PAGE_SIZE - 1) + header(length);
        System.arraycopy(pages[position >>> PAGE_BITS], start, target, offset, length);
        return length;
    }

    /** The hash of a name. */
    public int hash(int position) {
        byte[] page = pages[position >>> PAGE_BITS];
        int at = position & PAGE_SIZE - 1;
        int length = length(page, at);
        return hash(page, at + header(length), length);
    }

    /** The hash of bytes; another one in each process. */
    public static int hash(byte[] bytes, int offset, int length) {
        return hash(bytes, offset, length, MULTIPLIER);
    }

    static int hash(byte[] bytes, int offset, int length, int multiplier) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * multiplier + bytes[i];
        }
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16; // users of the low bits get something of the high ones, where names differ more
    }

    /** Whether more than half of a considerable arena is garbage. */
    boolean wasteful() {
        return garbage > 1 << 20 && garbage > (long) pageCount << PAGE_BITS - 1;
    }

    long bytes() {
        return (long) pageCount * PAGE_SIZE;
    }
}
