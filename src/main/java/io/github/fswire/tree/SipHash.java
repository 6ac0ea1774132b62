package io.github.fswire.tree;

/**
 * SipHash-2-4 of a sequence of longs: a hash whose results nobody can predict without its key of 128 bits, at the price of a few
 * nanoseconds a long. Source: J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012; a long is eight bytes
 * of its input in little-endian order.
 *
 * <p>Owned by one thread.
 */
final class SipHash {
    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long words;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** Begins a new sequence. */
    SipHash begin() {
        v0 = key0 ^ 0x736F6D6570736575L;
        v1 = key1 ^ 0x646F72616E646F6DL;
        v2 = key0 ^ 0x6C7967656E657261L;
        v3 = key1 ^ 0x7465646279746573L;
        words = 0;
        return this;
    }

    /** Adds a long to the sequence. */
    SipHash add(long word) {
        words++;
        v3 ^= word;
        rounds(2);
        v0 ^= word;
        return this;
    }

    /** Ends the sequence. */
    long end() {
        add(words * Long.BYTES << 56);
        v2 ^= 0xFF;
        rounds(4);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
