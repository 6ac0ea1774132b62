package io.github.fswire.macos;

import io.github.fswire.calls.MacCalls;
import io.github.fswire.calls.MacErrno;
import io.github.fswire.calls.MacErrors;
import io.github.fswire.calls.MacFile;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Finds directories that are to be watched, and their identities. Owned by who owns its calls. */
final class Directories implements AutoCloseable {
    /** Which directory it is. */
    record Identity(long device, long inode) {}

    /**
     * A directory that is there.
     *
     * @param canonical its path as FSEvents has it: without links, spelled as it is stored
     */
    record Found(NativeName canonical, Identity identity) {}

    private static final int PATH_BYTES = 4096;
    private static final int LIST = PATH_BYTES;
    private static final int RECORD = LIST + MacFile.ATTRLIST_SIZEOF;
    private static final int RECORD_BYTES = 8192;
    private static final int FLAGS =
            MacFile.O_RDONLY | MacFile.O_DIRECTORY | MacFile.O_NOFOLLOW | MacFile.O_CLOEXEC | MacFile.O_NONBLOCK;

    private final MacCalls calls;
    private final NativeMemory memory;
    private final ByteBuffer buffer;
    private final AttributeRecord record;
    private final EntryStat stat = new EntryStat();

    Directories(MacCalls calls, IntFunction<NativeMemory> allocator) {
        this.calls = calls;
        this.memory = allocator.apply(RECORD + RECORD_BYTES);
        this.buffer = memory.buffer();
        this.record = new AttributeRecord(buffer);
        AttributeRecord.request(
                buffer,
                LIST,
                MacFile.ATTR_CMN_RETURNED_ATTRS
                        | MacFile.ATTR_CMN_DEVID
                        | MacFile.ATTR_CMN_FILEID
                        | MacFile.ATTR_CMN_FULLPATH,
                0);
    }

    /** The directory at a path; a symbolic link is none. */
    Found find(NativeName path) throws WatchException {
        if (path.length() >= PATH_BYTES) {
            throw failure(path, "openat", -MacErrno.ENAMETOOLONG);
        }
        buffer.put(0, path.toBytes()).put(path.length(), (byte) 0);
        int descriptor;
        do {
            descriptor = calls.openat(MacFile.AT_FDCWD, memory.address(), FLAGS);
        } while (descriptor == -MacErrno.EINTR);
        if (descriptor < 0) {
            throw failure(path, "openat", descriptor);
        }
        int result =
                calls.fgetattrlist(descriptor, memory.address() + LIST, memory.address() + RECORD, RECORD_BYTES, 0);
        calls.close(descriptor);
        if (result < 0) {
            throw failure(path, "fgetattrlist", result);
        }
        record.read(RECORD, stat);
        return new Found(record.fullPath(), new Identity(stat.device, stat.inode));
    }

    /** Which directory is at a path now; null if none is there, or none that can be opened. */
    @Nullable
    Found at(NativeName path) {
        try {
            return find(path);
        } catch (WatchException e) {
            return null; // the caller finds out the reason
        }
    }

    private static WatchException failure(NativeName path, String operation, int result) {
        return MacErrors.failure(path.toString(), operation, result);
    }

    @Override
    public void close() {
        memory.close();
    }
}
