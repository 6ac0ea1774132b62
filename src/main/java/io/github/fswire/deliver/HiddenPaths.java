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
 * watcher write, and the other one delivers that change. Locks and incomplete files are recognised by their names. A lock
 * exists before the checkpoint and the journal beside it do, and is never written, so it is inspected before them where the
 * kernel reports changes in their order; elsewhere it is looked for on the disk. All of these are hidden as long as their
 * content is valid: so nobody can hide another file by a lock of his own.
 *
 * <p>Owned by the engine thread.
 */
final class HiddenPaths {
    private static final List<String> SUFFIXES = List.of(StateFiles.LOCK_SUFFIX, StateFiles.PART_SUFFIX);

    private final Set<NativeName> paths = new HashSet<>();
    private int longest; // bytes of one of them: of thousands of nested directories no path needs to be hashed
    private final Map<NativeName, StateFiles> others = new HashMap<>(); // by each of their paths
    private final Set<NativeName> unseen = new HashSet<>(); // paths that exist and were created hidden
    private final boolean ordered;

    /** With {@code ordered} the kernel reports changes at different paths in their order. */
    HiddenPaths(boolean ordered) {
        this.ordered = ordered;
    }

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

    /** There is something that is named like a lock: what is beside it may be another watcher's. */
    void locked(NativeName path) {
        if (!contains(path)) {
            found(without(StateFiles.LOCK_SUFFIX, path));
        }
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
        if (files != null && files.all().stream().noneMatch(HiddenPaths::exists)) {
            files.all().forEach(file -> others.remove(NativeName.of(file)));
        }
        return contains(path) || !unseen.isEmpty() && unseen.remove(path);
    }

    private @Nullable StateFiles filesOf(NativeName path) {
        StateFiles known = others.isEmpty() ? null : others.get(path);
        if (known != null) {
            return known;
        }
        for (String suffix : SUFFIXES) {
            if (endsWith(path, suffix)) {
                return found(without(suffix, path));
            }
        }
        boolean journal = endsWith(path, StateFiles.JOURNAL_SUFFIX);
        NativeName checkpoint = journal ? without(StateFiles.JOURNAL_SUFFIX, path) : path;
        return (journal || !ordered) && exists(StateFiles.lockOf(checkpoint)) ? found(checkpoint) : null;
    }

    /** Remembers the state of a watcher. */
    private StateFiles found(NativeName checkpoint) {
        StateFiles files = StateFiles.of(checkpoint);
        files.all().forEach(file -> others.putIfAbsent(NativeName.of(file), files));
        return files;
    }

    private static boolean endsWith(NativeName path, String suffix) {
        int length = path.length() - suffix.length();
        return length > 0 && path.byteAt(length) == '.' && path.toString().endsWith(suffix);
    }

    private static NativeName without(String suffix, NativeName path) {
        return NativeName.of(path.toBytes(), 0, path.length() - suffix.length());
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
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
