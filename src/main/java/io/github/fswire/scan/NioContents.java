package io.github.fswire.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/** Reads regular files by their paths; links are not followed. Owned by the scanner's thread. */
final class NioContents {
    private static final int BYTES = 1 << 16;

    private final ByteBuffer content = ByteBuffer.allocate(BYTES);

    /** The hash of a file; {@code over} ends it. */
    int hash(Path file, BooleanSupplier over) throws IOException {
        CRC32C hash = new CRC32C();
        try (SeekableByteChannel channel = open(file)) {
            while (!over.getAsBoolean() && channel.read(content) >= 0) {
                hash.update(content.array(), 0, content.position());
                content.clear();
            }
        }
        return (int) hash.getValue();
    }

    /** Reads as much as there is room for; returns the number of bytes. */
    int read(Path file, byte[] target) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(target);
        try (SeekableByteChannel channel = open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // a channel may read less than there is
            }
        }
        return bytes.position();
    }

    private static SeekableByteChannel open(Path file) throws IOException {
        return Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }
}
