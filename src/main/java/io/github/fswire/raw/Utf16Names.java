package io.github.fswire.raw;

import java.nio.ByteBuffer;

/**
 * Names of systems that have them in UTF-16 units, as bytes and back. The bytes are UTF-8, in which half a surrogate pair is
 * written as any other unit between U+0800 and U+FFFF (often called WTF-8), so that every name survives; a backslash becomes a
 * slash, which no such name contains. Allocates nothing. For authors of backends.
 */
public final class Utf16Names {
    /** More bytes than this no unit takes. */
    public static final int BYTES_PER_UNIT = 3;

    private Utf16Names() {}

    /**
     * Turns units into bytes.
     *
     * @param units holds them in its byte order
     * @param offset of the first unit, in bytes; any alignment
     * @param length of the units, in bytes; the last one of an odd number is left out
     * @param target where the bytes go, from index 0
     * @return number of bytes written
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    public static int toBytes(ByteBuffer units, int offset, int length, byte[] target) {
        int at = 0;
        for (int i = offset; i + 1 < offset + length; i += 2) {
            char unit = units.getChar(i);
            if (unit < 0x80) {
                target[at++] = unit == '\\' ? (byte) '/' : (byte) unit;
            } else if (unit < 0x800) {
                target[at++] = (byte) (0xC0 | unit >> 6);
                target[at++] = (byte) (0x80 | unit & 0x3F);
            } else if (Character.isHighSurrogate(unit)
                    && i + 3 < offset + length
                    && Character.isLowSurrogate(units.getChar(i + 2))) {
                int point = Character.toCodePoint(unit, units.getChar(i + 2));
                i += 2;
                target[at++] = (byte) (0xF0 | point >> 18);
                target[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                target[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | point & 0x3F);
            } else {
                target[at++] = (byte) (0xE0 | unit >> 12);
                target[at++] = (byte) (0x80 | unit >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | unit & 0x3F);
            }
        }
        return at;
    }

    /**
     * Turns bytes made by {@link #toBytes} back into units.
     *
     * @param name bytes from index 0; of others the units are unspecified
     * @param length number of bytes
     * @param target where the units go, in its byte order
     * @param offset of the first unit, in bytes
     * @return bytes written
     * @throws IndexOutOfBoundsException if {@code target} is too short; two bytes for each of {@code length} are enough
     */
    public static int toUnits(byte[] name, int length, ByteBuffer target, int offset) {
        int at = offset;
        int i = 0;
        while (i < length) {
            int first = name[i] & 0xFF;
            int size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            if (i + size > length) {
                size = 1; // cut off: whatever comes out
            }
            int point = first < 0x80 ? first : first & 0xFF >> size + 1;
            for (int k = 1; k < size; k++) {
                point = point << 6 | name[i + k] & 0x3F;
            }
            i += size;
            if (size == 4) {
                target.putChar(at, Character.highSurrogate(point));
                at += 2;
                target.putChar(at, Character.lowSurrogate(point));
            } else {
                target.putChar(at, point == '/' ? '\\' : (char) point);
            }
            at += 2;
        }
        return at - offset;
    }
}
