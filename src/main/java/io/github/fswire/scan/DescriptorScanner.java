package io.github.fswire.scan;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** A scanner of a Unix system, whose handles are descriptors and whose names are bytes before a NUL. Owned by one thread. */
public abstract class DescriptorScanner extends CodedScanner {
    private final BitSet handles = new BitSet(); // the descriptors that are open
    private final ByteBuffer buffer;
    private final int nameOffset;
    private final int nameBytes;
    private final int interrupted;
    private final int stale;

    /**
     * A scanner that has opened nothing.
     *
     * @param buffer its memory
     * @param nameOffset where in it a name or path for C stands
     * @param nameBytes how much room there is for one, the NUL included
     * @param interrupted EINTR of the system
     * @param stale its ESTALE
     */
    protected DescriptorScanner(ByteBuffer buffer, int nameOffset, int nameBytes, int interrupted, int stale) {
        this.buffer = buffer;
        this.nameOffset = nameOffset;
        this.nameBytes = nameBytes;
        this.interrupted = interrupted;
        this.stale = stale;
    }

    /** Hands a name or path to C; false if it does not fit, then it is longer than any can be. */
    protected final boolean putName(byte[] name, int length) {
        if (length >= nameBytes) {
            return false;
        }
        buffer.put(nameOffset, name, 0, length);
        buffer.put(nameOffset + length, (byte) 0);
        return true;
    }

    /** Opens what {@link #putName} has named; what a signal has interrupted is done again. */
    protected final int openNamed(int directory, int flags) {
        int result;
        do {
            result = openat(directory, flags);
        } while (result == -interrupted);
        if (result < 0) {
            return failed("openat", result);
        }
        opened(result);
        return result;
    }

    /** Whether any descriptor is open. */
    protected final boolean isAnyOpen() {
        return !handles.isEmpty();
    }

    /** From now on a descriptor is open. */
    protected final void opened(int descriptor) {
        handles.set(descriptor);
    }

    /** Calls openat(2) with the name in the buffer. */
    protected abstract int openat(int directory, int flags);

    @Override
    public final void close(int directory) {
        checkOpen();
        if (handles.get(directory)) {
            handles.clear(directory);
            // Nothing was written, so nothing can fail that matters; and it must never be repeated: close(2).
            closeDescriptor(directory);
        }
    }

    /** Calls close(2). */
    protected abstract void closeDescriptor(int descriptor);

    /** Remembers what went wrong with an open directory itself. */
    protected final int failedAtSelf(String operation, int result) {
        int meaning = failed(operation, result);
        return result == -stale ? GONE : meaning; // NFS: removed by another machine
    }

    @Override
    protected final void release() {
        for (int fd = handles.nextSetBit(0); fd >= 0; fd = handles.nextSetBit(fd + 1)) {
            closeDescriptor(fd);
        }
        free();
    }

    /** Frees memory and calls, when no handle is open any more. */
    protected abstract void free();
}
