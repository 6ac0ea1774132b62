package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.FileWatches;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.IntList;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Inspects marked places and tells the {@link Difference} what is there.
 *
 * <h2>Order of watching and listing</h2>
 *
 * Every directory is watched first and listed then, so that a change is either in the listing or in a record that follows (or
 * in both, which is harmless).
 *
 * <h2>Directories that are not where the index has them</h2>
 *
 * A mark may be on a directory that was moved or removed meanwhile. Then its own entry is inspected, and its marks wait until
 * the other marks have been inspected: by then it has been found at its new place, or it is gone.
 *
 * <h2>Watches by path</h2>
 *
 * Where there is no path to an open directory ({@link Scanner#watchPath}) another one may be at its path for the moment in which
 * the watch is added. Whatever was moved to a name there is watched again, with everything below it.
 *
 * <p>Owned by the engine thread.
 */
public final class Crawler implements ListingSink, Difference.Places {
    private static final int PROGRESS_STEP = 10_000;
    private static final int MAX_PASSES = 8;
    private static final int MAX_ASKED = 64;
    private static final String MOUNTED =
            "It is a mount point of its own, so its changes are reported where the file comes from: it is looked at every"
                    + " interval.";

    private final Scanner scanner;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final EntryFilter filter;
    private final DirtySet dirty;
    private final MarkOrder order;
    private final BooleanSupplier cancelled;
    private final IntConsumer progress;
    private final Difference difference;
    private final OtherNames otherNames;
    private final MountPoints mountPoints;
    private final DirectoryHandles handles;
    private final DirectoryHandles
            handlesForPlaces; // of its own: it is used while a directory of the other one is being listed
    private final EntrySizes sizes;
    private final EntryStat stat = new EntryStat();
    private final EntryStat targetStat = new EntryStat();
    private final EntryStat placeStat = new EntryStat();
    private final EntryStat placeTargetStat = new EntryStat();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private final EntryStat fileStat = new EntryStat();
    private final byte[] placeName = new byte[EntryStat.MAX_NAME_BYTES];

    // Of the present cycle.
    private final IntList toWalk = new IntList(); // directories to list
    private final Subtrees subtrees;
    private final Misplaced misplaced;
    private final Roots roots;
    private final SingleRoots singles;
    private final RacyEntries racy;
    private final Settling settling;
    private final Contents contents;
    private final Strays moved;
    private final @Nullable SymlinkTargets symlinks; // if they are followed
    private boolean unfinished; // something is left for the next cycle
    private boolean waits; // what has left its place without an event, for that event
    private boolean departed; // something is not where it was, and no event explains that
    private boolean strays; // what is left is left because of directories that have moved
    private boolean deep; // list known directories below as well
    private boolean recorded; // what changes after an inspection is told
    private boolean swallowed; // what the kernel said of entries is not known any more
    private @Nullable WatchException unreadable; // why an entry of the listing that goes on could not be inspected
    private boolean again; // watch again what is watched already
    private boolean byPath; // watches may be another directory's; stays from cycle to cycle
    private int cause;
    private int scanned; // entries, since the first scan began
    private int directory; // being listed
    private int listedHandle; // its
    private long granularityNanos; // of the file system on:
    private long granularityDevice;
    private boolean granularityKnown;

    /** Crawls nothing yet; {@code priority} orders directories, {@code progress} receives the number of entries scanned. */
    public Crawler(
            Scanner scanner,
            TreeIndex index,
            WatchRegistry watches,
            Roots roots,
            SingleRoots singles,
            EntryFilter filter,
            DirtySet dirty,
            RacyEntries racy,
            Settling settling,
            Contents contents,
            Strays moved,
            @Nullable SymlinkTargets symlinks,
            @Nullable ToIntFunction<Path> priority,
            BooleanSupplier cancelled,
            IntConsumer progress) {
        this.scanner = scanner;
        this.index = index;
        this.watches = watches;
        this.roots = roots;
        this.singles = singles;
        this.filter = filter;
        this.dirty = dirty;
        this.racy = racy;
        this.settling = settling;
        this.contents = contents;
        this.moved = moved;
        this.symlinks = symlinks;
        this.order = new MarkOrder(index, priority);
        this.cancelled = cancelled;
        this.progress = progress;
        this.difference = new Difference(index, this);
        this.misplaced = new Misplaced(index, difference, roots::isAbsent);
        this.subtrees = new Subtrees(index, watches::owesSubtree);
        this.otherNames = new OtherNames(index);
        this.mountPoints = new MountPoints(index);
        this.handles = new DirectoryHandles(scanner, index, difference, true);
        this.handlesForPlaces = new DirectoryHandles(scanner, index, difference, false);
        this.sizes = new EntrySizes(scanner, index, difference, dirty);
    }

    /** Receives what is found. */
    public Difference difference() {
        return difference;
    }

    /** The mount points in the index. */
    public MountPoints mountPoints() {
        return mountPoints;
    }

    /** For listeners that see only part of the tree. */
    public EntrySizes sizes() {
        return sizes;
    }

    /**
     * Scans the roots for the first time.
     *
     * @param tell whether what is found counts as created; if not, nothing of it is a change
     * @param wait whether a root may be missing
     * @throws WatchException if a root cannot be read
     * @throws CancellationException if the watcher was closed
     */
    public void baseline(boolean tell, boolean wait) throws WatchException {
        begin(tell, () -> {
            for (int r = 0; r < index.rootCount(); r++) {
                baseline(index.root(r), wait);
            }
        });
    }

    /** The same for a root that was added. */
    public void baseline(int root, boolean tell, boolean wait) throws WatchException {
        begin(tell, () -> baseline(root, wait));
    }

    private interface Baseline {
        void crawl() throws WatchException;
    }

    private void begin(boolean tell, Baseline baseline) throws WatchException {
        difference.baseline(!tell);
        cause = Causes.INITIAL;
        scanned = 0;
        watches.beginCycle();
        try {
            baseline.crawl();
            leaveRest(); // to the first cycle: only then what is known can be found to be gone
            leaveRelatives();
        } finally {
            endCycle();
            difference.baseline(false);
        }
    }

    private void baseline(int root, boolean wait) throws WatchException {
        int handle = scanner.openRoot(index.rootPath(root));
        if (handle >= 0) {
            scanner.close(handle);
        } else if (!wait || handle != Scanner.GONE && handle != Scanner.NOT_A_DIRECTORY) {
            throw scanner.failure(index.rootPath(root));
        }
        inspectRoot(root, false, true);
        walk(true);
    }

    /**
     * Inspects everything, compared with an index from an earlier run, in which nothing is watched.
     *
     * @throws CancellationException if the watcher was closed
     */
    public void resume() {
        for (int r = 0; r < index.rootCount(); r++) {
            int root = index.root(r);
            watches.judge(root);
            if (!index.isThere(root)) {
                roots.absent(root, true);
            }
        }
        Marks marks = new Marks();
        marks.everything(Causes.RESUME);
        crawl(marks, false, () -> null);
    }

    /**
     * Makes the kernel watch the roots of an index from an earlier run, of which its history tells what has changed since.
     *
     * @return false if that is not possible, and everything has to be inspected
     */
    public boolean resumeByHistory() {
        watches.beginCycle();
        boolean possible = watches.coversSubtrees() && symlinks == null;
        for (int r = 0; r < index.rootCount() && possible; r++) {
            int root = index.root(r);
            watches.judge(root);
            possible = index.isThere(root)
                    && !watches.isPolling()
                    && watches.ensure(root, () -> index.rootPath(root))
                    && isAtItsPath(root);
        }
        return possible;
    }

    /** Takes a path and everything below it out of the index; if it is there, it is found as new. */
    public void forget(NativeName path) {
        int root = index.forget(path);
        if (root >= 0) {
            roots.absent(root, true);
        }
    }

    /**
     * Inspects what is marked.
     *
     * @param patient whether an entry that has left its place without an event waits for that event
     * @param rest takes what else is marked and not due, or returns null; asked if something has left its place, and may have
     *     arrived there
     * @throws CancellationException if the watcher was closed
     */
    public void crawl(Marks marks, boolean patient, Supplier<@Nullable Marks> rest) {
        unfinished = false;
        strays = false;
        departed = false;
        waits = patient;
        watches.beginCycle();
        try {
            if (marks.isEverything()) {
                cause = marks.everythingCause();
                again = cause == Causes.RESCAN;
                for (int r = 0; r < index.rootCount(); r++) {
                    subtrees.enter(index.root(r));
                    inspectRoot(index.root(r), false, true);
                    walk(true);
                }
                again = false;
            } else {
                crawlDirectories(marks);
            }
            Marks more = departed || misplaced.size() > 0 ? rest.get() : null;
            if (more != null) {
                crawlDirectories(more);
                dirty.giveBack(more);
            }
            crawlRest();
        } finally {
            endCycle();
        }
    }

    /**
     * Whether one of the marked entries, or a directory above it, may have left its place: that is about to be told. Of many it is
     * not asked.
     */
    public boolean isAway(Marks marks) {
        if (marks.isEverything() || marks.size() > MAX_ASKED) {
            return true;
        }
        try {
            for (int i = 0; i < marks.directories(); i++) {
                if (isAway(marks.directoryAt(i), marks.firstEntryAt(i), marks)) {
                    return true;
                }
            }
            return false;
        } finally {
            handles.close();
        }
    }

    private boolean isAway(int dir, int first, Marks marks) {
        int handle = index.isDirectory(dir) ? handles.open(dir) : Scanner.GONE;
        for (int e = first; e >= 0 && handle >= 0; e = marks.nextEntry(e)) {
            int length = marks.copyName(e, name);
            int known = index.child(dir, name, length);
            int result = known < 0 ? 0 : scanner.look(handle, name, length, stat);
            boolean another = known >= 0 && result == 0 && stat.complete && !index.mayBe(known, stat);
            if (another || isElsewhere(result)) {
                return true;
            }
        }
        return isElsewhere(handle);
    }

    private void endCycle() {
        handles.close();
        handlesForPlaces.close();
        again = false;
        waits = false;
        toWalk.clear();
        subtrees.clear();
        misplaced.clear();
    }

    /** Whether the last cycle has left something that was marked to the next one. */
    public boolean isUnfinished() {
        return unfinished;
    }

    /**
     * Whether the last cycle has left directories that had moved before it. Once the next one has inspected them, nothing from
     * before this cycle is unseen; others may have moved meanwhile, and so on for ever.
     */
    public boolean hasStrays() {
        return strays;
    }

    private void crawlDirectories(Marks marks) {
        for (int i : order.of(marks)) {
            checkCancelled();
            cause = marks.causeAt(i);
            crawl(marks.directoryAt(i), marks.levelAt(i));
            inspectEntries(marks.directoryAt(i), marks, i);
        }
    }

    private void crawl(int dir, int level) {
        if (level < Marks.LISTING) {
            return;
        }
        boolean before = swallowed;
        swallowed = true;
        if (index.parent(dir) >= 0 || !isWalkedByInspectingRoot(dir)) {
            toWalk.add(dir);
            again = level == Marks.SUBTREE;
            walk(level == Marks.SUBTREE);
            again = false;
        }
        swallowed = before;
    }

    /** Inspects a root; returns whether that has listed everything below it, because the root is another one or new. */
    private boolean isWalkedByInspectingRoot(int root) {
        boolean before = subtrees.isEntered(root);
        inspectRoot(root, false, false);
        return !before && subtrees.isEntered(root);
    }

    private void inspectEntries(int dir, Marks marks, int position) {
        boolean named = false;
        for (int e = marks.firstEntryAt(position); e >= 0; e = marks.nextEntry(e)) {
            if (marks.copyName(e, name) == 0) {
                boolean root = index.parent(dir) < 0; // of others the parent's record says it as well
                inspectSelf(dir, root && (marks.flags(e) & Marks.SAID) != 0);
                watchAgain(dir, (marks.flags(e) & Marks.PLACED) != 0);
                if (root && (marks.flags(e) & Marks.UNMOUNTED) != 0) {
                    watches.unmounted(dir); // of what is mounted there next no record tells
                }
            } else {
                named = true;
            }
        }
        if (!named || marks.levelAt(position) > Marks.ENTRIES || !index.isDirectory(dir)) {
            return;
        }
        int handle = handles.open(dir);
        if (handle < 0) {
            int flags = 0;
            for (int e = marks.firstEntryAt(position); e >= 0; e = marks.nextEntry(e)) {
                flags |= marks.flags(e);
            }
            unopened(dir, handle, levelInstead(flags));
            return;
        }
        begin(dir, handle);
        difference.beginLooks(dir);
        for (int e = marks.firstEntryAt(position); e >= 0; e = marks.nextEntry(e)) {
            int length = marks.copyName(e, name);
            if (length > 0) {
                inspectEntry(handle, length, marks.flags(e));
            }
        }
        walk(false);
    }

    /** Inspects the entry {@link #name} of the directory begun. */
    private void inspectEntry(int handle, int length, int flags) {
        if (!wants(name, length)) {
            return;
        }
        int result = scanner.look(handle, name, length, stat);
        if (result == 0) {
            found(name, length, stat, flags);
        } else if (isElsewhere(result) && isAboutToBeReported(length, flags)) {
            dirty.entry(directory, name, length, Marks.LEFT, cause);
        } else if (isElsewhere(result)) {
            leaveOtherName(result, length);
            settling.release(directory, name, length, 0);
            departed |= (flags & Marks.REMOVED) == 0 || (flags & Marks.LEFT) != 0;
            watches.entries().remove(directory, name, length);
            difference.absent(name, length, cause);
        } else {
            watches.degrade(directory, scanner, levelInstead(flags));
        }
    }

    /** Whether an entry that is gone has left after the events that were read: the next ones may report where to. */
    private boolean isAboutToBeReported(int length, int flags) {
        return waits
                && recorded
                && (flags & (Marks.REMOVED | Marks.LEFT)) == 0
                && watches.isCovered(directory)
                && !watches.coversSubtrees()
                && index.child(directory, name, length) >= 0;
    }

    /** How much of a directory is to be inspected instead of entries with these flags. */
    private static int levelInstead(int flags) {
        return (flags & Marks.ARRIVED) == 0 ? Marks.LISTING : Marks.SUBTREE;
    }

    /** A record may name what listings name otherwise. */
    private void leaveOtherName(int result, int length) {
        if (result == Scanner.OTHER_NAME) {
            leave(directory, Marks.SUBTREE, cause);
        } else if (watches.coversSubtrees() && otherNames.mayMeanAnother(directory, name, length)) {
            leave(directory, Marks.LISTING, cause);
        }
    }

    /** Inspects the entry of a directory or file in its parent. */
    private void inspectSelf(int node, boolean said) {
        if (index.parent(node) < 0) {
            inspectRoot(node, said, false);
            return;
        }
        int place = difference.placeOf(node);
        int parent = index.parent(place);
        int handle = handles.open(parent);
        if (handle < 0) {
            unopened(parent, handle, Marks.ENTRIES);
            return;
        }
        begin(parent, handle);
        difference.beginLooks(parent);
        inspectEntry(handle, index.copyName(place, name), said ? Marks.SAID : 0);
        boolean present = index.isDirectory(node) && !difference.isGone(node);
        if (present && !watches.isCovered(node)) {
            toWalk.add(node);
        }
        walk(false);
    }

    private void inspectRoot(int root, boolean said, boolean subtree) {
        NativeName path = index.rootPath(root);
        int handle = scanner.openRoot(path);
        int result = handle < 0 ? handle : scanner.lookAtSelf(handle, stat);
        if (handle >= 0) {
            scanner.close(handle);
        }
        if (isElsewhere(result) || result == 0 && roots.isInside(root) && !index.hasIdentity(root, stat)) {
            if (!roots.isAbsent(root)) {
                forgetWatch(root);
                roots.absent(root, true);
                difference.rootAbsent(root, cause);
            }
            if (result != Scanner.NOT_A_DIRECTORY || !singles.isOther(root)) {
                watches.degrade(root, scanner, Marks.LISTING);
            }
        } else if (result < 0) {
            watches.degrade(root, scanner, subtree ? Marks.SUBTREE : Marks.LISTING);
        } else if (roots.isAbsent(root) && difference.isGone(root)) {
            leave(root, Marks.SUBTREE, cause); // what was there before is told to be deleted first
        } else if (roots.isAbsent(root)) {
            roots.absent(root, false);
            difference.rootCreated(root, stat, cause);
            watches.judge(root);
            rewalk(root);
        } else {
            boolean another = !index.hasIdentity(root, stat);
            difference.rootFound(root, stat, said, cause);
            if (another) {
                handles.close(); // the other one's handle
                handlesForPlaces.close();
                forgetWatch(root);
                watches.judge(root);
            }
            if (another || !watches.isCovered(root)) {
                rewalk(root);
            } else if (subtree) {
                toWalk.add(root);
            }
        }
    }

    /** What a root has waited for is still to be done for the directories that have left it. */
    private void forgetWatch(int root) {
        if (watches.owesSubtree(root)) {
            subtrees.enter(root);
        }
        watches.forget(root);
    }

    private void rewalk(int root) {
        toWalk.add(root);
        walk(true);
    }

    /** Lists the directories in {@link #toWalk} and what is new below them; if {@code deep} everything below them. */
    private void walk(boolean walkDeep) {
        deep = walkDeep;
        while (!toWalk.isEmpty()) {
            checkCancelled();
            int dir = toWalk.pop();
            if (walkDeep) {
                subtrees.enter(dir);
            }
            if (roots.isAbsent(dir)) {
                continue;
            }
            if (difference.isGone(dir)) { // unless it turns up elsewhere in this cycle: then it is inspected there
                unopened(dir, Scanner.GONE, walkDeep ? Marks.SUBTREE : Marks.LISTING);
                continue;
            }
            int handle = handles.openForListing(dir);
            if (handle < 0) {
                unopened(dir, handle, walkDeep ? Marks.SUBTREE : Marks.LISTING);
                continue;
            }
            String madeUp = handles.isElsewhere() ? scanner.madeUp(handle) : null;
            if (madeUp != null) {
                watches.leaveOut(dir, madeUp);
                continue;
            }
            boolean known = watches.isCovered(dir);
            boolean watched = watches.needsNone(dir, again) || watches.ensure(dir, () -> watchPath(handle));
            if (!known && index.parent(dir) < 0 && !isAtItsPath(dir)) {
                dirty.entry(dir, name, 0, (byte) 0, cause); // it moved away before it was watched
            }
            if (!known && watched && !walkDeep && watches.coversSubtrees()) {
                leave(dir, Marks.SUBTREE, cause); // its watch had ended: no event reports what changed below it since
            }
            begin(dir, handle);
            recorded &= known;
            difference.beginListing(dir);
            unreadable = null;
            int result = scanner.list(handle, this);
            difference.end(result == 0, cause);
            if (result != 0) {
                unopened(dir, result, walkDeep ? Marks.SUBTREE : Marks.LISTING);
            } else if (unreadable != null) {
                watches.listedInPart(dir, unreadable, walkDeep, watched);
            } else {
                watches.listed(dir, walkDeep, watched);
            }
        }
        deep = false;
    }

    private NativeName watchPath(int handle) {
        NativeName used = scanner.watchPath(handle, handles::path);
        byPath = scanner.watchesByPath() && !watches.coversSubtrees();
        return used;
    }

    private boolean isAtItsPath(int root) {
        int handle = scanner.openRoot(index.rootPath(root));
        if (handle < 0) {
            return false;
        }
        int result = scanner.lookAtSelf(handle, placeStat);
        scanner.close(handle);
        return result == 0 && index.hasIdentity(root, placeStat);
    }

    private void begin(int dir, int handle) {
        directory = dir;
        listedHandle = handle;
        if (!granularityKnown || handles.device() != granularityDevice) {
            granularityDevice = handles.device();
            granularityKnown = true;
            granularityNanos = scanner.timestampGranularityNanos(handle);
        }
        recorded = cause == Causes.EVENT && !swallowed;
        filter.enter(index, dir);
    }

    /** Whether what was looked for is not there, or something else is. */
    private static boolean isElsewhere(int result) {
        return result == Scanner.GONE || result == Scanner.NOT_A_DIRECTORY || result == Scanner.OTHER_NAME;
    }

    /** A directory could not be opened or read to its end. */
    private void unopened(int dir, int result, int level) {
        if (isElsewhere(result)) {
            misplaced.add(dir, level);
        } else {
            watches.degrade(dir, scanner, Math.max(level, Marks.LISTING));
        }
    }

    /** Inspects what could not be inspected before, and other names of changed inodes. */
    private void crawlRest() {
        cause = Causes.EVENT;
        swallowed = true;
        boolean more = true;
        for (int pass = 0; pass < MAX_PASSES && more; pass++) {
            subtrees.follow(misplaced);
            more = crawlMisplaced();
            inspectOtherNames();
            inspectRelatives();
        }
        leaveRest();
        swallowed = false;
    }

    /** A directory that moves faster than it can be inspected, or was found at the very end: the next cycle tries again. */
    private void leaveRest() {
        subtrees.follow(misplaced);
        for (int i = 0; i < misplaced.size(); i++) {
            if (misplaced.isWaiting(i)) {
                leave(misplaced.directory(i), misplaced.level(i), cause);
            }
        }
    }

    private void leaveRelatives() {
        for (int node = difference.nextRelative(); node >= 0; node = difference.nextRelative()) {
            int place = difference.placeOf(node);
            dirty.entry(index.parent(place), name, index.copyName(place, name), (byte) 0, Causes.EVENT);
            unfinished = true;
        }
    }

    /** What must be inspected in the next cycle, before a fence is reached. */
    private void leave(int dir, int level, int why) {
        dirty.directory(dir, level, why);
        unfinished = true;
    }

    /** Looks where the misplaced directories are now; returns whether others may have been found by that. */
    private boolean crawlMisplaced() {
        int end = misplaced.size();
        boolean crawledAny = false;
        for (int i = 0; i < end; i++) {
            if (misplaced.isWaiting(i)) {
                inspectSelf(
                        misplaced.directory(i), false); // if its parent is misplaced too, that comes in the next pass
            }
        }
        for (int i = 0; i < end; i++) {
            if (!misplaced.isWaiting(i)) {
                continue;
            }
            int dir = misplaced.directory(i);
            int result = handles.open(dir);
            if (result >= 0) {
                int level = misplaced.level(i);
                misplaced.done(i);
                crawledAny = true;
                crawl(dir, level);
            } else if (!isElsewhere(result)) {
                misplaced.done(i); // it is inspected when that one can be opened
                watches.degrade(handles.obstacle(), scanner, Marks.SUBTREE);
            }
        }
        return crawledAny || misplaced.size() > end;
    }

    /** Of files that have lost a name under which they were held back. */
    private void inspectOtherNames() {
        for (long identity = settling.nextLost(); identity != 0; identity = settling.nextLost()) {
            difference.nameLost(identity);
        }
    }

    /** Directory by directory, because beginning with one costs what the directory has entries. */
    private void inspectRelatives() {
        for (long[] nodes = relatives(); nodes.length > 0; nodes = relatives()) {
            Arrays.sort(nodes);
            for (long node : nodes) {
                checkCancelled();
                inspectSelf((int) node, false);
            }
        }
    }

    /** The node of each in the lower half, its directory in the upper. */
    private long[] relatives() {
        LongStream.Builder nodes = LongStream.builder();
        for (int node = difference.nextRelative(); node >= 0; node = difference.nextRelative()) {
            nodes.add((long) index.parent(difference.placeOf(node)) << Integer.SIZE | node);
        }
        return nodes.build().toArray();
    }

    @Override
    public boolean wants(byte[] entry, int length) {
        return filter.wants(entry, length, EntryStat.OTHER);
    }

    @Override
    public boolean wants(byte[] entry, int length, int type) {
        return filter.wants(entry, length, type);
    }

    @Override
    public void entry(byte[] entry, int length, EntryStat found) {
        found(entry, length, found, 0);
        boolean starting = cause == Causes.INITIAL || cause == Causes.RESUME;
        if (starting && ++scanned % PROGRESS_STEP == 0) {
            progress.accept(scanned);
        }
    }

    private void found(byte[] entry, int length, EntryStat unresolved, int flags) {
        pollIfMounted(entry, length, unresolved);
        EntryStat found = singles.resolve(scanner, directory, entry, length, unresolved, targetStat);
        if (found == null || !filter.keeps(entry, length, found.type)) {
            difference.absent(entry, length, cause); // what counted under this name before does not any more
            return;
        }
        difference.placed((flags & Marks.PLACED) != 0);
        if (!found.complete && unreadable == null) {
            unreadable = scanner.failure(index.path(directory).resolve(NativeName.of(entry, 0, length)));
        }
        difference.recorded(recorded && (flags & Marks.PLACED) == 0); // it may only look like what was there before
        contents.read(listedHandle, entry, length, found);
        found.racy = racy.isRacy(found, granularityNanos);
        boolean ownClock = !watches.isPolled(directory);
        boolean complete =
                difference.isBaseline() || settling.isComplete(directory, entry, length, found, flags, ownClock);
        if (!complete && difference.hasNewContent(entry, length, found, cause)) {
            settling.hold(directory, entry, length, found, difference.identity(found), flags, ownClock);
            difference.heldBack(found);
            return;
        }
        int reported = flags | settling.release(directory, entry, length, difference.identity(found));
        if (symlinks != null && found.type == EntryStat.SYMLINK) {
            symlinks.found(directory, entry, length);
        }
        boolean wasRoot = roots.graft(difference, directory, entry, length);
        difference.exact(granularityNanos == 0, (reported & Marks.REMOVED) != 0);
        int node = difference.found(entry, length, found, isSaid(found, reported), cause);
        if (found.racy && !watches.isInspectedAnyway(directory)) {
            racy.postpone(directory, entry, length, flags, granularityNanos);
        }
        if (index.isDirectory(node)) {
            mountPoints.found(node, unresolved.mountPoint);
        }
        boolean toList = index.isDirectory(node) && (deep || difference.isNew(node) || mustBeListed(node));
        if (wasRoot && index.isDirectory(node)) {
            leave(node, Marks.SUBTREE, Causes.EVENT); // not now: in a baseline nothing would be told
        } else if (toList) {
            toWalk.add(node);
        }
        boolean moving = index.isDirectory(node) && difference.isMoving(node);
        if (moving && (filter.dependsOnPath() || watches.isPolling() && !toList)) {
            // The filter uses the new path from the next cycle on; and the directory may come from a root without
            // watches.
            leave(node, Marks.SUBTREE, cause);
        }
        if (moving) {
            subtrees.moved(node);
        }
        boolean arrived = difference.isMoving(node) || (flags & Marks.ARRIVED) != 0 && !difference.isNew(node);
        if (watches.coversSubtrees() && index.isDirectory(node) && arrived) {
            moved.moved(node);
            dirty.directory(node, Marks.SUBTREE, cause);
            strays = true;
        }
        boolean dropped = swallowed && cause == Causes.EVENT && !again; // flags
        watchAgain(node, (flags & Marks.PLACED) != 0 || dropped || moving);
        if (found.type == EntryStat.FILE && found.complete && needsOwnWatch(node, flags)) {
            watchFile(entry, length, found, node);
        }
    }

    /**
     * Whether the watch of the directory may not report what is written to a file: if it was opened by another name than it has
     * here. That is so if another name of it was removed; and it may be if this one was, as then what was written under it may have
     * been another file; or if the file is new here, was not written under this name, and has not moved from a known one.
     */
    private boolean needsOwnWatch(int node, int flags) {
        boolean reported = cause == Causes.EVENT || cause == Causes.RESCAN;
        FileWatches files = watches.files();
        if (!reported || !files.hasRoom() || watches.coversSubtrees()) {
            return false;
        }
        if (difference.isBaseline() || watches.isPolled(directory)) {
            return false;
        }
        boolean written = (flags & (Marks.WRITING | Marks.CLOSED)) != 0;
        boolean moved = (flags & Marks.PLACED) != 0 && difference.hasMoved(node);
        boolean linked = (flags & Marks.REMOVED) != 0 || difference.isNew(node) && !written && !moved;
        return linked || difference.hasLostName(node) || !files.isEmpty() && files.isLost(index.identity(node));
    }

    /** The kernel reports what is written from now on; what was written before is inspected. */
    private void watchFile(byte[] entry, int length, EntryStat found, int node) {
        NativeName file = NativeName.of(entry, 0, length);
        long identity = index.identity(node);
        if (identity == 0
                || !watches.files().add(identity, () -> watchPath(listedHandle).resolve(file))) {
            return;
        }
        boolean there = scanner.look(listedHandle, entry, length, fileStat) == 0
                && fileStat.complete
                && index.hasIdentity(node, fileStat);
        if (!there) {
            watches.files().release(identity); // what took its place is watched, perhaps a directory
        }
        boolean same = there
                && fileStat.size == found.size
                && fileStat.modifiedNanos == found.modifiedNanos
                && fileStat.modifiedBeyond == found.modifiedBeyond
                && fileStat.changedNanos == found.changedNanos;
        if (!same) {
            dirty.entry(directory, entry, length, (byte) 0, Causes.EVENT);
            unfinished = true;
        }
    }

    /** What is written to a file that is mounted here is reported where it comes from. */
    private void pollIfMounted(byte[] entry, int length, EntryStat unresolved) {
        if (unresolved.mountPoint && unresolved.type != EntryStat.DIRECTORY) {
            watches.entries()
                    .add(
                            directory,
                            NativeName.of(entry, 0, length),
                            path -> new UnsupportedWatchException(
                                    path.toString(), "statx", 0, "STATX_ATTR_MOUNT_ROOT", MOUNTED));
        } else if (unresolved.type != EntryStat.SYMLINK) {
            watches.entries().remove(directory, entry, length);
        }
    }

    /** Windows calls a directory modified whenever something has come into it or left it. */
    private boolean isSaid(EntryStat found, int flags) {
        return (flags & Marks.SAID) != 0 && !(watches.coversSubtrees() && found.type == EntryStat.DIRECTORY);
    }

    private void watchAgain(int node, boolean placed) {
        if (byPath && placed && index.isDirectory(node)) {
            leave(node, Marks.SUBTREE, cause);
        }
    }

    /** A directory whose watch has ended: another one that looks like it. */
    private boolean mustBeListed(int node) {
        return !watches.isCovered(node) && !watches.isInspectedAnyway(node);
    }

    @Override
    public boolean holds(int node) {
        int place = difference.placeOf(node);
        int handle = handlesForPlaces.open(index.parent(place));
        if (isElsewhere(handle)) {
            unopened(
                    index.parent(place),
                    handle,
                    Marks.LISTING); // if it has only moved, its entries are inspected there
            return false;
        }
        if (handle < 0) {
            return true;
        }
        int length = index.copyName(place, placeName);
        int result = scanner.look(handle, placeName, length, placeStat);
        if (result < 0) {
            return !isElsewhere(result);
        }
        EntryStat found = singles.resolve(scanner, index.parent(place), placeName, length, placeStat, placeTargetStat);
        return found != null && index.hasIdentity(node, found);
    }

    private void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("closed");
        }
    }
}
