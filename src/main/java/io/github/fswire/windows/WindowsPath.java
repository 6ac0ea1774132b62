package io.github.fswire.windows;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.Utf16Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Absolute paths in the form that has no limit of 260 units: {@code \\\\?\\C:\\...} and {@code \\\\?\\UNC\\server\\share\\...}. */
final class WindowsPath {
    /** What a path takes at most, with the NUL, in bytes: 32,767 units. */
    static final int BYTES = 1 << 16;

    private static final byte[] LOCAL = "//?/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NETWORK = "//?/UNC/".getBytes(StandardCharsets.US_ASCII);

    private WindowsPath() {}

    /**
     * Reads a path that Windows has returned in that form, as it is written elsewhere: {@code C:/...} and {@code
     * //server/share/...}.
     */
    static NativeName get(ByteBuffer source, int offset, int units) {
        byte[] bytes = new byte[units * Utf16Names.BYTES_PER_UNIT];
        int length = Utf16Names.toBytes(source, offset, units * Character.BYTES, bytes);
        if (startsWith(bytes, length, NETWORK)) {
            int skip = NETWORK.length - 2;
            bytes[skip] = '/';
            return NativeName.of(bytes, skip, length - skip);
        }
        boolean drive = startsWith(bytes, length, LOCAL) && length > LOCAL.length + 1 && bytes[LOCAL.length + 1] == ':';
        int skip = drive ? LOCAL.length : 0; // a volume without a letter has no other form
        return NativeName.of(bytes, skip, length - skip);
    }

    private static boolean startsWith(byte[] bytes, int length, byte[] prefix) {
        return length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

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
        ByteBuffer units = ByteBuffer.allocate(Character.BYTES * whole.length).order(target.order());
        int length = Utf16Names.toUnits(whole, whole.length, units, 0);
        if (length + Character.BYTES > BYTES) {
            return false;
        }
        target.put(offset, units, 0, length).putChar(offset + length, '\0');
        return true;
    }
}
