package io.github.fswire.raw;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * A file name or a path as the system has it: bytes, which need not be valid in any encoding. Immutable.
 *
 * <p>Equality and order are those of the bytes. {@link #toString()} is for people: what is not valid UTF-8 is shown as
 * {@code \xHH}, and a backslash as itself, so it does not always lead back. {@link #toPath()} does, whatever the JVM's file
 * name encoding is.
 */
public final class NativeName implements Comparable<NativeName> {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final byte[] bytes;

    private NativeName(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A name of these bytes.
     *
     * @param bytes copied
     * @return the name
     */
    public static NativeName of(byte... bytes) {
        return new NativeName(bytes.clone());
    }

    /**
     * A name of some of these bytes.
     *
     * @param bytes copied from
     * @param offset first byte
     * @param length number of bytes
     * @return the name
     */
    public static NativeName of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new NativeName(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * A name in UTF-8.
     *
     * @param text the name
     * @return its bytes
     */
    public static NativeName of(String text) {
        return new NativeName(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The exact bytes of a path of the default file system, made absolute.
     *
     * @param path the path
     * @return its bytes, without a trailing slash unless it is the root
     */
    public static NativeName of(Path path) {
        // A Unix path's URI is made from its bytes, not from its text: under LANG=C the text has lost what is not ASCII.
        String escaped = path.toAbsolutePath().toUri().getRawPath();
        byte[] result = new byte[escaped.length()];
        int length = 0;
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                result[length++] = (byte) Integer.parseInt(escaped.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                result[length++] = (byte) c;
            }
        }
        if (length > 1 && result[length - 1] == '/') {
            length--; // toUri() adds a slash to what is a directory at the moment
        }
        return new NativeName(Arrays.copyOf(result, length));
    }

    /**
     * Number of bytes.
     *
     * @return 0 or more
     */
    public int length() {
        return bytes.length;
    }

    /**
     * One byte.
     *
     * @param index 0 to {@link #length()} - 1
     * @return the byte
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public byte byteAt(int index) {
        return bytes[index];
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /**
     * Copies the bytes.
     *
     * @param target where to
     * @param offset first index to write
     * @return the number of bytes copied
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    public int copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        return bytes.length;
    }

    /**
     * This path with a further name.
     *
     * @param name the child's name
     * @return the child's path
     */
    public NativeName resolve(NativeName name) {
        boolean slash = bytes.length > 0 && bytes[bytes.length - 1] != '/';
        byte[] result = Arrays.copyOf(bytes, bytes.length + (slash ? 1 : 0) + name.bytes.length);
        if (slash) {
            result[bytes.length] = '/';
        }
        name.copyTo(result, result.length - name.bytes.length);
        return new NativeName(result);
    }

    /**
     * Whether the bytes are valid UTF-8.
     *
     * @return true if {@link #toString()} is exact
     */
    public boolean isUtf8() {
        try {
            decode();
            return true;
        } catch (CharacterCodingException e) {
            return false; // the answer, not a failure
        }
    }

    /**
     * The path with exactly these bytes, also when they cannot be expressed in the JVM's file name encoding.
     *
     * @return a path of the default file system; relative if this name is
     */
    public Path toPath() {
        boolean absolute = bytes.length > 0 && bytes[0] == '/';
        StringBuilder uri = new StringBuilder(bytes.length + 16).append(absolute ? "file://" : "file:///");
        for (byte b : bytes) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '/' || b == '.';
            if (plain) {
                uri.append((char) b);
            } else {
                uri.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            }
        }
        Path path = Path.of(URI.create(uri.toString()));
        return absolute ? path : path.getRoot().relativize(path);
    }

    private String decode() throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    @Override
    public int compareTo(NativeName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NativeName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        try {
            return decode();
        } catch (CharacterCodingException e) {
            return escaped(); // not UTF-8: readable parts as they are, the rest as \xHH
        }
    }

    private String escaped() {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        int i = 0;
        while (i < bytes.length) {
            int length = sequenceLength(i);
            if (length == 0) {
                text.append("\\x").append(HEX[bytes[i] >> 4 & 15]).append(HEX[bytes[i] & 15]);
                i++;
            } else {
                text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    /** Length of the valid UTF-8 sequence at {@code start}, 0 if there is none. */
    private int sequenceLength(int start) {
        for (int length = 1; length <= 4 && start + length <= bytes.length; length++) {
            if (new NativeName(Arrays.copyOfRange(bytes, start, start + length)).isUtf8()) {
                return length;
            }
        }
        return 0;
    }
}
