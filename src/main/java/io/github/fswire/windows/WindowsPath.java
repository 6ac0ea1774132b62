package io.github.fswire.windows;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.Utf16Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Absolute paths in the form that has no limit of 260 units: {@code \\\\?\\C:\\...} and {@code \\\\?\\UNC\\server\\share\\...}. */
final class WindowsPath {
    /** What a path takes at most, with the NUL, in bytes: 32,767 units. */
    static final int BYTES = 1 << 16;

    private static final byte[] LOCAL = "//?/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NETWORK = "//?/UNC/".getBytes(StandardCharsets.US_ASCII);

    private WindowsPath() {}

    /** Writes a path with a NUL at the end; returns false if it is longer than any path can be. */
    static boolean put(NativeName path, ByteBuffer target, int offset) {
        byte[] bytes = path.toBytes();
        boolean slashes = bytes.length > 1 && bytes[0] == '/' && bytes[1] == '/';
        boolean ready = slashes && bytes.length > 3 && bytes[2] == '?' && bytes[3] == '/';
        byte[] prefix = ready ? new byte[0] : slashes ? NETWORK : LOCAL;
        int skip = slashes && !ready ? 2 : 0;
        byte[] whole = new byte[prefix.length + bytes.length - skip];
        System.arraycopy(prefix, 0, whole, 0, prefix.length);
        System.arraycopy(bytes, skip, whole, prefix.length, bytes.length - skip);
        if (2 * whole.length + 2 > BYTES) {
            return false;
        }
        target.putChar(offset + Utf16Names.toUnits(whole, whole.length, target, offset), '\0');
        return true;
    }
}
