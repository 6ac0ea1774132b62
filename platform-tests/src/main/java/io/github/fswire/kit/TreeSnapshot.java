package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change.Type;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A tree at one moment, by raw names and without following links: what is on disk, or what a mirror holds.
 *
 * @param entries relative path to entry; the root has the empty path and is missing if it does not exist
 */
public record TreeSnapshot(SortedMap<NativeName, Entry> entries) {
    private static final int MOST_LINES = 20;

    /** The path of the root itself. */
    public static final NativeName ROOT = NativeName.of();

    /**
     * One entry.
     *
     * @param type its type
     * @param bytes size of a file or link, else 0
     * @param modifiedNanos modification time of a file or link in nanoseconds since 1970, else 0
     */
    public record Entry(Type type, long bytes, long modifiedNanos) {
        /** An entry without what does not count for its type. */
        public static Entry of(Type type, long bytes, long modifiedNanos) {
            boolean counts = type == Type.FILE || type == Type.SYMLINK;
            return counts ? new Entry(type, bytes, modifiedNanos) : new Entry(type, 0, 0);
        }

        @Override
        public String toString() {
            return type == Type.FILE || type == Type.SYMLINK
                    ? type + " " + bytes + " bytes, modified " + modifiedNanos
                    : type.toString();
        }
    }

    /** What is on disk below a directory. */
    public static TreeSnapshot of(Path root) throws IOException {
        return of(root, name -> false);
    }

    /** The same without what is excluded by its relative path. */
    public static TreeSnapshot of(Path root, Predicate<NativeName> excluded) throws IOException {
        SortedMap<NativeName, Entry> entries = new TreeMap<>();
        if (Files.isDirectory(root)) { // the root itself may be a link
            entries.put(ROOT, Entry.of(Type.DIRECTORY, 0, 0));
            Deque<NativeName> directories = new ArrayDeque<>();
            directories.add(ROOT);
            while (!directories.isEmpty()) {
                list(root, directories.remove(), entries, directories, excluded);
            }
        }
        return new TreeSnapshot(entries);
    }

    private static void list(
            Path root,
            NativeName directory,
            SortedMap<NativeName, Entry> entries,
            Deque<NativeName> directories,
            Predicate<NativeName> excluded)
            throws IOException {
        Path path = new Disk(root).path(directory);
        int prefix = NativeName.of(path).length() + 1;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            for (Path child : children) {
                byte[] bytes = NativeName.of(child).toBytes();
                NativeName name = directory.resolve(NativeName.of(bytes, prefix, bytes.length - prefix));
                if (excluded.test(name)) {
                    continue;
                }
                Entry entry = inspect(child);
                entries.put(name, entry);
                if (entry.type() == Type.DIRECTORY) {
                    directories.add(name);
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            throw new IOException("the tree changed while it was read: " + e, e);
        }
    }

    /** What is at a path now, without following a link. */
    static Entry inspect(Path path) throws IOException {
        BasicFileAttributes stat = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Type type = stat.isRegularFile()
                ? Type.FILE
                : stat.isDirectory() ? Type.DIRECTORY : stat.isSymbolicLink() ? Type.SYMLINK : Type.OTHER;
        return Entry.of(type, stat.size(), stat.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** A path, if it is known, and those below it. */
    static List<NativeName> below(NavigableMap<NativeName, Entry> entries, NativeName path) {
        List<NativeName> found = new ArrayList<>(inside(entries, path).keySet());
        if (entries.containsKey(path)) {
            found.add(0, path);
        }
        return found;
    }

    /** Forgets a path and those below it. */
    static void removeBelow(NavigableMap<NativeName, Entry> entries, NativeName path) {
        inside(entries, path).clear();
        entries.remove(path);
    }

    /** Names are in the order of their bytes, so that those with a slash at this place stand together. */
    private static SortedMap<NativeName, Entry> inside(NavigableMap<NativeName, Entry> entries, NativeName path) {
        byte[] bytes = Arrays.copyOf(path.toBytes(), path.length() + 1);
        bytes[path.length()] = '/';
        NativeName first = NativeName.of(bytes);
        bytes[path.length()] = '/' + 1;
        return entries.subMap(first, NativeName.of(bytes));
    }

    /** The entries below the root as sorted lines {@code PATH TYPE [BYTES]}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        entries.forEach((path, entry) -> {
            if (path.length() > 0) {
                lines.add(Words.escape(path) + " " + entry.type()
                        + (entry.type() == Type.FILE ? " " + entry.bytes() : ""));
            }
        });
        return Script.sorted(lines);
    }

    /** Where this tree, as a mirror has it, is not what is on disk: up to 20 lines, or an empty text. */
    public String differenceTo(TreeSnapshot disk) {
        TreeSet<NativeName> paths = new TreeSet<>(entries.keySet());
        paths.addAll(disk.entries.keySet());
        StringBuilder lines = new StringBuilder();
        int count = 0;
        for (NativeName path : paths) {
            Entry mine = entries.get(path);
            Entry real = disk.entries.get(path);
            if (mine != null && mine.equals(real)) {
                continue;
            }
            if (++count <= MOST_LINES) {
                lines.append("\n  ").append(Words.escape(path)).append(": ");
                if (mine == null) {
                    lines.append("missing in the mirror, on disk ").append(real);
                } else if (real == null) {
                    lines.append("not on disk, in the mirror ").append(mine);
                } else {
                    lines.append("on disk ")
                            .append(real)
                            .append(", in the mirror ")
                            .append(mine);
                }
            }
        }
        return count == 0 ? "" : count + " of " + disk.entries.size() + " entries differ:" + lines;
    }
}
