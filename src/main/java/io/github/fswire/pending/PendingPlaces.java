package io.github.fswire.pending;

import io.github.fswire.scan.EntryStat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places to look at: entries of directories, whole directories, whole subtrees. A bigger mark swallows the smaller ones of
 * the same directory; too many entries become their directory, too many directories become everything.
 *
 * <p>Directories are node numbers as they were when the mark was made. Not safe for use by several threads.
 */
public final class PendingPlaces {
    /** Only the marked entries of the directory. */
    public static final byte ENTRIES = 1;

    /** All entries of the directory. */
    public static final byte LISTING = 2;

    /** All entries of the directory and everything below. */
    public static final byte SUBTREE = 3;

    /** Flag of an entry: the kernel said that its content or metadata changed. */
    public static final byte CONTENT_CHANGED = 1;

    /** Flag of an entry: the kernel said last that somebody is writing it. */
    public static final byte WRITING = 2;

    /** Flag of an entry: the kernel said last that somebody has closed it after writing. */
    public static final byte WRITER_CLOSED = 4;

    /**
     * Flag of an entry: the kernel said that something was moved there; what it said before was about something else. Of a
     * directory itself: it was moved.
     */
    public static final byte MOVED_IN = 8;

    /** Flag of a directory itself: the kernel said that its file system was unmounted. */
    public static final byte UNMOUNTED = 16;

    /**
     * Flag of an entry, where watches cover subtrees: the kernel said that something appeared there. If it is a known directory it
     * was away, and what is below of it may have been told under other paths.
     */
    public static final byte APPEARED = 32;

    /** Flag of an entry: the kernel reported that what had its name was deleted or moved away. */
    public static final byte REMOVED = 64;

    /**
     * Flag of an entry: the kernel reported that what had its name was moved away, and not yet where to. Another place may be
     * about to report its arrival.
     */
    public static final byte MOVED_OUT = (byte) 0x80;

    private static final int MAX_ENTRIES_OF_DIRECTORY = 1024;
    private static final int MAX_ENTRIES = 1 << 15;
    private static final int MAX_DIRECTORIES = 1 << 14;
    private static final byte[] NO_NAME = {};

    private final PendingDirectories directories = new PendingDirectories();
    private PendingEntries entries = new PendingEntries(directories);
    private final PendingPaths paths = new PendingPaths();
    private final PendingFiles files = new PendingFiles();

    private @Nullable RecentPlaces recent; // if they delay what is marked
    private long first; // when what is marked now was reported first
    private long now;
    private boolean everything;
    private byte everythingCause;
    private int subtreeCauses; // bits of those for which whole subtrees were marked

    /** The time of the places that are made from now on. */
    void at(long nanos) {
        at(nanos, nanos);
    }

    /** The times of the places that are made from now on: when they were reported first and last. */
    void at(long firstNanos, long lastNanos) {
        first = firstNanos;
        now = lastNanos;
    }

    /** The time of the last mark. */
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

    /** The marked files of which only the identity is known. */
    PendingFiles files() {
        return files;
    }

    /** The marked directories, for who takes only some. */
    PendingDirectories markedDirectories() {
        return directories;
    }

    /** The marked entries. */
    PendingEntries markedEntries() {
        return entries;
    }

    /**
     * PendingPlaces one entry.
     *
     * @param dir its directory's node
     * @param name bytes from index 0
     * @param length number of bytes; 0 marks the directory itself
     * @param flags any of {@link #CONTENT_CHANGED}, {@link #REMOVED}, {@link #MOVED_IN} and {@link #UNMOUNTED} and one of {@link #WRITING} and
     *     {@link #WRITER_CLOSED}, of which the last counts
     * @param why the cause handed on with the change
     * @return false if it was marked already, alone or with what is around it
     */
    public boolean entry(int dir, byte[] name, int length, byte flags, byte why) {
        if (everything) {
            return false;
        }
        int position = directory(dir, ENTRIES, why);
        boolean itself = length == 0; // a listing of the directory does not look at the directory itself
        if (everything || directories.level(position) > ENTRIES && !itself) {
            raiseIfArrived(position, flags);
            return false;
        }
        int slot = entries.slot(dir, name, length);
        int present = entries.at(slot);
        if (present >= 0) {
            entries.flags(present, merged(entries.flags(present), flags, itself));
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

    /** A listing does not look at what is below of a known directory. */
    private void raiseIfArrived(int position, byte flags) {
        if (!everything && (flags & APPEARED) != 0) {
            directories.level(position, SUBTREE);
        }
    }

    /** Flags of what was marked before. */
    static byte merged(byte before, byte flags, boolean itself) {
        int kept = (flags & (WRITING | WRITER_CLOSED)) == 0 ? before : before & ~(WRITING | WRITER_CLOSED);
        return (byte) ((flags & MOVED_IN) == 0 || itself ? kept | flags : flags);
    }

    /**
     * PendingPlaces what is at a path below a root, to be turned into places of entries by whoever may look into the index.
     *
     * @param root its node
     * @param path bytes from index 0
     * @param length number of bytes
     * @param flags as of {@link #entry}
     * @param why the cause handed on with the change
     * @return false if it was marked already
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
     * PendingPlaces a file by its identity, to be turned into a mark of one of its names by whoever may look into the index.
     *
     * @param identity as of {@link TreeIndex#identity}
     * @param flags as of {@link #entry}
     * @return false if it was marked already
     */
    public boolean file(Long identity, byte flags) {
        return !everything && files.add(identity, flags, first, now);
    }

    /** What the kernel has reported of a marked entry; 0 if it is not marked. */
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

    /** PendingPlaces what others mark, but for what is marked by path. */
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

    /** PendingPlaces a whole directory, {@link #LISTING} or {@link #SUBTREE}. */
    public void directory(int dir, int ofLevel, int why) {
        if (!everything) {
            directory(dir, (byte) ofLevel, (byte) why);
        }
    }

    /** PendingPlaces every root as a subtree. */
    public void everything(int why) {
        int before = subtreeCauses;
        clear();
        everything = true;
        everythingCause = (byte) why;
        subtreeCauses = before | 1 << why;
    }

    /** Whether every root is marked as a subtree. */
    public boolean isEverything() {
        return everything;
    }

    /** The cause of {@link #isEverything()}. */
    public int everythingCause() {
        return everythingCause;
    }

    /** Whether a whole subtree is marked for a cause, or was before everything was. */
    public boolean hasSubtree(int why) {
        return (subtreeCauses & 1 << why) != 0;
    }

    /** Whether nothing is marked. */
    public boolean isEmpty() {
        return directories.count() == 0 && paths.size() == 0 && files.size() == 0 && !everything;
    }

    /** How much of a directory is marked; 0 if nothing is. */
    public byte levelOf(int dir) {
        int position = directories.find(dir);
        return position < 0 ? 0 : directories.level(position);
    }

    /** Number of places. */
    public int size() {
        return directories.count() + entries.count() + paths.size() + files.size() + (everything ? 1 : 0);
    }

    /** Number of marked directories. */
    public int directories() {
        return directories.count();
    }

    /** Node of a marked directory. */
    public int directoryAt(int position) {
        return directories.node(position);
    }

    /** How much of it is marked. */
    public byte levelAt(int position) {
        return directories.level(position);
    }

    /** The cause of its latest mark. */
    public int causeAt(int position) {
        return directories.cause(position);
    }

    /** First marked entry of a marked directory, or -1. */
    public int firstEntryAt(int position) {
        return directories.firstEntry(position);
    }

    /** Next marked entry of the same directory, or -1. */
    public int nextEntry(int entry) {
        return entries.next(entry);
    }

    /** Copies an entry's name; 0 bytes mean the directory itself. */
    public int copyName(int entry, byte[] target) {
        return entries.copyName(entry, target);
    }

    /** What the kernel said of an entry. */
    public byte flags(int entry) {
        return entries.flags(entry);
    }

    /** What was moved away from one marked entry has arrived at another one: both are due together. */
    void moved(int fromDir, byte[] from, int fromLength, int toDir, byte[] to, int toLength) {
        int source = entries.at(entries.slot(fromDir, from, fromLength));
        int target = entries.at(entries.slot(toDir, to, toLength));
        if (source >= 0 && target >= 0) {
            entries.flags(source, (byte) (entries.flags(source) & ~MOVED_OUT));
            entries.times().share(source, target);
        }
    }

    /** What is marked of a directory that is not in the tree any more says nothing of what gets its number. */
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

    /** Every directory with marked entries becomes a listing; places on directories themselves stay. */
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
