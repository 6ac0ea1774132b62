package io.github.fswire.source;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.RawCapabilities;
import io.github.fswire.tree.TreeIndex;

/** What one watch of the kernel covers, and what follows from that for the watches and for the meaning of an event. */
public enum Coverage {
    /** The entries of one directory, which an event calls by their names. Every directory has a watch. */
    DIRECTORY {
        @Override
        int watched(TreeIndex index, int directory) {
            return directory;
        }

        @Override
        int unwatchedLevel() {
            return PendingPlaces.LISTING;
        }
    },

    /**
     * A root with everything below it, which an event calls by its path. A path means what had it when the event happened: another
     * directory may have it by now.
     */
    SUBTREE {
        @Override
        int watched(TreeIndex index, int directory) {
            return index.rootOf(directory);
        }

        @Override
        int unwatchedLevel() {
            return PendingPlaces.SUBTREE;
        }
    };

    static Coverage of(RawCapabilities capabilities) {
        return capabilities.coverage() == RawCapabilities.Coverage.SUBTREE ? SUBTREE : DIRECTORY;
    }

    /** The directory whose watch covers a directory. */
    abstract int watched(TreeIndex index, int directory);

    /** How much must be inspected every interval of a directory that should have a watch and has none. */
    abstract int unwatchedLevel();

    /** Whether an event names a path, which may have changed its meaning. */
    public boolean namesPaths() {
        return this == SUBTREE;
    }

    /** Whether moves are reported as such, by two events that follow each other closely; else perhaps as removed and created. */
    public boolean reportsMoves() {
        return this == DIRECTORY;
    }

    /** Whether the kernel reports a change of attributes as such. If not, it reports none, or a write. */
    public boolean reportsAttributes() {
        return this == DIRECTORY;
    }

    /** Whether a directory counts as modified whenever something has come into it or left it. */
    public boolean reportsDirectoriesOfEntries() {
        return this == SUBTREE;
    }

    /** Whether a watch that has ended leaves changes below its directory unreported. */
    public boolean endsForSubtree() {
        return this == SUBTREE;
    }

    /** Whether each watch is added for one path, which may be that of a file; else the roots alone have watches. */
    public boolean watchesSinglePaths() {
        return this == DIRECTORY;
    }

    /** Whether the kernel may keep a history from which a later watcher can resume. */
    public boolean mayKeepHistory() {
        return this == SUBTREE;
    }
}
