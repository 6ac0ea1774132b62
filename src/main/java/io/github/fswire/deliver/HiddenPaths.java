package io.github.fswire.deliver;

import io.github.fswire.raw.NativeName;
import io.github.fswire.store.Checkpoint;
import io.github.fswire.store.Journal;
import io.github.fswire.store.StateFiles;
import io.github.fswire.watch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths whose changes are not delivered: directories that only stand for single files, and the files in which watchers keep
 * their state.
 *
 * <h2>Other watchers</h2>
 *
 * Two watchers, each with its checkpoint in the other one's tree, would feed each other for ever: a delivery makes one
 * watcher write, and the other one delivers that change. Locks and incomplete files are recognised by their names, and a
 * journal by its name and its first bytes; a journal exists before its checkpoint does. All of these, and the checkpoint
 * beside a journal, are hidden as long as their content is valid: so nobody can hide another file by a journal of his own.
 *
 * <p>Owned by the engine thread.
 */
final class HiddenPaths {
    private static final List<String> SUFFIXES = List.of(StateFiles.LOCK_SUFFIX, StateFiles.PART_SUFFIX);

    private final Set<NativeName> paths = new HashSet<>();
    private int longest; // bytes of one of them: of thousands of nested directories no path needs to be hashed
    private final Map<NativeName, StateFiles> others = new HashMap<>(); // by each of their paths
    private final Set<NativeName> unseen = new HashSet<>(); // paths that exist and were created hidden

    /** From now on a path is hidden. */
    void add(NativeName path) {
        paths.add(path);
        longest = Math.max(longest, path.length());
    }

    private boolean contains(NativeName path) {
        return path.length() <= longest && paths.contains(path);
    }

    /** From now on it is not. */
    void remove(NativeName path) {
        paths.remove(path);
    }

    /** Checks whether a file that is named like a journal is one. */
    void named(NativeName path) {
        if (contains(path) || others.containsKey(path) || !Journal.is(path.toPath())) {
            return;
        }
        NativeName checkpoint = NativeName.of(path.toBytes(), 0, path.length() - StateFiles.JOURNAL_SUFFIX.length());
        StateFiles files = StateFiles.of(checkpoint.toPath());
        files.all().forEach(file -> others.put(NativeName.of(file), files));
    }

    /** Whether an entry that was created at a path, modified there or moved there is not delivered. */
    boolean hides(NativeName path, Change.Type type) {
        if (contains(path)) {
            return true;
        }
        StateFiles files = type == Change.Type.FILE ? filesOf(path) : null;
        if (files != null && !isState(path.toPath(), files)) {
            others.remove(path);
            return false;
        }
        return files != null;
    }

    /** An entry is at a path now and was not delivered. */
    void unseen(NativeName path) {
        if (!contains(path)) {
            unseen.add(path);
        }
    }

    /** The entry at a path has gone, or is delivered from now on. Returns whether it was not delivered before. */
    boolean ends(NativeName path) {
        StateFiles files = others.get(path);
        if (files != null && files.all().stream().noneMatch(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))) {
            files.all().forEach(file -> others.remove(NativeName.of(file)));
        }
        return contains(path) || !unseen.isEmpty() && unseen.remove(path);
    }

    private @Nullable StateFiles filesOf(NativeName path) {
        StateFiles files = others.isEmpty() ? null : others.get(path);
        for (String suffix : SUFFIXES) {
            int length = path.length() - suffix.length();
            if (files == null
                    && length > 0
                    && path.byteAt(length) == '.'
                    && path.toString().endsWith(suffix)) {
                files = StateFiles.of(NativeName.of(path.toBytes(), 0, length).toPath());
            }
        }
        return files;
    }

    private static boolean isState(Path file, StateFiles files) {
        try {
            boolean empty = !file.equals(files.checkpoint()) && Files.size(file) == 0;
            return empty
                    || Journal.is(file)
                    || Checkpoint.is(file)
                    || Files.notExists(file, LinkOption.NOFOLLOW_LINKS); // renamed since its size was asked for
        } catch (NoSuchFileException e) {
            return true; // and so it was: it is renamed at once, or removed
        } catch (IOException e) {
            return false;
        }
    }

    /** The entries below a directory are gone, or below another directory if {@code to} is not null. */
    void left(NativeName directory, @Nullable NativeName to) {
        if (others.isEmpty() && unseen.isEmpty()) {
            return;
        }
        others.keySet().removeIf(path -> path.isWithin(directory));
        List<NativeName> below =
                unseen.stream().filter(path -> path.isWithin(directory)).toList();
        below.forEach(unseen::remove);
        if (to != null) {
            int start = directory.length() + 1;
            below.forEach(path -> unseen.add(to.resolve(NativeName.of(path.toBytes(), start, path.length() - start))));
        }
    }
}
