package io.github.fswire.kit;

import io.github.fswire.kit.TreeSnapshot.Entry;
import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change.Type;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What somebody holds who inspects each place that is announced, and everything below it if it has appeared or vanished. A watcher
 * of any kind leads to the tree that is on disk if it announces, after each change, the place of that change or a directory above
 * it that has just appeared or vanished. Any thread may call this.
 */
public final class InspectingMirror {
    /** What can never be inspected was not made again so often by chance. */
    private static final int MOST_TRIES = 100;

    private final Path root;
    private final int prefix;
    private final boolean lists;
    private final TreeMap<NativeName, Entry> entries; // guarded by this

    /** A mirror of what is on disk at the moment. */
    public InspectingMirror(Path root) throws IOException {
        this(root, true);
    }

    /**
     * The same.
     *
     * @param lists whether directories that have appeared are listed; false if everything in them is announced too
     */
    public InspectingMirror(Path root, boolean lists) throws IOException {
        this.root = root;
        this.lists = lists;
        this.prefix = NativeName.of(root).length() + 1;
        this.entries = new TreeMap<>(TreeSnapshot.of(root).entries());
    }

    /**
     * A place was announced. What is not below the root does not count.
     *
     * @param anew whether it was announced as one that has appeared or vanished
     */
    public synchronized void announce(Path path, boolean anew) throws IOException {
        if (path.equals(root)) {
            if (anew) {
                lookEverywhere();
            }
        } else if (path.startsWith(root) && !isBelowLink(path)) {
            inspect(path, anew);
        }
    }

    /** Whether a watcher has followed a link: what it has found there is no part of the tree. */
    private boolean isBelowLink(Path path) {
        for (Path above = path.getParent(); above != null && !above.equals(root); above = above.getParent()) {
            if (Files.isSymbolicLink(above)) {
                return true;
            }
        }
        return false;
    }

    /** It was announced that anything may have happened. */
    public synchronized void lookEverywhere() throws IOException {
        entries.clear();
        if (Files.isDirectory(root)) {
            entries.put(TreeSnapshot.ROOT, Entry.of(Type.DIRECTORY, 0, 0));
            list(root);
        }
    }

    private void inspect(Path path, boolean anew) throws IOException {
        for (int tries = 1; !tryToInspect(path, anew, tries == MOST_TRIES); tries++) {
            // Somebody has just made it again.
        }
    }

    /** Returns false if it was not there when it was inspected, and is there now. */
    private boolean tryToInspect(Path path, boolean anew, boolean last) throws IOException {
        byte[] bytes = NativeName.of(path).toBytes();
        NativeName name = NativeName.of(bytes, prefix, bytes.length - prefix);
        Entry before = entries.get(name);
        try {
            Entry now = TreeSnapshot.inspect(path);
            boolean known = before != null && before.type() == now.type() && !anew;
            if (!known) {
                TreeSnapshot.removeBelow(entries, name);
            }
            entries.put(name, now);
            if (lists && !known && now.type() == Type.DIRECTORY) {
                list(path);
            }
        } catch (FileSystemException e) { // one above it is gone, or a file by now
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                if (last) {
                    throw e;
                }
                return false;
            }
            TreeSnapshot.removeBelow(entries, name);
        }
        return true;
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
            inspect(child, true);
        }
    }

    /** What it holds. */
    public synchronized TreeSnapshot snapshot() {
        return new TreeSnapshot(new TreeMap<>(entries));
    }
}
