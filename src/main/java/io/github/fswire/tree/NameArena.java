package io.github.fswire.tree;

import java.util.Arrays;

/**
 * The bytes of all names, each with its length in front, in pages of 64 KiB so that growing wastes at most one page.
 *
 * <p>A name is referred to by its position. Removed names leave garbage; {@link #wasteful()} tells when it pays to copy the
 * living names into a new arena. Owned by one thread.
 */
final class NameArena {
    private static final int PAGE_BITS = 16;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int MAX_NAME = 255;

    private byte[][] pages = new byte[4][];
    private int pageCount;
    private int used = PAGE_SIZE; // in the last page
    private long garbage;

    /** Copies a name in and returns its position. */
    int add(byte[] name, int length) {
        if (length > MAX_NAME) {
            throw new IllegalArgumentException("name of " + length + " bytes");
        }
        if (used + 1 + length > PAGE_SIZE) {
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
        page[used] = (byte) length;
        System.arraycopy(name, 0, page, used + 1, length);
        used += 1 + length;
        return position;
    }

    /** Forgets a name. */
    void remove(int position) {
        garbage += 1 + length(position);
    }

    int length(int position) {
        return pages[position >>> PAGE_BITS][position & PAGE_SIZE - 1] & 0xFF;
    }

    boolean matches(int position, byte[] name, int length) {
        byte[] page = pages[position >>> PAGE_BITS];
        int start = (position & PAGE_SIZE - 1) + 1;
        return (page[start - 1] & 0xFF) == length && Arrays.equals(page, start, start + length, name, 0, length);
    }

    /** Copies a name's bytes to {@code target} and returns their number. */
    int copy(int position, byte[] target, int offset) {
        int length = length(position);
        System.arraycopy(pages[position >>> PAGE_BITS], (position & PAGE_SIZE - 1) + 1, target, offset, length);
        return length;
    }

    int hash(int position) {
        byte[] page = pages[position >>> PAGE_BITS];
        int start = position & PAGE_SIZE - 1;
        return hash(page, start + 1, page[start] & 0xFF);
    }

    static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash * 0x9E3779B9;
    }

    /** Whether more than half of a considerable arena is garbage. */
    boolean wasteful() {
        return garbage > 1 << 20 && garbage > (long) pageCount << PAGE_BITS - 1;
    }

    long bytes() {
        return (long) pageCount * PAGE_SIZE;
    }
}
