package io.github.fswire.kit;

import io.github.fswire.kit.TreeSnapshot.Entry;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change.Type;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What somebody holds who inspects each place that is announced, whatever is said about it: the place itself, and everything below
 * it if it was no directory before. A watcher of any kind leads to the tree that is on disk if it announces, after each change, the
 * place of that change or a directory above it that has just appeared or vanished. Any thread may call this.
 */
public final class InspectingMirror {
    private final Path root;
    private final int prefix;
    private final TreeMap<NativeName, Entry> entries; // guarded by this

    /** A mirror of what is on disk at the moment. */
    public InspectingMirror(Path root) throws IOException {
        this.root = root;
        this.prefix = NativeName.of(root).length() + 1;
        this.entries = new TreeMap<>(TreeSnapshot.of(root).entries());
    }

    /** A place was announced. What is not below the root does not count. */
    public synchronized void announce(Path path) throws IOException {
        if (path.startsWith(root) && !path.equals(root)) {
            inspect(reached(path));
        }
    }

    /** The path, or what is above it if that is no directory. */
    private Path reached(Path path) {
        Path at = root;
        for (Path name : root.relativize(path)) {
            at = at.resolve(name);
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return at;
            }
        }
        return at;
    }

    /** A directory was announced, and that anything may have happened below it. */
    public synchronized void lookBelow(Path directory) throws IOException {
        byte[] bytes = NativeName.of(directory).toBytes();
        TreeSnapshot.removeBelow(entries, NativeName.of(bytes, prefix, bytes.length - prefix));
        inspect(directory);
    }

    /** It was announced that anything may have happened. */
    public synchronized void lookEverywhere() throws IOException {
        entries.keySet().removeIf(name -> name.length() > 0);
        list(root);
    }

    private void inspect(Path path) throws IOException {
        byte[] bytes = NativeName.of(path).toBytes();
        NativeName name = NativeName.of(bytes, prefix, bytes.length - prefix);
        Entry before = entries.get(name);
        try {
            Entry now = TreeSnapshot.inspect(path);
            if (before != null && before.type() != now.type()) {
                TreeSnapshot.removeBelow(entries, name);
            }
            entries.put(name, now);
            if (now.type() == Type.DIRECTORY && (before == null || before.type() != Type.DIRECTORY)) {
                list(path);
            }
        } catch (NoSuchFileException | NotDirectoryException e) { // one above it is gone, or a file by now
            TreeSnapshot.removeBelow(entries, name);
        }
    }

    private void list(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return; // gone meanwhile, which will be announced as well
        }
        for (Path child : children) {
            inspect(child);
        }
    }

    /** What it holds. */
    public synchronized TreeSnapshot snapshot() {
        return new TreeSnapshot(new TreeMap<>(entries));
    }
}
