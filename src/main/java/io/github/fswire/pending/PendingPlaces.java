package io.github.fswire.pending;

import io.github.fswire.scan.EntryStat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places to inspect: entries of directories, whole directories, whole subtrees. A bigger place swallows the smaller ones of
 * the same directory; too many entries become their directory, too many directories become everything.
 *
 * <p>Directories are node numbers as they were when the place was added. Not safe for use by several threads.
 */
public final class PendingPlaces {
    /** Only the pending entries of the directory. */
    public static final byte ENTRIES = 1;

    /** All entries of the directory. */
    public static final byte LISTING = 2;

    /** All entries of the directory and everything below. */
    public static final byte SUBTREE = 3;

    private static final int MAX_ENTRIES_OF_DIRECTORY = 1024;
    private static final int MAX_ENTRIES = 1 << 15;
    private static final int MAX_DIRECTORIES = 1 << 14;
    private static final byte[] NO_NAME = {};

    private final PendingDirectories directories = new PendingDirectories();
    private PendingEntries entries = new PendingEntries(directories);
    private final PendingPaths paths = new PendingPaths();
    private final PendingFiles files = new PendingFiles();

    private @Nullable RecentPlaces recent; // if they delay what is pending
    private long first; // when the places that are pending now were reported first
    private long now;
    private boolean everything;
    private byte everythingCause;
    private int subtreeCauses; // bits of those for which whole subtrees were added

    /** The time of the places that are made from now on. */
    void at(long nanos) {
        at(nanos, nanos);
    }

    /** The times of the places that are made from now on: when they were reported first and last. */
    void at(long firstNanos, long lastNanos) {
        first = firstNanos;
        now = lastNanos;
    }

    /** The time of the last report. */
    long now() {
        return now;
    }

    /** Places that were taken a moment ago are due later. */
    void delayedBy(@Nullable RecentPlaces places) {
        recent = places;
    }

    private long begin(int dir, byte[] name, int length) {
        return recent == null ? first : recent.dueNanos(dir, name, length, first);
    }

    /** The pending files of which only the identity is known. */
    PendingFiles files() {
        return files;
    }

    /** The pending directories, for callers that take only some of them. */
    PendingDirectories pendingDirectories() {
        return directories;
    }

    /** The pending entries. */
    PendingEntries pendingEntries() {
        return entries;
    }

    /**
     * Adds one entry.
     *
     * @param dir its directory's node
     * @param name bytes from index 0
     * @param length number of bytes; 0 means the directory itself
     * @param flags those of {@link PlaceFlags}; of {@link PlaceFlags#WRITING} and {@link PlaceFlags#WRITER_CLOSED} the one that is
     *     reported last replaces the other
     * @param why the cause handed on with the change
     * @return false if it was pending already, alone or as part of a bigger place
     */
    public boolean entry(int dir, byte[] name, int length, byte flags, byte why) {
        if (everything) {
            return false;
        }
        int position = directory(dir, ENTRIES, why);
        boolean itself = length == 0; // a listing of the directory does not inspect the directory itself
        if (everything || directories.level(position) > ENTRIES && !itself) {
            raiseIfArrived(position, flags);
            return false;
        }
        int slot = entries.slot(dir, name, length);
        int present = entries.at(slot);
        if (present >= 0) {
            entries.flags(present, PlaceFlags.merged(entries.flags(present), flags, itself));
            entries.times().again(present, now);
            return false;
        }
        entries.add(slot, position, name, length, flags, begin(dir, name, length), now);
        if (directories.entryCount(position) > MAX_ENTRIES_OF_DIRECTORY) {
            raise(position, LISTING);
        }
        if (entries.count() == MAX_ENTRIES) {
            collapseEntries();
        }
        return true;
    }

    private void raise(int position, byte ofLevel) {
        directories.level(position, ofLevel);
        int entry = directories.firstEntry(position);
        while (entry >= 0 && directories.level(position) == LISTING) {
            raiseIfArrived(position, entries.flags(entry));
            entry = entries.next(entry);
        }
    }

    /** A listing does not inspect the entries below a known directory. */
    private void raiseIfArrived(int position, byte flags) {
        if (!everything && (flags & PlaceFlags.APPEARED) != 0) {
            directories.level(position, SUBTREE);
        }
    }

    /**
     * Adds a path below a root. The engine thread, which may use the index, turns it into the place of an entry.
     *
     * @param root its node
     * @param path bytes from index 0
     * @param length number of bytes
     * @param flags as of {@link #entry}
     * @param why the cause handed on with the change
     * @return false if it was pending already
     */
    public boolean path(int root, byte[] path, int length, byte flags, byte why) {
        if (everything) {
            return false;
        }
        int added = paths.add(root, path, length, flags, why, begin(root, path, length), now);
        if (added < 0) {
            directory(root, SUBTREE, why);
        }
        return added > 0;
    }

    /**
     * Adds a file by its identity. The engine thread, which may use the index, turns it into the place of one of its names.
     *
     * @param identity as of {@code TreeIndex.identity}
     * @param flags as of {@link #entry}
     * @return false if it was pending already
     */
    public boolean file(Long identity, byte flags) {
        long begin = recent == null ? first : recent.laterNanos(first);
        return !everything && files.add(identity, flags, begin, now);
    }

    /** The flags that the kernel has reported for a pending entry; 0 if it is not pending. */
    public byte flagsOf(int dir, byte[] name, int length) {
        int entry = entries.at(entries.slot(dir, name, length));
        return entry < 0 ? 0 : entries.flags(entry);
    }

    /** Flags by identity, of files that are not places of entries yet; they are to become that now. */
    public Map<Long, Byte> takeFiles() {
        return files.take();
    }

    /** Whether there are only places of entries and directories. */
    public boolean isResolved() {
        return paths.size() == 0 && files.size() == 0;
    }

    /** Paths that are not places of entries yet. */
    public PendingPaths paths() {
        return paths;
    }

    /** Adds the places of another object, but not its paths. */
    public void add(PendingPlaces others) {
        if (others.everything) {
            everything(others.everythingCause);
        }
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < others.directories(); i++) {
            if (others.levelAt(i) > ENTRIES) {
                directory(others.directoryAt(i), others.levelAt(i), others.causeAt(i));
            }
            for (int e = others.firstEntryAt(i); e >= 0; e = others.nextEntry(e)) {
                int length = others.copyName(e, name);
                entry(others.directoryAt(i), name, length, others.flags(e), (byte) others.causeAt(i));
            }
        }
    }

    /** They have become places of entries. */
    public void pathsResolved() {
        paths.clear();
    }

    /** Adds a whole directory, {@link #LISTING} or {@link #SUBTREE}. */
    public void directory(int dir, int ofLevel, int why) {
        if (!everything) {
            directory(dir, (byte) ofLevel, (byte) why);
        }
    }

    /** Adds every root as a subtree. */
    public void everything(int why) {
        int before = subtreeCauses;
        clear();
        everything = true;
        everythingCause = (byte) why;
        subtreeCauses = before | 1 << why;
    }

    /** Whether every root is pending as a subtree. */
    public boolean isEverything() {
        return everything;
    }

    /** The cause of {@link #isEverything()}. */
    public int everythingCause() {
        return everythingCause;
    }

    /** Whether a whole subtree is pending for a cause, or was before everything became pending. */
    public boolean hasSubtree(int why) {
        return (subtreeCauses & 1 << why) != 0;
    }

    /** Whether nothing is pending. */
    public boolean isEmpty() {
        return directories.count() == 0 && paths.size() == 0 && files.size() == 0 && !everything;
    }

    /** How much of a directory is pending; 0 if nothing is. */
    public byte levelOf(int dir) {
        int position = directories.find(dir);
        return position < 0 ? 0 : directories.level(position);
    }

    /** Number of places. */
    public int size() {
        return directories.count() + entries.count() + paths.size() + files.size() + (everything ? 1 : 0);
    }

    /** Number of pending directories. */
    public int directories() {
        return directories.count();
    }

    /** Node of a pending directory. */
    public int directoryAt(int position) {
        return directories.node(position);
    }

    /** How much of it is pending. */
    public byte levelAt(int position) {
        return directories.level(position);
    }

    /** The cause of its latest report. */
    public int causeAt(int position) {
        return directories.cause(position);
    }

    /** First pending entry of a pending directory, or -1. */
    public int firstEntryAt(int position) {
        return directories.firstEntry(position);
    }

    /** Next pending entry of the same directory, or -1. */
    public int nextEntry(int entry) {
        return entries.next(entry);
    }

    /** Copies an entry's name; 0 bytes mean the directory itself. */
    public int copyName(int entry, byte[] target) {
        return entries.copyName(entry, target);
    }

    /** The flags that the kernel has reported for an entry. */
    public byte flags(int entry) {
        return entries.flags(entry);
    }

    /** An entry has moved from one pending place to another one: both are due together. */
    void moved(int fromDir, byte[] from, int fromLength, int toDir, byte[] to, int toLength) {
        int source = entries.at(entries.slot(fromDir, from, fromLength));
        int target = entries.at(entries.slot(toDir, to, toLength));
        if (source >= 0 && target >= 0) {
            entries.flags(source, (byte) (entries.flags(source) & ~PlaceFlags.MOVED_OUT));
            entries.times().share(source, target);
        }
    }

    /**
     * A directory has left the tree. Clears the flags of its entries, because its number may be given to another directory.
     */
    void removed(int dir) {
        int position = directories.find(dir);
        for (int e = position < 0 ? -1 : directories.firstEntry(position); e >= 0; e = entries.next(e)) {
            entries.flags(e, (byte) 0);
        }
    }

    /** Whether each place has a time of its own; else all are due together. */
    public boolean isDivisible() {
        return !everything && subtreeCauses == 0;
    }

    /** Checks that what is counted is there. */
    void check() {
        PendingCheck.check(this);
    }

    /** Forgets all places. */
    public void clear() {
        everything = false;
        subtreeCauses = 0;
        paths.clear();
        files.clear();
        directories.clear();
        entries.clear();
    }

    private int directory(int dir, byte ofLevel, byte why) {
        subtreeCauses |= ofLevel == SUBTREE ? 1 << why : 0;
        int present = directories.find(dir);
        if (present >= 0) {
            directories.cause(present, why);
            directories.again(present, now);
            if (directories.level(present) < ofLevel) {
                raise(present, ofLevel);
            }
            return present;
        }
        if (directories.count() == MAX_DIRECTORIES) {
            everything(why);
            return 0;
        }
        return directories.add(dir, ofLevel, why, ofLevel > ENTRIES ? begin(dir, NO_NAME, 0) : first, now);
    }

    /** Every directory with pending entries becomes a listing; places of directories themselves stay. */
    private void collapseEntries() {
        PendingEntries before = entries;
        entries = new PendingEntries(directories);
        directories.forgetEntries();
        for (int e = 0; e < before.count(); e++) {
            int position = before.owner(e);
            if (before.nameLength(e) > 0) {
                directories.level(position, (byte) Math.max(directories.level(position), LISTING));
                raiseIfArrived(position, before.flags(e));
            } else {
                entry(directories.node(position), new byte[0], 0, before.flags(e), directories.cause(position));
            }
        }
    }
}
