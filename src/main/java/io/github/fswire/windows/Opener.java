package io.github.fswire.windows;

import io.github.fswire.calls.NativeMemory;
import io.github.fswire.calls.WindowsCalls;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * Opens directories with a lock, calls and memory of its own. Opening takes as long as a server takes to answer, so no other
 * thread waits for that lock. Closing does not wait either: a thread that is opening a directory at that time frees the calls
 * and the memory.
 */
final class Opener {
    private final WindowsCalls calls; // guarded by the lock
    private final NativeMemory memory; // guarded by the lock
    private final Directories directories; // guarded by the lock
    private final ReentrantLock lock = new ReentrantLock();
    private boolean freed; // guarded by the lock
    private volatile boolean closed;

    private Opener(WindowsCalls calls, NativeMemory memory) {
        this.calls = calls;
        this.memory = memory;
        this.directories = new Directories(calls, memory.buffer().order(ByteOrder.LITTLE_ENDIAN), memory.address());
    }

    /** Takes over the calls, also if there is no memory. */
    static Opener open(WindowsCalls calls, IntFunction<NativeMemory> allocator) {
        return new Opener(calls, NativeMemory.allocate(allocator, Directories.MEMORY_BYTES, calls::close));
    }

    /** Waits for its turn, which ends with {@link #end}. */
    Directories begin() {
        lock.lock();
        return directories;
    }

    /** Closes a directory that was opened in this turn. */
    void discard(long handle) {
        calls.CloseHandle(handle);
    }

    void end() {
        lock.unlock();
        if (closed) {
            free();
        }
    }

    /** The session is closed; each waiting thread checks that when its turn begins. */
    void close() {
        closed = true;
        free();
    }

    private void free() {
        if (lock.tryLock()) {
            try {
                if (!freed) {
                    freed = true;
                    memory.close();
                    calls.close();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
