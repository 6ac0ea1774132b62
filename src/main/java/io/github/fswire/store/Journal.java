package io.github.fswire.store;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.TreeIndex;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The paths of all batches since the last checkpoint, written before their delivery. After a crash it is uncertain whether
 * the listener accepted their changes.
 *
 * <h2>Format</h2>
 *
 * Numbers are big-endian.
 *
 * <pre>
 *  "fswire\rj"  8 bytes
 *  version      int, {@value #VERSION}
 *  blocks       each: length of its records (int, 1 or more), CRC-32C of the records, CRC-32C of these two ints, records
 *  record       length of a path (int), the type delivered (8 bits), path
 * </pre>
 *
 * <h2>What a crash leaves behind</h2>
 *
 * A block is on the disk before its batch is delivered. So a last block that is cut off, or that is only zeros, was not
 * delivered and does not count. Any other block that cannot be decoded was perhaps delivered.
 *
 * <h2>Writing</h2>
 *
 * A journal is always a new file that replaces the old one and contains all its valid blocks. So an existing file of that
 * name is never written to, and no block follows one that is cut off.
 *
 * <p>Owned by one thread.
 */
public final class Journal implements Closeable {
    private static final byte[] MAGIC = {'f', 's', 'w', 'i', 'r', 'e', '\r', 'j'};
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES;
    private static final int BLOCK_HEAD = 3 * Integer.BYTES;
    private static final int RECORD_HEAD = Integer.BYTES + 1;
    private static final int BLOCK_BYTES = 1 << 20; // a block is written when it is larger

    private final Path file;
    private FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 13).position(BLOCK_HEAD);
    private long end = HEADER_BYTES; // of the blocks that are whole
    private boolean open = true;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes a journal in the place of an earlier one.
     *
     * @param uncertain the entries of the earlier one that still count
     * @throws IOException if it cannot be written
     */
    public static Journal create(StateFiles files, Map<NativeName, Integer> uncertain) throws IOException {
        AtomicReference<@Nullable Journal> made = new AtomicReference<>();
        StateFiles.uninterrupted(() -> made.set(begin(files, uncertain)));
        return Objects.requireNonNull(made.get());
    }

    private static Journal begin(StateFiles files, Map<NativeName, Integer> uncertain) throws IOException {
        StateFiles.remove(files.part()); // and so nobody leads us elsewhere by a link of that name
        Journal journal = new Journal(files.journal(), StateFiles.create(files.part()));
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(VERSION);
            writeFully(journal.channel, header.flip(), 0);
            uncertain.forEach(journal::add);
            journal.seal();
            journal.write();
            journal.buffer.clear().position(BLOCK_HEAD);
            StateFiles.replace(files.part(), files.journal());
            return journal;
        } catch (IOException | RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    /** Whether a file that is there begins as a journal does. */
    public static boolean is(Path file) {
        return StateFiles.begins(file, MAGIC);
    }

    /**
     * Reads the journal of that name: path and type, in the order of their first record; empty if there is none.
     *
     * @param roots paths that are not within them are left out
     * @throws CheckpointException if there is something that cannot be understood
     * @throws IOException if it cannot be read
     */
    public static Map<NativeName, Integer> read(Path file, List<NativeName> roots) throws IOException {
        Map<NativeName, Integer> paths = new LinkedHashMap<>();
        try (FileChannel channel = StateFiles.open(file, StandardOpenOption.READ)) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
            byte[] header = in.readNBytes(HEADER_BYTES);
            if (!Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length))
                    || header.length < HEADER_BYTES
                    || ByteBuffer.wrap(header).getInt(MAGIC.length) != VERSION) {
                throw damaged(file);
            }
            long left = channel.size() - HEADER_BYTES;
            while (left > BLOCK_HEAD) {
                byte[] head = in.readNBytes(BLOCK_HEAD);
                ByteBuffer numbers = ByteBuffer.wrap(head);
                int length = numbers.getInt();
                int checksum = numbers.getInt();
                left -= BLOCK_HEAD;
                if (length <= 0 || numbers.getInt() != checksum(head, 0, 2 * Integer.BYTES)) {
                    if (isZero(head) && isZero(in)) {
                        return paths;
                    }
                    throw damaged(file);
                }
                if (length > left) {
                    return paths; // the end, in the middle of a block that was not delivered
                }
                byte[] records = in.readNBytes(length);
                left -= length;
                if (records.length != length || checksum(records, 0, length) != checksum) {
                    throw damaged(file);
                }
                read(file, ByteBuffer.wrap(records), roots, paths);
            }
            return paths;
        } catch (NoSuchFileException e) {
            return paths;
        }
    }

    private static void read(Path file, ByteBuffer records, List<NativeName> roots, Map<NativeName, Integer> paths)
            throws CheckpointException {
        try {
            while (records.hasRemaining()) {
                int length = records.getInt();
                int type = records.get() & TreeIndex.TYPE_MASK;
                if (length <= 0 || length > records.remaining()) {
                    throw damaged(file);
                }
                byte[] bytes = new byte[length];
                records.get(bytes);
                NativeName path = NativeName.of(bytes);
                if (!isPath(bytes)) {
                    throw damaged(file);
                }
                if (roots.stream().anyMatch(path::isWithin)) {
                    paths.putIfAbsent(path, type);
                }
            }
        } catch (BufferUnderflowException e) {
            throw damaged(file);
        }
    }

    /** Whether a path has no NUL, and no part that leads elsewhere. */
    private static boolean isPath(byte[] bytes) {
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                boolean dots = i - start == 1 && bytes[start] == '.'
                        || i - start == 2 && bytes[start] == '.' && bytes[start + 1] == '.';
                if (dots) {
                    return false;
                }
                start = i + 1;
            } else if (bytes[i] == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(DataInputStream in) throws IOException {
        byte[] some = in.readNBytes(BLOCK_BYTES);
        while (some.length > 0 && isZero(some)) {
            some = in.readNBytes(BLOCK_BYTES);
        }
        return some.length == 0;
    }

    private static CheckpointException damaged(Path file) {
        return new CheckpointException(file + " is damaged or not a journal");
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }

    /** Adds a path, which is on the disk when {@link #force} returns. */
    public void add(NativeName path, int type) {
        int needed = RECORD_HEAD + path.length();
        if (buffer.remaining() < needed) {
            buffer = ByteBuffer.allocate(buffer.capacity() * 2 + needed).put(buffer.flip());
        }
        buffer.putInt(path.length()).put((byte) type).put(path.toBytes());
    }

    /** Whether so much was added that {@link #force} should be called before more is. */
    public boolean isLarge() {
        return buffer.position() > BLOCK_BYTES;
    }

    /**
     * Returns when everything added is on the disk.
     *
     * @throws IOException if it is not; the added paths are forgotten
     */
    public void force() throws IOException {
        seal();
        try {
            uninterrupted(this::write);
        } finally {
            buffer.clear().position(BLOCK_HEAD);
        }
    }

    /** Makes a block of the added paths, if there are any. */
    private void seal() {
        int length = buffer.position() - BLOCK_HEAD;
        byte[] bytes = buffer.array();
        buffer.putInt(0, length).putInt(Integer.BYTES, checksum(bytes, BLOCK_HEAD, length));
        buffer.putInt(2 * Integer.BYTES, checksum(bytes, 0, 2 * Integer.BYTES));
        buffer.limit(length > 0 ? buffer.position() : 0).position(0);
    }

    private void write() throws IOException {
        try {
            writeFully(channel, buffer.duplicate(), end);
            channel.force(false);
            end += buffer.limit();
        } catch (IOException e) {
            cut(e); // a part of a block, or a block that will not be delivered
            throw e;
        }
    }

    private void cut(IOException failure) {
        if (channel.isOpen()) {
            try {
                channel.truncate(end);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Empties it: a checkpoint has been written. */
    public void clear() throws IOException {
        uninterrupted(() -> channel.truncate(HEADER_BYTES));
        end = HEADER_BYTES;
    }

    /** The same with a channel that is open. */
    private void uninterrupted(StateFiles.Work work) throws IOException {
        StateFiles.uninterrupted(() -> {
            if (open && !channel.isOpen()) {
                channel = StateFiles.open(file, StandardOpenOption.WRITE);
            }
            work.run();
        });
    }

    @Override
    public void close() throws IOException {
        open = false;
        channel.close();
    }
}
