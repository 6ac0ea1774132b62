package io.github.fswire.calls;

import java.nio.ByteBuffer;

/** Memory with made-up addresses, for calls that are not made to C. */
public final class PretendMemory {
    /** The address of the first byte, unless another one is given. */
    public static final long ADDRESS = 0x5000_0000_0000L;

    private PretendMemory() {}

    /**
     * Makes a block.
     *
     * @param bytes its size
     * @param freed runs when it is closed
     */
    public static NativeMemory allocate(int bytes, Runnable freed) {
        return allocate(ADDRESS, bytes, freed);
    }

    /** Makes a block at an address. */
    public static NativeMemory allocate(long address, int bytes, Runnable freed) {
        return new NativeMemory(address, ByteBuffer.allocate(bytes), freed);
    }
}
