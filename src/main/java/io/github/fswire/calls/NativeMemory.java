package io.github.fswire.calls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * A block of memory that C and Java both see. Freed by {@link #close()} only: close it after the last thread and the last
 * system call that uses it have ended. Safe to hand from thread to thread, not to share without order.
 */
public final class NativeMemory implements AutoCloseable {
    private static final AtomicLong LIVE_BYTES = new AtomicLong();

    private final long address;
    private final ByteBuffer buffer;
    private final Runnable free;
    private final AtomicBoolean closed = new AtomicBoolean();

    NativeMemory(long address, ByteBuffer buffer, Runnable free) {
        this.address = address;
        this.buffer = buffer.order(ByteOrder.nativeOrder()); // FFM hands out big-endian views, JNA native ones
        this.free = free;
        LIVE_BYTES.addAndGet(buffer.capacity());
    }

    /** Allocates for something whose calls are open already; if there is no memory, {@code undo} closes them. */
    public static NativeMemory allocate(IntFunction<NativeMemory> allocator, int bytes, Runnable undo) {
        try {
            return allocator.apply(bytes);
        } catch (RuntimeException | Error e) {
            undo.run();
            throw e;
        }
    }

    /** Bytes that are allocated now, all blocks together; for tests that nothing is left behind. */
    public static long liveBytes() {
        return LIVE_BYTES.get();
    }

    /** Where it begins, for a call's pointer argument. */
    public long address() {
        return address;
    }

    /** The whole block, zeroed at first, in native byte order; any alignment. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Frees the block. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LIVE_BYTES.addAndGet(-buffer.capacity());
            free.run();
        }
    }
}
