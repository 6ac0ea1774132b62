package io.github.fswire.calls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A block of memory that C and Java both see. Freed by {@link #close()} only: close it after the last thread and the last
 * system call that uses it have ended. Safe to hand from thread to thread, not to share without order.
 */
public final class NativeMemory implements AutoCloseable {
    private final long address;
    private final ByteBuffer buffer;
    private final Runnable free;

    NativeMemory(long address, ByteBuffer buffer, Runnable free) {
        this.address = address;
        this.buffer = buffer.order(ByteOrder.nativeOrder()); // FFM hands out big-endian views, JNA native ones
        this.free = free;
    }

    /** Where it begins, for a call's pointer argument. */
    public long address() {
        return address;
    }

    /** The whole block, zeroed at first, in native byte order; any alignment. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Frees the block; idempotent if {@code free} is. */
    @Override
    public void close() {
        free.run();
    }
}
