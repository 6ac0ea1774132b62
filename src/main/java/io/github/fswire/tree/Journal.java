package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paths that were about to be told since the last checkpoint: what a listener knows of them after a crash is uncertain.
 *
 * <p>Records of an int, the path's length, a byte, the type told, and the path's bytes. They are on the disk before the listener
 * hears of them, so a record that is cut off was not told. Owned by one thread.
 */
public final class Journal implements Closeable {
    private static final int MAX_PATH = 1 << 16;
    private static final int RECORD_HEAD = Integer.BYTES + 1;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 13);

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens a journal; what is in it stays until {@link #clear}.
     *
     * @throws IOException if it cannot be written
     */
    public static Journal open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.position(channel.size());
        return new Journal(channel);
    }

    /** What the journal of that name contains: path and type, in the order of their first record; empty if there is none. */
    public static Map<NativeName, Integer> read(Path file) throws IOException {
        Map<NativeName, Integer> paths = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                int length = in.readInt();
                if (length <= 0 || length > MAX_PATH) {
                    return paths;
                }
                int type = in.readUnsignedByte() & TreeIndex.TYPE_MASK;
                byte[] path = new byte[length];
                in.readFully(path);
                paths.putIfAbsent(NativeName.of(path), type);
            }
        } catch (EOFException | NoSuchFileException e) {
            return paths; // the end, perhaps in the middle of a record that nobody has been told
        }
    }

    /** Adds a path to what {@link #force} writes. */
    public void add(NativeName path, int type) {
        int needed = RECORD_HEAD + path.length();
        if (buffer.remaining() < needed) {
            buffer = ByteBuffer.allocate(buffer.capacity() * 2 + needed).put(buffer.flip());
        }
        buffer.putInt(path.length()).put((byte) type).put(path.toBytes());
    }

    /** Returns when everything added is on the disk. */
    public void force() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } finally {
            buffer.clear();
        }
        channel.force(false);
    }

    /** Empties it: a checkpoint has been written. */
    public void clear() throws IOException {
        channel.truncate(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
