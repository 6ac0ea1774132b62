package io.github.fswire.scan;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of what is read into native memory. The bytes go through an array: before JDK 25, {@link CRC32C} throws for a
 * buffer of a shared arena (JDK-8357145).
 *
 * <p>Owned by one thread.
 */
public final class ContentHash {
    private static final int BYTES = 1 << 13;

    private final CRC32C crc = new CRC32C();
    private final byte[] bytes = new byte[BYTES];

    /** Begins with nothing. */
    public ContentHash() {}

    /** Adds the {@code length} bytes from {@code offset} on, wherever the buffer's position is. */
    public void add(ByteBuffer buffer, int offset, int length) {
        for (int done = 0; done < length; done += BYTES) {
            int part = Math.min(BYTES, length - done);
            buffer.get(offset + done, bytes, 0, part);
            crc.update(bytes, 0, part);
        }
    }

    /** The hash of what was added. */
    public int value() {
        return (int) crc.getValue();
    }

    /** Begins again. */
    public void reset() {
        crc.reset();
    }
}
