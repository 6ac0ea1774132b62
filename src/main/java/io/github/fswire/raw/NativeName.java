package io.github.fswire.raw;

import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
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

    private static final boolean UNIX = File.separatorChar == '/';

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
     * @param text the name; half a surrogate pair becomes a question mark
     * @return its bytes
     */
    public static NativeName of(String text) {
        return new NativeName(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The exact bytes of a path, made absolute.
     *
     * <p>A relative path is made absolute with the working directory as the JVM knows it, and the JVM does not know it if
     * the directory's own name cannot be expressed in the JVM's file name encoding.
     *
     * @param path a path of the default file system
     * @return its bytes, without a trailing slash unless it is the root
     * @throws IllegalArgumentException if the path belongs to another file system
     */
    public static NativeName of(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("not a path of the default file system: " + path);
        }
        Path absolute = path.toAbsolutePath();
        String text = absolute.toString();
        if (!UNIX) {
            return ofUnits(text);
        }
        if (isAscii(text)) {
            return new NativeName(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        // A Unix path's URI is made from its bytes, not from its text: under LANG=C the text has lost what is not
        // ASCII.
        // For that the JDK reads the disk, to add a slash to the path of a directory: hence the short way above.
        String escaped = absolute.toUri().getRawPath();
        byte[] result = new byte[escaped.length()];
        int length = 0;
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                result[length++] = (byte) Integer.parseInt(escaped, i + 1, i + 3, 16);
                i += 2;
            } else {
                result[length++] = (byte) c;
            }
        }
        if (length > 1 && result[length - 1] == '/') {
            length--;
        }
        return new NativeName(Arrays.copyOf(result, length));
    }

    /** Windows has UTF-16 units, and so does the JDK there. */
    private static NativeName ofUnits(String text) {
        ByteBuffer units = ByteBuffer.allocate(2 * text.length());
        units.asCharBuffer().put(text);
        byte[] result = new byte[text.length() * Utf16Names.BYTES_PER_UNIT];
        return of(result, 0, Utf16Names.toBytes(units, 0, units.capacity(), result));
    }

    private String toUnits() {
        ByteBuffer units = ByteBuffer.allocate(2 * bytes.length);
        return units.limit(Utf16Names.toUnits(bytes, bytes.length, units, 0))
                .asCharBuffer()
                .toString();
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
     * @return the child's path; this path if the name is empty
     */
    public NativeName resolve(NativeName name) {
        if (name.bytes.length == 0) {
            return this;
        }
        boolean slash = bytes.length > 0 && bytes[bytes.length - 1] != '/';
        byte[] result = Arrays.copyOf(bytes, bytes.length + (slash ? 1 : 0) + name.bytes.length);
        if (slash) {
            result[bytes.length] = '/';
        }
        name.copyTo(result, result.length - name.bytes.length);
        return new NativeName(result);
    }

    /**
     * The last name of this path.
     *
     * @return what follows the last slash; this if there is none
     */
    public NativeName last() {
        int start = bytes.length;
        while (start > 0 && bytes[start - 1] != '/') {
            start--;
        }
        return of(bytes, start, bytes.length - start);
    }

    /**
     * This path without its last name.
     *
     * @return what precedes the last slash; with it if it is the file system's root, {@code /} or {@code C:/}; empty if there is
     *     none
     */
    public NativeName parent() {
        int end = length() - last().length();
        boolean root = end <= 1 || !UNIX && end == 3 && bytes[1] == ':';
        return of(bytes, 0, root ? end : end - 1);
    }

    /**
     * Whether this path leads into a directory.
     *
     * @param directory an absolute path without a slash at its end, or {@code /}
     * @return true also if both are the same
     */
    public boolean isWithin(NativeName directory) {
        int above = directory.bytes.length;
        return bytes.length >= above
                && Arrays.equals(bytes, 0, above, directory.bytes, 0, above)
                && (bytes.length == above || above > 0 && directory.bytes[above - 1] == '/' || bytes[above] == '/');
    }

    /**
     * Whether the bytes are valid UTF-8.
     *
     * @return true if {@link #toString()} is exact
     */
    public boolean isUtf8() {
        // What is not valid becomes U+FFFD, whose own bytes differ from any that are not valid.
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    /**
     * The path with exactly these bytes, also when they cannot be expressed in the JVM's file name encoding.
     *
     * @return a path of the default file system; relative if this name is; without double or trailing slashes
     * @throws IllegalArgumentException if there is a NUL byte, which no path can have
     */
    public Path toPath() {
        if (!UNIX) {
            return Path.of(toUnits());
        }
        if (isPlain()) {
            return Path.of(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        boolean absolute = bytes[0] == '/';
        StringBuilder uri = new StringBuilder(3 * bytes.length + 8).append(absolute ? "file://" : "file:///");
        for (byte b : bytes) {
            if (isPlain(b)) {
                uri.append((char) b);
            } else {
                uri.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
            }
        }
        Path path = Path.of(URI.create(uri.toString()));
        // Not root.relativize(path), which resolves dots.
        return absolute ? path : path.subpath(0, path.getNameCount());
    }

    /** Whether every byte stands for the same letter in whatever encoding the JVM uses, and in a URI. */
    private boolean isPlain() {
        for (byte b : bytes) {
            if (!isPlain(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(byte b) {
        return b >= 'a' && b <= 'z' || b >= '-' && b <= '9' || b >= 'A' && b <= 'Z' || b == '_';
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
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
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 || isUtf8() ? text : escaped();
    }

    /** What can be read as it is, the rest as {@code \xHH}. */
    private String escaped() {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(4 * bytes.length); // each byte becomes at most four characters
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            for (int i = 0; i < result.length(); i++) {
                byte b = in.get();
                out.put("\\x").put(HEX[b >> 4 & 15]).put(HEX[b & 15]);
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }
}
