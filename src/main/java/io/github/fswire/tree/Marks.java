package io.github.fswire.tree;

import io.github.fswire.scan.EntryStat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places to look at: entries of directories, whole directories, whole subtrees. A bigger mark swallows the smaller ones of
 * the same directory; too many entries become their directory, too many directories become everything.
 *
 * <p>Directories are node numbers as they were when the mark was made. Not safe for use by several threads.
 */
public final class Marks {
    /** Only the marked entries of the directory. */
    public static final byte ENTRIES = 1;

    /** All entries of the directory. */
    public static final byte LISTING = 2;

    /** All entries of the directory and everything below. */
    public static final byte SUBTREE = 3;

    /** Flag of an entry: the kernel said that its content or metadata changed. */
    public static final byte SAID = 1;

    /** Flag of an entry: the kernel said last that somebody is writing it. */
    public static final byte WRITING = 2;

    /** Flag of an entry: the kernel said last that somebody has closed it after writing. */
    public static final byte CLOSED = 4;

    /**
     * Flag of an entry: the kernel said that something was moved there; what it said before was about something else. Of a
     * directory itself: it was moved.
     */
    public static final byte PLACED = 8;

    /** Flag of a directory itself: the kernel said that its file system was unmounted. */
    public static final byte UNMOUNTED = 16;

    /**
     * Flag of an entry, where watches cover subtrees: the kernel said that something appeared there. If it is a known directory it
     * was away, and what is below of it may have been told under other paths.
     */
    public static final byte ARRIVED = 32;

    /** Flag of an entry: the kernel reported that what had its name was deleted or moved away. */
    public static final byte REMOVED = 64;

    /**
     * Flag of an entry: the kernel reported that what had its name was moved away, and not yet where to. Another place may be
     * about to report its arrival.
     */
    public static final byte LEFT = (byte) 0x80;

    private static final int MAX_ENTRIES_OF_DIRECTORY = 1024;
    private static final int MAX_ENTRIES = 1 << 15;
    private static final int MAX_DIRECTORIES = 1 << 14;
    private static final int KEPT = 1 << 10;
    private static final byte[] NO_NAME = {};

    // Directories, in the order of their first mark.
    private int directoryCount;
    private int[] directory = new int[KEPT];
    private byte[] level = new byte[KEPT];
    private byte[] cause = new byte[KEPT];
    private int[] firstEntry = new int[KEPT];
    private int[] lastEntry = new int[KEPT];
    private int[] entryCountOf = new int[KEPT];
    private long[] firstNanos = new long[KEPT];
    private long[] lastNanos = new long[KEPT];
    private int[] directorySlots = new int[KEPT * 2]; // position + 1

    // Entries; those of one directory are chained.
    private int entryCount;
    private int[] entryOwner = new int[KEPT];
    private int[] entryNext = new int[KEPT];
    private int[] entryName = new int[KEPT];
    private byte[] entryFlags = new byte[KEPT];
    private DueTimes times = new DueTimes(KEPT);
    private int[] entrySlots = new int[KEPT * 2]; // position + 1
    private NameArena names = new NameArena();

    private final PathHints paths = new PathHints();
    private final Map<Long, Byte> files = new HashMap<>(); // flags by identity

    private @Nullable RecentPlaces recent; // if they delay what is marked
    private long now;
    private boolean everything;
    private byte everythingCause;
    private int subtreeCauses; // bits of those for which whole subtrees were marked

    /** Places that were taken a moment ago are due later. */
    void delayedBy(@Nullable RecentPlaces places) {
        recent = places;
    }

    /** All places have been taken. */
    void taken(RecentPlaces places, long nanos) {
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < directoryCount; i++) {
            if (level[i] > ENTRIES) {
                places.taken(directory[i], name, 0, nanos);
            }
            for (int e = firstEntry[i]; e >= 0; e = entryNext[e]) {
                places.taken(directory[i], name, copyName(e, name), nanos);
            }
        }
    }

    private long begin(int dir, byte[] name, int length) {
        return recent == null ? now : recent.dueNanos(dir, name, length, now);
    }

    /** The time of the marks that are made from now on. */
    void at(long nanos) {
        now = nanos;
    }

    /**
     * Marks one entry.
     *
     * @param dir its directory's node
     * @param name bytes from index 0
     * @param length number of bytes; 0 marks the directory itself
     * @param flags any of {@link #SAID}, {@link #REMOVED}, {@link #PLACED} and {@link #UNMOUNTED} and one of {@link #WRITING} and {@link #CLOSED}, of which the last counts
     * @param why the cause handed on with the change
     * @return false if it was marked already, alone or with what is around it
     */
    public boolean entry(int dir, byte[] name, int length, byte flags, byte why) {
        if (everything) {
            return false;
        }
        int position = directory(dir, ENTRIES, why);
        boolean itself = length == 0; // a listing of the directory does not look at the directory itself
        if (everything || level[position] > ENTRIES && !itself) {
            raiseIfArrived(position, flags);
            return false;
        }
        int slot = entrySlot(dir, name, length);
        if (entrySlots[slot] != 0) {
            int entry = entrySlots[slot] - 1;
            entryFlags[entry] = merged(entryFlags[entry], flags, itself);
            times.again(entry, now);
            return false;
        }
        addEntry(slot, position, name, length, flags);
        if (++entryCountOf[position] > MAX_ENTRIES_OF_DIRECTORY) {
            raise(position, LISTING);
        }
        if (entryCount == MAX_ENTRIES) {
            collapseEntries();
        }
        return true;
    }

    private void raise(int position, byte ofLevel) {
        level[position] = ofLevel;
        for (int e = firstEntry[position]; e >= 0 && level[position] == LISTING; e = entryNext[e]) {
            raiseIfArrived(position, entryFlags[e]);
        }
    }

    /** A listing does not look at what is below of a known directory. */
    private void raiseIfArrived(int position, byte flags) {
        if (!everything && (flags & ARRIVED) != 0) {
            level[position] = SUBTREE;
        }
    }

    /** Flags of what was marked before. */
    static byte merged(byte before, byte flags, boolean itself) {
        int kept = (flags & (WRITING | CLOSED)) == 0 ? before : before & ~(WRITING | CLOSED);
        return (byte) ((flags & PLACED) == 0 || itself ? kept | flags : flags);
    }

    /**
     * Marks what is at a path below a root, to be turned into marks of entries by whoever may look into the index.
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
        int added = paths.add(root, path, length, flags, why);
        if (added < 0) {
            directory(root, SUBTREE, why);
        }
        return added > 0;
    }

    /**
     * Marks a file by its identity, to be turned into a mark of one of its names by whoever may look into the index.
     *
     * @param identity as of {@link TreeIndex#identity}
     * @param flags as of {@link #entry}
     * @return false if it was marked already
     */
    public boolean file(Long identity, byte flags) {
        if (everything) {
            return false;
        }
        Byte before = files.get(identity);
        files.put(identity, before == null ? flags : merged(before, flags, false));
        return before == null;
    }

    /** What the kernel has reported of a marked entry; 0 if it is not marked. */
    public byte flagsOf(int dir, byte[] name, int length) {
        int slot = entrySlots[entrySlot(dir, name, length)];
        return slot == 0 ? 0 : entryFlags[slot - 1];
    }

    /** Flags by identity, of files that are not marks of entries yet; they are to become that now. */
    public Map<Long, Byte> takeFiles() {
        Map<Long, Byte> taken = files.isEmpty() ? Map.of() : new HashMap<>(files);
        files.clear();
        return taken;
    }

    /** Paths that are not marks of entries yet. */
    public PathHints paths() {
        return paths;
    }

    /** Marks what others mark, but for what is marked by path. */
    public void add(Marks others) {
        if (others.everything) {
            everything(others.everythingCause);
        }
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < others.directoryCount; i++) {
            if (others.level[i] > ENTRIES) {
                directory(others.directory[i], others.level[i], others.cause[i]);
            }
            for (int e = others.firstEntry[i]; e >= 0; e = others.entryNext[e]) {
                entry(others.directory[i], name, others.copyName(e, name), others.entryFlags[e], others.cause[i]);
            }
        }
    }

    /** They have become marks of entries. */
    public void pathsResolved() {
        paths.clear();
    }

    /** Marks a whole directory, {@link #LISTING} or {@link #SUBTREE}. */
    public void directory(int dir, int ofLevel, int why) {
        if (!everything) {
            directory(dir, (byte) ofLevel, (byte) why);
        }
    }

    /** Marks every root as a subtree. */
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
        return directoryCount == 0 && paths.size() == 0 && files.isEmpty() && !everything;
    }

    /** How much of a directory is marked; 0 if nothing is. */
    public byte levelOf(int dir) {
        int slot = spread(dir) & directorySlots.length - 1;
        while (directorySlots[slot] != 0) {
            if (directory[directorySlots[slot] - 1] == dir) {
                return level[directorySlots[slot] - 1];
            }
            slot = slot + 1 & directorySlots.length - 1;
        }
        return 0;
    }

    /** Number of marks. */
    public int size() {
        return directoryCount + entryCount + paths.size() + files.size() + (everything ? 1 : 0);
    }

    /** Number of marked directories. */
    public int directories() {
        return directoryCount;
    }

    /** Node of a marked directory. */
    public int directoryAt(int position) {
        return directory[position];
    }

    /** How much of it is marked. */
    public byte levelAt(int position) {
        return level[position];
    }

    /** The cause of its latest mark. */
    public int causeAt(int position) {
        return cause[position];
    }

    /** First marked entry of a marked directory, or -1. */
    public int firstEntryAt(int position) {
        return firstEntry[position];
    }

    /** Next marked entry of the same directory, or -1. */
    public int nextEntry(int entry) {
        return entryNext[entry];
    }

    /** Copies an entry's name; 0 bytes mean the directory itself. */
    public int copyName(int entry, byte[] target) {
        return names.copy(entryName[entry], target, 0);
    }

    /** What the kernel said of an entry. */
    public byte flags(int entry) {
        return entryFlags[entry];
    }

    /** Forgets all marks. */
    public void clear() {
        everything = false;
        subtreeCauses = 0;
        paths.clear();
        files.clear();
        if (directoryCount > 0) {
            directoryCount = 0;
            if (directory.length > KEPT) {
                resizeDirectories(KEPT);
            }
            Arrays.fill(directorySlots, 0);
        }
        if (entryCount > 0) {
            entryCount = 0;
            if (entryOwner.length > KEPT) {
                resizeEntries(KEPT);
            }
            Arrays.fill(entrySlots, 0);
            names = new NameArena();
        }
    }

    private int directory(int dir, byte ofLevel, byte why) {
        subtreeCauses |= ofLevel == SUBTREE ? 1 << why : 0;
        int slot = spread(dir) & directorySlots.length - 1;
        while (directorySlots[slot] != 0) {
            int position = directorySlots[slot] - 1;
            if (directory[position] == dir) {
                cause[position] = why;
                lastNanos[position] = now;
                if (level[position] < ofLevel) {
                    raise(position, ofLevel);
                }
                return position;
            }
            slot = slot + 1 & directorySlots.length - 1;
        }
        if (directoryCount == MAX_DIRECTORIES) {
            everything(why);
            return 0;
        }
        int position = directoryCount++;
        directorySlots[slot] = position + 1;
        directory[position] = dir;
        level[position] = ofLevel;
        cause[position] = why;
        firstEntry[position] = -1;
        entryCountOf[position] = 0;
        firstNanos[position] = ofLevel > ENTRIES ? begin(dir, NO_NAME, 0) : now;
        lastNanos[position] = now;
        if (directoryCount == directory.length) {
            resizeDirectories(directoryCount * 2);
            for (int i = 0; i < directoryCount; i++) {
                int free = spread(directory[i]) & directorySlots.length - 1;
                while (directorySlots[free] != 0) {
                    free = free + 1 & directorySlots.length - 1;
                }
                directorySlots[free] = i + 1;
            }
        }
        return position;
    }

    private int entrySlot(int dir, byte[] name, int length) {
        int slot = spread(dir ^ NameArena.hash(name, 0, length)) & entrySlots.length - 1;
        while (entrySlots[slot] != 0) {
            int entry = entrySlots[slot] - 1;
            if (directory[entryOwner[entry]] == dir && names.matches(entryName[entry], name, length)) {
                return slot;
            }
            slot = slot + 1 & entrySlots.length - 1;
        }
        return slot;
    }

    /** What was moved away from one marked entry has arrived at another one: both are due together. */
    void moved(int fromDir, byte[] from, int fromLength, int toDir, byte[] to, int toLength) {
        int source = entrySlots[entrySlot(fromDir, from, fromLength)] - 1;
        int target = entrySlots[entrySlot(toDir, to, toLength)] - 1;
        if (source >= 0 && target >= 0) {
            entryFlags[source] &= ~LEFT;
            times.share(source, target);
        }
    }

    /** What is marked of a directory that is not in the tree any more says nothing of what gets its number. */
    void removed(int dir) {
        for (int i = 0; i < directoryCount; i++) {
            for (int e = directory[i] == dir ? firstEntry[i] : -1; e >= 0; e = entryNext[e]) {
                entryFlags[e] = 0;
            }
        }
    }

    /** Whether each place has a time of its own; else all are due together. */
    public boolean isDivisible() {
        return !everything && subtreeCauses == 0 && paths.size() == 0 && files.isEmpty();
    }

    /** When the first place is due; one must be marked. */
    long dueNanos(DueRule rule) {
        long soonest = Long.MAX_VALUE; // from now on
        for (int i = 0; i < directoryCount; i++) {
            soonest = level[i] > ENTRIES ? Math.min(soonest, directoryDue(i, rule) - now) : soonest;
        }
        for (int e = 0; e < entryCount; e++) {
            soonest = Math.min(soonest, entryDue(e, rule) - now);
        }
        return now + soonest;
    }

    private long directoryDue(int position, DueRule rule) {
        return rule.dueNanos(firstNanos[position], lastNanos[position], false);
    }

    private long entryDue(int entry, DueRule rule) {
        return rule.dueNanos(times.first(entry), times.last(entry), (entryFlags[entry] & LEFT) != 0);
    }

    /** Divides the marks into those that are due at a time and the rest, which keeps its times. */
    void divide(long nanos, DueRule rule, Marks due, Marks rest) {
        int[] copies = new int[entryCount]; // positions in the rest + 1
        byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
        for (int i = 0; i < directoryCount; i++) {
            boolean whole = level[i] > ENTRIES;
            Marks ofWhole = whole && directoryDue(i, rule) - nanos <= 0 ? due : rest;
            if (whole) {
                ofWhole.at(firstNanos[i]);
                ofWhole.directory(directory[i], level[i], cause[i]);
                ofWhole.at(lastNanos[i]);
                ofWhole.directory(directory[i], level[i], cause[i]);
            }
            for (int e = firstEntry[i]; e >= 0; e = entryNext[e]) {
                Marks target = whole ? ofWhole : entryDue(e, rule) - nanos <= 0 ? due : rest;
                int copy = copyTo(target, i, e, name);
                copies[e] = target == rest ? copy : 0;
            }
        }
        for (int e = 0; e < entryCount; e++) {
            int owner = times.owner(e);
            if (owner != e && copies[e] > 0 && copies[owner] > 0) {
                rest.times.share(copies[e] - 1, copies[owner] - 1);
            }
        }
        rest.at(now);
    }

    private int copyTo(Marks target, int position, int entry, byte[] name) {
        int length = copyName(entry, name);
        target.at(times.first(entry));
        target.entry(directory[position], name, length, entryFlags[entry], cause[position]);
        target.at(times.last(entry));
        int slot = target.entrySlots[target.entrySlot(directory[position], name, length)];
        if (slot > 0) {
            target.times.again(slot - 1, target.now);
        }
        return slot;
    }

    private void addEntry(int slot, int position, byte[] name, int length, byte flags) {
        int entry = entryCount++;
        entrySlots[slot] = entry + 1;
        entryOwner[entry] = position;
        entryNext[entry] = -1;
        entryName[entry] = names.add(name, length);
        entryFlags[entry] = flags;
        times.add(entry, begin(directory[position], name, length), now);
        if (firstEntry[position] < 0) {
            firstEntry[position] = entry;
        } else {
            entryNext[lastEntry[position]] = entry;
        }
        lastEntry[position] = entry;
        if (entryCount == entryOwner.length) {
            resizeEntries(entryCount * 2);
            for (int i = 0; i < entryCount; i++) {
                int hash = directory[entryOwner[i]] ^ names.hash(entryName[i]);
                int free = spread(hash) & entrySlots.length - 1;
                while (entrySlots[free] != 0) {
                    free = free + 1 & entrySlots.length - 1;
                }
                entrySlots[free] = i + 1;
            }
        }
    }

    /** Every directory with marked entries becomes a listing; marks on directories themselves stay. */
    private void collapseEntries() {
        int[] owners = entryOwner;
        int[] entryNames = entryName;
        byte[] flags = entryFlags;
        NameArena oldNames = names;
        int count = entryCount;
        entryCount = 0;
        resizeEntries(KEPT);
        Arrays.fill(entrySlots, 0);
        names = new NameArena();
        Arrays.fill(firstEntry, 0, directoryCount, -1);
        Arrays.fill(entryCountOf, 0, directoryCount, 0);
        for (int i = 0; i < count; i++) {
            int position = owners[i];
            if (oldNames.length(entryNames[i]) > 0) {
                level[position] = (byte) Math.max(level[position], LISTING);
                raiseIfArrived(position, flags[i]);
            } else {
                entry(directory[position], new byte[0], 0, flags[i], cause[position]);
            }
        }
    }

    private void resizeDirectories(int capacity) {
        directory = Arrays.copyOf(directory, capacity);
        level = Arrays.copyOf(level, capacity);
        cause = Arrays.copyOf(cause, capacity);
        firstEntry = Arrays.copyOf(firstEntry, capacity);
        lastEntry = Arrays.copyOf(lastEntry, capacity);
        entryCountOf = Arrays.copyOf(entryCountOf, capacity);
        firstNanos = Arrays.copyOf(firstNanos, capacity);
        lastNanos = Arrays.copyOf(lastNanos, capacity);
        directorySlots = new int[capacity * 2];
    }

    private void resizeEntries(int capacity) {
        entryOwner = Arrays.copyOf(entryOwner, capacity);
        entryNext = Arrays.copyOf(entryNext, capacity);
        entryName = Arrays.copyOf(entryName, capacity);
        entryFlags = Arrays.copyOf(entryFlags, capacity);
        times.resize(capacity);
        entrySlots = new int[capacity * 2];
    }

    private static int spread(int key) {
        int hash = key * 0x9E3779B9;
        return hash ^ hash >>> 16;
    }
}
