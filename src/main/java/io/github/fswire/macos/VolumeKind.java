package io.github.fswire.macos;

import io.github.fswire.calls.Bindings;
import io.github.fswire.calls.MacCalls;
import io.github.fswire.calls.MacErrno;
import io.github.fswire.calls.MacErrors;
import io.github.fswire.calls.MacFile;
import io.github.fswire.calls.NativeMemory;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;

/**
 * The kind of a volume.
 *
 * @param fileSystem its type as statfs(2) has it, such as {@code apfs}
 * @param reliable whether every change is made through this kernel, so that it can be reported
 */
public record VolumeKind(String fileSystem, boolean reliable) {
    private static final int PATH_BYTES = 4096;
    private static final Set<String> COUNTING = Set.of("apfs", "hfs");

    /**
     * Finds the volume of a file or directory; links are followed.
     *
     * @param path absolute path of a file or directory
     */
    public static VolumeKind of(NativeName path) throws WatchException {
        if (path.length() >= PATH_BYTES) {
            throw MacErrors.failure(path.toString(), "openat", -MacErrno.ENAMETOOLONG);
        }
        try (MacCalls calls = Bindings.mac(Bindings.name(), false);
                NativeMemory memory = Bindings.allocate(PATH_BYTES + MacFile.STATFS_SIZEOF)) {
            memory.buffer().put(0, path.toBytes());
            int descriptor = calls.openat(
                    MacFile.AT_FDCWD, memory.address(), MacFile.O_RDONLY | MacFile.O_NONBLOCK | MacFile.O_CLOEXEC);
            if (descriptor < 0) {
                throw MacErrors.failure(path.toString(), "openat", descriptor);
            }
            int result = calls.fstatfs(descriptor, memory.address() + PATH_BYTES);
            calls.close(descriptor);
            if (result < 0) {
                throw MacErrors.failure(path.toString(), "fstatfs", result);
            }
            return read(memory.buffer(), PATH_BYTES);
        }
    }

    /** Whether a file id is used only once, so that it identifies the file for ever. */
    boolean idsAreLasting() {
        return COUNTING.contains(fileSystem);
    }

    /** From a {@code struct statfs}. A volume that goes through FUSE often claims to be local. */
    static VolumeKind read(ByteBuffer buffer, int offset) {
        StringBuilder name = new StringBuilder();
        int start = offset + MacFile.STATFS_FSTYPENAME_OFFSET;
        for (int at = start; at < start + MacFile.MFSTYPENAMELEN && buffer.get(at) != 0; at++) {
            name.append((char) buffer.get(at));
        }
        String type = name.toString();
        boolean local = (buffer.getInt(offset + MacFile.STATFS_FLAGS_OFFSET) & MacFile.MNT_LOCAL) != 0;
        return new VolumeKind(type, local && !type.toLowerCase(Locale.ROOT).contains("fuse"));
    }
}
