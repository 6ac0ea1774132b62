package io.github.fswire.linux;

import io.github.fswire.calls.Errno;
import io.github.fswire.calls.Fcntl;
import io.github.fswire.calls.LinuxCalls;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.scan.ContentHash;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads and hashes files through a buffer of its own, which is allocated when it is needed. Owned by the scanner's thread. */
final class ContentReader implements AutoCloseable {
    private static final int BYTES = 1 << 16;
    private static final int FLAGS = Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;

    private final LinuxCalls calls;
    private final IntFunction<NativeMemory> allocator;
    private final ContentHash hash = new ContentHash();
    private @Nullable NativeMemory memory;

    ContentReader(LinuxCalls calls, IntFunction<NativeMemory> allocator) {
        this.calls = calls;
        this.allocator = allocator;
    }

    /** The hash of an entry of a directory, 0 if it cannot be read; {@code name} is an address, {@code over} ends it. */
    int hash(int directory, long name, BooleanSupplier over) {
        NativeMemory target = memory();
        ByteBuffer buffer = target.buffer();
        int fd = open(directory, name);
        if (fd < 0) {
            return 0;
        }
        hash.reset();
        long length;
        do {
            length = calls.read(fd, target.address(), BYTES);
            hash.add(buffer, 0, (int) Math.max(0, length));
        } while ((length > 0 || length == -Errno.EINTR) && !over.getAsBoolean());
        calls.close(fd);
        return length < 0 ? 0 : hash.value();
    }

    /** Reads the beginning of an entry of a directory; returns the number of bytes, or minus the errno. */
    int read(int directory, long name, byte[] target) {
        NativeMemory chunk = memory();
        int fd = open(directory, name);
        if (fd < 0) {
            return fd;
        }
        int size = 0;
        long length;
        do {
            length = calls.read(fd, chunk.address(), Math.min(BYTES, target.length - size));
            if (length > 0) {
                chunk.buffer().get(0, target, size, (int) length);
                size += (int) length;
            }
        } while ((length > 0 || length == -Errno.EINTR) && size < target.length);
        calls.close(fd);
        return length < 0 ? (int) length : size;
    }

    private int open(int directory, long name) {
        int fd;
        do {
            fd = calls.openat(directory, name, FLAGS);
        } while (fd == -Errno.EINTR);
        return fd;
    }

    private NativeMemory memory() {
        NativeMemory present = memory;
        if (present == null) {
            present = allocator.apply(BYTES);
            memory = present;
        }
        return present;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
