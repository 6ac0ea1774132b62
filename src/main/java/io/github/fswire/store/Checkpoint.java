package io.github.fswire.store;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.Fingerprint;
import io.github.fswire.tree.TreeIndex;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The index in a file.
 *
 * <h2>Format</h2>
 *
 * Numbers are big-endian.
 *
 * <pre>
 *  "fswire\r\n"  8 bytes
 *  version       int, {@value #VERSION}
 *  key           two longs, of the fingerprints: with them a change can be forged
 *  history       length (short) and modified UTF-8, {@link TreeIndex#history()}
 *  roots         int, and for each: length of its path (int), path, singles, entry, children
 *  singles       int, and for each: length of its name (int), name: the only entries that count; none if all do
 *  children      for each: length of its name (short, 1 or more), name, entry, and if it is a directory its children;
 *                then a short 0
 *  entry         identity (long), content (int), time of change (24 bits) and type with the link flag (8 bits) in one int
 *  checksum      CRC-32C of everything before, int: against torn writes and bad disks, not against forgery
 * </pre>
 *
 * <h2>Writing</h2>
 *
 * The file is written beside the old one, forced to the disk and renamed over it, and the rename is forced as well: whenever
 * the process or the machine stops, one of the two is there, whole. A left-over of an earlier attempt is removed.
 */
public final class Checkpoint {
    private static final byte[] MAGIC = {'f', 's', 'w', 'i', 'r', 'e', '\r', '\n'};
    private static final int VERSION = 4;
    private static final int MAX_PATH = 1 << 16;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int CHECKSUM_BYTES = 4;

    private Checkpoint() {}

    /**
     * Writes an index between two cycles.
     *
     * @param files the checkpoint is replaced atomically; a link of that name is replaced, not followed
     * @param singles by node of a root: the only entries of the root that count; none if all entries count
     * @throws IOException if it cannot be written; the old file is as it was
     */
    public static void write(StateFiles files, TreeIndex index, IntFunction<Set<NativeName>> singles)
            throws IOException {
        try {
            StateFiles.uninterrupted(() -> writePart(files.part(), index, singles));
            StateFiles.replace(files.part(), files.checkpoint());
        } catch (IOException e) {
            discard(files.part(), e);
            throw e;
        }
    }

    /** Whether a file that is there begins as a checkpoint does. */
    public static boolean is(Path file) {
        return StateFiles.begins(file, MAGIC);
    }

    /** Removes an incomplete file, which takes room on a disk that may be full. */
    private static void discard(Path part, IOException failure) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void writePart(Path part, TreeIndex index, IntFunction<Set<NativeName>> singles) throws IOException {
        StateFiles.remove(part); // and so nobody leads us elsewhere by a link of that name
        try (FileChannel channel = StateFiles.create(part)) {
            CheckedOutputStream checked = new CheckedOutputStream(
                    new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES), new CRC32C());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER_BYTES));
            write(index, singles, out);
            out.flush();
            out.writeInt((int) checked.getChecksum().getValue());
            out.flush();
            channel.force(true);
        }
    }

    private static void write(TreeIndex index, IntFunction<Set<NativeName>> singles, DataOutputStream out)
            throws IOException {
        out.write(MAGIC);
        out.writeInt(VERSION);
        out.writeLong(index.fingerprint().key0);
        out.writeLong(index.fingerprint().key1);
        out.writeUTF(index.history());
        out.writeInt(index.rootCount());
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int r = 0; r < index.rootCount(); r++) {
            int root = index.root(r);
            writeLong(index.rootPath(root), out);
            Set<NativeName> only = singles.apply(root);
            out.writeInt(only.size());
            for (NativeName single : only) {
                writeLong(single, out);
            }
            writeEntry(index, root, out);
            int node = index.firstChild(root);
            int directory = root;
            while (directory != TreeIndex.NONE) {
                if (node == TreeIndex.NONE) {
                    out.writeShort(0);
                    node = directory == root ? TreeIndex.NONE : index.next(directory);
                    directory = directory == root ? TreeIndex.NONE : index.parent(directory);
                    continue;
                }
                int length = index.copyName(node, name);
                out.writeShort(length);
                out.write(name, 0, length);
                writeEntry(index, node, out);
                if (index.type(node) == EntryStat.DIRECTORY) {
                    directory = node;
                    node = index.firstChild(node);
                } else {
                    node = index.next(node);
                }
            }
        }
    }

    private static void writeLong(NativeName name, DataOutputStream out) throws IOException {
        out.writeInt(name.length());
        out.write(name.toBytes());
    }

    private static void writeEntry(TreeIndex index, int node, DataOutputStream out) throws IOException {
        out.writeLong(index.identity(node));
        out.writeInt(index.savedContent(node));
        out.writeInt(index.savedDetail(node));
    }

    /**
     * Reads an index.
     *
     * @param roots the paths of the roots that it must have, in their order
     * @param singles by path of a root: the only entries of it that count; a root that is not in it counts with all
     * @return a new index
     * @throws CheckpointException if it is damaged, has another version or is about other roots
     * @throws IOException if it cannot be read; {@link java.nio.file.NoSuchFileException} if there is none
     */
    public static TreeIndex read(Path file, List<NativeName> roots, Map<NativeName, Set<NativeName>> singles)
            throws IOException {
        try (FileChannel channel = StateFiles.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            verify(file, Channels.newInputStream(channel), size);
            channel.position(MAGIC.length + Integer.BYTES);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
            TreeIndex index = read(file, in, roots, singles);
            if (in.readNBytes(CHECKSUM_BYTES + 1).length != CHECKSUM_BYTES) {
                throw damaged(file);
            }
            return index;
        } catch (EOFException | UTFDataFormatException | IllegalStateException e) {
            throw damaged(file);
        }
    }

    private static CheckpointException damaged(Path file) {
        return new CheckpointException(file + " is damaged or not a checkpoint");
    }

    /** Requires that a file is ours, of this version, and whole. */
    private static void verify(Path file, InputStream stream, long size) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, BUFFER_BYTES));
        byte[] head = new byte[MAGIC.length + Integer.BYTES];
        if (size < head.length + CHECKSUM_BYTES) {
            throw damaged(file);
        }
        in.readFully(head);
        if (!Arrays.equals(MAGIC, 0, MAGIC.length, head, 0, MAGIC.length)) {
            throw damaged(file);
        }
        int version = ByteBuffer.wrap(head).getInt(MAGIC.length);
        if (version != VERSION) {
            throw new CheckpointException(file + " is of version " + version + ", and this is " + VERSION
                    + ": another version of fswire has written it");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(head);
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = size - head.length - CHECKSUM_BYTES;
        while (left > 0) {
            int length = (int) Math.min(left, buffer.length);
            in.readFully(buffer, 0, length);
            checksum.update(buffer, 0, length);
            left -= length;
        }
        if (in.readInt() != (int) checksum.getValue()) {
            throw damaged(file);
        }
    }

    private static TreeIndex read(
            Path file, DataInputStream in, List<NativeName> roots, Map<NativeName, Set<NativeName>> singles)
            throws IOException {
        TreeIndex index = new TreeIndex(new Fingerprint(in.readLong(), in.readLong()));
        index.history(in.readUTF());
        int count = in.readInt();
        if (count != roots.size()) {
            throw new CheckpointException(file + " is about other roots: not " + roots.size() + " but " + count);
        }
        for (int r = 0; r < count; r++) {
            NativeName path = readLong(file, in);
            Set<NativeName> only = new HashSet<>();
            for (int i = in.readInt(); i > 0; i--) {
                only.add(readLong(file, in));
            }
            if (!path.equals(roots.get(r)) || !only.equals(singles.getOrDefault(path, Set.of()))) {
                throw new CheckpointException(file + " is about other roots: " + path);
            }
            int root = index.addRoot(path);
            index.restore(root, in.readLong(), in.readInt(), in.readInt());
            readChildren(in, index, root);
        }
        return index;
    }

    private static NativeName readLong(Path file, DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_PATH) {
            throw damaged(file);
        }
        return NativeName.of(in.readNBytes(length));
    }

    private static void readChildren(DataInputStream in, TreeIndex index, int root) throws IOException {
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        int directory = root;
        int previous = TreeIndex.NONE;
        while (directory != TreeIndex.NONE) {
            int length = in.readUnsignedShort();
            if (length == 0) {
                previous = directory;
                directory = directory == root ? TreeIndex.NONE : index.parent(directory);
                continue;
            }
            if (length > name.length) {
                throw new IllegalStateException("a name of " + length + " bytes");
            }
            in.readFully(name, 0, length);
            requireName(name, length);
            int node = index.create(directory, previous, name, length);
            index.restore(node, in.readLong(), in.readInt(), in.readInt());
            if (index.type(node) == EntryStat.DIRECTORY) {
                directory = node;
                previous = TreeIndex.NONE;
            } else {
                previous = node;
            }
        }
    }

    /** Requires that a name leads to an entry of its directory. */
    private static void requireName(byte[] name, int length) {
        boolean dots = name[0] == '.' && (length == 1 || length == 2 && name[1] == '.');
        for (int i = 0; i < length; i++) {
            if (dots || name[i] == 0 || name[i] == '/') {
                throw new IllegalStateException("no name of an entry");
            }
        }
    }
}
