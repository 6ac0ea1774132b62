package io.github.fswire.crawl;

import io.github.fswire.filter.EntryFilter;
import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.pending.PlaceFlags;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;
import org.jspecify.annotations.Nullable;

/** Inspects one entry of a directory and acts on the result. Owned by the engine thread. */
final class EntryInspector {
    private static final String MOUNTED =
            "It is a mount point of its own, so its changes are reported where the file comes from: it is inspected every"
                    + " interval.";

    private final Scanner scanner;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final Roots roots;
    private final SingleRoots singles;
    private final EntryFilter filter;
    private final @Nullable IgnoreFiles ignoreFiles;
    private final Pending pending;
    private final RacyEntries racy;
    private final Settling settling;
    private final Contents contents;
    private final @Nullable SymlinkTargets symlinks; // if they are followed
    private final Difference difference;
    private final CrawlCycle cycle;
    private final MountPoints mountPoints;
    private final WatchPaths paths;
    private final OwnWatches ownWatches;
    private final OtherNames otherNames;
    private final EntryStat stat = new EntryStat();
    private final EntryStat targetStat = new EntryStat();

    EntryInspector(CrawlContext context, CrawlCycle cycle, MountPoints mountPoints, WatchPaths paths) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.watches = context.watches();
        this.roots = context.roots();
        this.singles = context.singles();
        this.filter = context.filter();
        this.ignoreFiles = context.ignoreFiles();
        this.pending = context.pending();
        this.racy = context.racy();
        this.settling = context.settling();
        this.contents = context.contents();
        this.symlinks = context.symlinks();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.mountPoints = mountPoints;
        this.paths = paths;
        this.ownWatches = new OwnWatches(context, cycle, paths);
        this.otherNames = new OtherNames(index);
    }

    /** How much of a directory is to be inspected instead of entries with these flags. */
    static int levelInstead(int flags) {
        return (flags & PlaceFlags.APPEARED) == 0 ? PendingPlaces.LISTING : PendingPlaces.SUBTREE;
    }

    /** Inspects an entry of which the kernel has reported {@code flags}. */
    void inspect(DirectoryVisit visit, byte[] name, int length, int flags) {
        if (ignoreFiles != null && ignoreFiles.isOne(name, length)) {
            readIgnoreFiles(ignoreFiles, visit);
        }
        if (!filter.wants(name, length, EntryStat.OTHER)) {
            return;
        }
        int result = scanner.inspect(visit.handle, name, length, stat);
        if (result == 0) {
            found(visit, name, length, stat, flags);
        } else if (!CrawlCycle.isElsewhere(result)) {
            watches.degrade(visit.directory, scanner, levelInstead(flags));
        } else if (isAboutToBeReported(visit, name, length, flags)) {
            pending.entry(visit.directory, name, length, PlaceFlags.MOVED_OUT, visit.cause);
        } else {
            leaveOtherName(visit, result, name, length);
            settling.release(visit.directory, name, length, 0);
            cycle.departed((flags & PlaceFlags.REMOVED) == 0 || (flags & PlaceFlags.MOVED_OUT) != 0);
            watches.entries().remove(visit.directory, name, length);
            difference.absent(name, length, visit.cause);
        }
    }

    /** An ignore file may have changed: its rules count for everything below its directory. */
    private void readIgnoreFiles(IgnoreFiles files, DirectoryVisit visit) {
        if (files.read(scanner, visit.directory, visit.handle)) {
            filter.enter(index, visit.directory);
            pending.putBack(visit.directory, PendingPlaces.SUBTREE, visit.cause);
        }
        watches.degrade(visit.directory, files.unread(), PendingPlaces.LISTING);
    }

    /** Whether an entry that is gone has left after the events that were read: the next ones may report where to. */
    private boolean isAboutToBeReported(DirectoryVisit visit, byte[] name, int length, int flags) {
        return cycle.isPatient()
                && visit.recorded
                && (flags & (PlaceFlags.REMOVED | PlaceFlags.MOVED_OUT)) == 0
                && watches.isCovered(visit.directory)
                && watches.coverage().reportsMoves()
                && index.child(visit.directory, name, length) >= 0;
    }

    /** A record may use another name for an entry than listings do. */
    private void leaveOtherName(DirectoryVisit visit, int result, byte[] name, int length) {
        if (result == Scanner.OTHER_NAME) {
            pending.putBack(visit.directory, PendingPlaces.SUBTREE, visit.cause);
        } else if (watches.coverage().namesPaths() && otherNames.mayMeanAnother(visit.directory, name, length)) {
            pending.putBack(visit.directory, PendingPlaces.LISTING, visit.cause);
        }
    }

    /** An entry is there, of which the kernel has reported {@code flags}. */
    void found(DirectoryVisit visit, byte[] entry, int length, EntryStat unresolved, int flags) {
        pollIfMounted(visit.directory, entry, length, unresolved);
        EntryStat found = singles.resolve(scanner, visit.directory, entry, length, unresolved, targetStat);
        if (found == null || !filter.keeps(entry, length, found.type)) {
            difference.absent(
                    entry, length, visit.cause); // the entry that counted under this name before does not any more
            return;
        }
        boolean placed = (flags & PlaceFlags.MOVED_IN) != 0;
        difference.placed(placed);
        difference.mayBeMetadata(isOnlyOfAttributes(flags) && !visit.walk.swallowed);
        if (!found.complete && visit.unreadable == null) {
            visit.unreadable = scanner.failure(index.path(visit.directory).resolve(NativeName.of(entry, 0, length)));
        }
        difference.recorded(visit.recorded && !placed); // it may be another entry that equals the one before
        contents.read(visit.handle, entry, length, found);
        found.racy = racy.isRacy(found, visit.granularityNanos);
        if (isHeldBack(visit, entry, length, found, flags)) {
            difference.heldBack(found);
            return;
        }
        int reported = flags | settling.release(visit.directory, entry, length, difference.identity(found));
        if (symlinks != null && found.type == EntryStat.SYMLINK) {
            symlinks.found(visit.directory, entry, length);
        }
        boolean wasRoot = roots.graft(difference, visit.directory, entry, length);
        difference.exact(visit.granularityNanos == 0, (reported & PlaceFlags.REMOVED) != 0);
        int node = difference.found(entry, length, found, isReported(found, reported), visit.cause);
        if (found.racy && !watches.isInspectedAnyway(visit.directory)) {
            racy.postpone(visit.directory, entry, length, flags, visit.granularityNanos);
        }
        boolean moving = false;
        if (index.isDirectory(node)) {
            mountPoints.found(node, unresolved.mountPoint);
            moving = difference.isMoving(node);
            directoryFound(visit, node, wasRoot, moving, flags);
        }
        boolean dropped = visit.walk.swallowed && visit.cause == Causes.EVENT && !visit.walk.again; // flags
        paths.placed(node, placed || dropped || moving, visit.cause);
        ownWatches.found(visit, entry, length, found, node, reported);
    }

    /**
     * Whether the kernel reported that attributes have changed, and nothing else. If it reported nothing, the report may be lost:
     * another file may have been there meanwhile, and a listener may have read that one.
     */
    private boolean isOnlyOfAttributes(int flags) {
        return watches.coverage().reportsAttributes()
                ? flags == PlaceFlags.CONTENT_CHANGED
                : (flags & ~PlaceFlags.CONTENT_CHANGED) == 0;
    }

    /** Whether a file is held back because somebody may still be writing it. */
    private boolean isHeldBack(DirectoryVisit visit, byte[] entry, int length, EntryStat found, int flags) {
        int directory = visit.directory;
        boolean ownClock = !watches.isPolled(directory);
        boolean held = !difference.isBaseline()
                && !settling.isComplete(directory, entry, length, found, flags, ownClock)
                && difference.hasNewContent(entry, length, found, visit.cause);
        if (held) {
            settling.hold(directory, entry, length, found, difference.identity(found), flags, ownClock);
        }
        return held;
    }

    /** Has a directory listed that is not known, or not any more; one that has moved is left to the next cycle. */
    private void directoryFound(DirectoryVisit visit, int node, boolean wasRoot, boolean moving, int flags) {
        boolean toList = visit.walk.deep || difference.isNew(node) || mustBeListed(node);
        if (wasRoot) {
            pending.putBack(
                    node, PendingPlaces.SUBTREE, Causes.EVENT); // not now: in a baseline nothing would be delivered
        } else if (toList) {
            visit.walk.add(node);
        }
        if (moving && (filter.dependsOnPath() || watches.isPolling() && !toList)) {
            // The filter uses the new path from the next cycle on; and the directory may come from a root without
            // watches.
            pending.putBack(node, PendingPlaces.SUBTREE, visit.cause);
        }
        if (moving) {
            cycle.subtrees().moved(node);
        }
        boolean arrived = moving || (flags & PlaceFlags.APPEARED) != 0 && !difference.isNew(node);
        if (watches.coverage().namesPaths() && arrived) {
            pending.behindQueue(node);
            pending.putBackMoved(node, visit.cause);
        }
    }

    /** Polls a file that is a mount point: the kernel reports its writes only in the directory where it comes from. */
    private void pollIfMounted(int directory, byte[] entry, int length, EntryStat unresolved) {
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

    /** Windows reports a directory as modified whenever an entry has come into it or left it. */
    private boolean isReported(EntryStat found, int flags) {
        return (flags & PlaceFlags.CONTENT_CHANGED) != 0
                && !(watches.coverage().reportsDirectoriesOfEntries() && found.type == EntryStat.DIRECTORY);
    }

    /** Whether the watch of a directory has ended, so that another directory with the same data may be there. */
    private boolean mustBeListed(int node) {
        return !watches.isCovered(node) && !watches.isInspectedAnyway(node);
    }
}
