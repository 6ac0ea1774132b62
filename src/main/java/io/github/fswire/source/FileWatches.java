package io.github.fswire.source;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RawSession;
import io.github.fswire.raw.RawWatch;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import io.github.fswire.tree.TreeIndex;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches of single files that a process may be writing under a name outside the tree.
 *
 * <p>The watch of a directory reports the writes of a descriptor under the name by which it was opened. That name may be
 * outside the tree, or removed, and a descriptor from {@code O_TMPFILE} has none. Such a file comes into the tree by link(2),
 * or has another name there: those files are watched themselves.
 *
 * <p>The files are known by identity, so a rename changes nothing here. At most {@value #MOST} are watched, those that were
 * inspected last. Directories come first: if they need the room, there are no watches here. Owned by the engine thread.
 *
 * <p>Writes by a name in a watched directory are reported twice, and as the two reports alternate the kernel does not merge
 * them. So a file that is written again and again by such a name loses its own watch: it is inspected at each of these writes
 * anyway.
 */
public final class FileWatches {
    /** How many files are watched at most. */
    public static final int MOST = 256;

    private static final int MOST_BY_NAME = 8;

    /** The attachment of a file's own watch. */
    record WatchedFile(Long identity) {}

    private static final Logger LOGGER = System.getLogger(FileWatches.class.getName());

    /** A watch, and in how many cycles the file was written by a name that is watched. */
    private static final class Kept {
        private final @Nullable RawWatch watch; // none if the file had moved before it got one, or was missed
        private int byName;

        Kept(@Nullable RawWatch watch) {
            this.watch = watch;
        }

        boolean isActive() {
            return watch != null && watch.isActive();
        }

        void close() {
            if (watch != null) {
                watch.close();
            }
        }
    }

    private final Map<Long, Kept> watches = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Long> doubted = new LinkedHashSet<>();
    private @Nullable RawSession session;
    private int departures; // from the index, when it was asked last
    private int room; // in this cycle: further files would only replace those that were found before

    /** Uses this session from now on. The watches of the one before are added to it when their files are inspected. */
    void use(@Nullable RawSession newSession) {
        session = newSession;
    }

    /** Begins a cycle. */
    void beginCycle() {
        room = MOST;
    }

    /** Whether more files can be watched in this cycle. */
    public boolean hasRoom() {
        return room > 0 && session != null;
    }

    /** Whether a file should have a watch and has none: it moved while it got one, was missed, or its session has ended. */
    public boolean isLost(long identity) {
        Kept kept = watches.isEmpty() ? null : watches.get(identity);
        return kept != null && !kept.isActive();
    }

    /**
     * A file was found where the kernel has reported that one was written. That may have been the file that it has replaced, as the
     * next reports show, if they are not lost.
     */
    public void doubt(long identity) {
        doubted.add(identity);
        if (doubted.size() > MOST) {
            doubted.remove(doubted.iterator().next());
        }
    }

    /** Whether a file was found like that, and is not watched since. */
    public boolean isDoubted(long identity) {
        return !doubted.isEmpty() && doubted.contains(identity);
    }

    /**
     * Watches a file.
     *
     * <p>{@link #hasRoom} was asked before.
     *
     * @param path leads to the file
     * @return whether the file was not watched before and is now: the caller must inspect it once more for changes made
     *     before
     */
    public boolean add(long identity, Supplier<NativeName> path) {
        doubted.remove(identity);
        Kept before = watches.get(identity);
        RawSession present = session;
        if (before != null && before.isActive() || present == null) {
            return false;
        }
        room--;
        try {
            RawWatch watch = present.watchFile(path.get(), new WatchedFile(identity));
            if (watch != null) {
                keep(identity, watch);
            }
            return watch != null;
        } catch (WatchLimitException e) {
            LOGGER.log(Level.DEBUG, "there is no room for the watch of a file", e);
        } catch (WatchException | IllegalStateException e) {
            LOGGER.log(Level.DEBUG, "a file has moved, or the session has just ended", e);
            keep(identity, null); // it gets its watch where it is found
        }
        return false;
    }

    private void keep(long identity, @Nullable RawWatch watch) {
        watches.put(identity, new Kept(watch));
        if (watches.size() > MOST) {
            release(watches.keySet().iterator().next());
        }
    }

    /** A file was written by a name that is watched, in this cycle. */
    public void writtenByName(long identity) {
        Kept kept = watches.get(identity);
        if (kept != null && ++kept.byName == MOST_BY_NAME) {
            release(identity);
        }
    }

    /** A file may be open by a name that is gone before it was known. Where the file is inspected next, it is {@linkplain #isLost lost}. */
    public void miss(long identity) {
        if (!watches.containsKey(identity)) {
            keep(identity, null);
        }
    }

    /** Ends the watch of a file that has moved while it got one. Where the file is found, it is {@linkplain #isLost lost}. */
    public void lose(long identity) {
        Kept kept = watches.get(identity);
        if (kept != null) {
            kept.close();
        }
    }

    /** Ends the watch of a file. */
    public void release(long identity) {
        Kept kept = watches.remove(identity);
        if (kept != null) {
            kept.close();
        }
    }

    /** Ends the watches of files that have left the tree. */
    public void prune(TreeIndex index) {
        if (departures != index.departures()) {
            departures = index.departures();
            List.copyOf(watches.keySet()).stream()
                    .filter(identity -> index.firstName(identity) < 0)
                    .forEach(this::release);
        }
    }

    /** How many files are watched. */
    public int count() {
        int count = 0;
        for (Kept kept : watches.values()) {
            count += kept.isActive() ? 1 : 0;
        }
        return count;
    }

    /** Ends all watches; returns whether that makes room for one of a directory. */
    boolean makeRoom() {
        boolean any = false;
        for (Kept kept : watches.values()) {
            any |= kept.isActive();
            kept.close();
        }
        watches.clear();
        return any;
    }
}
