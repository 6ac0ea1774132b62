package io.github.fswire.crawl;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Inspects pending places and passes what it finds to the {@link Difference}. Owned by the engine thread.
 *
 * <p>It decides what is inspected. {@link PlaceInspector} inspects one pending place, {@link TreeWalker} lists
 * directories, {@link EntryInspector} draws the conclusions from one entry, {@link FollowUps} ends a cycle.
 */
public final class Crawler {
    private final CrawlContext context;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final UncoveredPlaces uncovered;
    private final CrawlCycle cycle;
    private final MountPoints mountPoints;
    private final EntrySizes sizes;
    private final RootInspector rootInspector;
    private final PlaceInspector inspector;
    private final FollowUps followUps;
    private final FirstScan firstScan;
    private final DepartureCheck departures;

    /** Crawls nothing yet; {@code progress} receives the number of entries scanned. */
    public Crawler(CrawlContext context, IntConsumer progress) {
        this.context = context;
        this.index = context.index();
        this.watches = context.watches();
        this.uncovered = new UncoveredPlaces(index);
        this.cycle = new CrawlCycle(context);
        this.mountPoints = new MountPoints(index);
        this.sizes = new EntrySizes(context.scanner(), index, cycle.difference(), context.pending());
        ScanProgress scanned = new ScanProgress(progress);
        DirectoryVisits visits = new DirectoryVisits(context, cycle);
        WatchPaths paths = new WatchPaths(context, cycle);
        EntryInspector entries = new EntryInspector(context, cycle, mountPoints, paths);
        TreeWalker walker = new TreeWalker(context, cycle, visits, paths, entries, scanned);
        this.rootInspector = new RootInspector(context, cycle, walker);
        this.inspector = new PlaceInspector(context, cycle, visits, paths, entries, walker, rootInspector);
        this.followUps = new FollowUps(context, cycle, inspector);
        this.firstScan = new FirstScan(context, cycle, rootInspector, followUps, scanned);
        this.departures = new DepartureCheck(context, cycle);
    }

    /** Receives what is found. */
    public Difference difference() {
        return cycle.difference();
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
     * @param report whether what is found counts as created; if not, nothing of it is a change
     * @param wait whether a root may be missing
     * @throws WatchException if a root cannot be read
     * @throws CancellationException if the watcher was closed
     */
    public void baseline(boolean report, boolean wait) throws WatchException {
        firstScan.scanAll(report, wait);
    }

    /** The same for a root that was added. */
    public void baseline(int root, boolean report, boolean wait) throws WatchException {
        firstScan.scan(root, report, wait);
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
                context.roots().absent(root, true);
            }
        }
        PendingPlaces places = new PendingPlaces();
        places.everything(Causes.RESUME);
        crawl(places, false, () -> null);
    }

    /**
     * Makes the kernel watch the roots of an index from an earlier run, of which its history reports what has changed since.
     *
     * @return false if that is not possible, and everything has to be inspected
     */
    public boolean resumeByHistory() {
        watches.beginCycle();
        boolean possible = watches.coverage().mayKeepHistory() && context.symlinks() == null;
        for (int r = 0; r < index.rootCount() && possible; r++) {
            int root = index.root(r);
            watches.judge(root);
            possible = index.isThere(root)
                    && !watches.isPolling()
                    && watches.ensure(root, () -> index.rootPath(root))
                    && cycle.places().isAtItsPath(root);
        }
        return possible;
    }

    /** Takes a path and everything below it out of the index; if it is there, it is found as new. */
    public void forget(NativeName path) {
        int root = index.forget(path);
        if (root >= 0) {
            context.roots().absent(root, true);
        }
    }

    /**
     * Inspects pending places.
     *
     * @param patient whether an entry that has left its place without an event waits for that event
     * @param rest takes the pending places that are not due, or returns null; called if an entry has left its place, because
     *     it may have arrived at one of them
     * @throws CancellationException if the watcher was closed
     */
    public void crawl(PendingPlaces places, boolean patient, Supplier<@Nullable PendingPlaces> rest) {
        cycle.begin(patient);
        try {
            if (places.isEverything()) {
                crawlEverything(places.everythingCause());
            } else {
                crawlDirectories(places);
            }
            PendingPlaces more = cycle.isAnythingElsewhere() ? rest.get() : null;
            if (more != null) {
                crawlDirectories(more);
                context.pending().giveBack(more);
            }
            followUps.inspect();
        } finally {
            cycle.end();
        }
    }

    private void crawlEverything(int cause) {
        for (int r = 0; r < index.rootCount(); r++) {
            cycle.subtrees().enter(index.root(r));
            rootInspector.inspectAll(index.root(r), Walk.deep(cause, cause == Causes.RESCAN, false));
        }
    }

    private void crawlDirectories(PendingPlaces places) {
        for (int i : uncovered.of(places)) {
            context.checkCancelled();
            int directory = places.directoryAt(i);
            inspector.inspectWhole(directory, places.levelAt(i), places.causeAt(i));
            inspector.inspectEntries(directory, places, i);
        }
    }

    /**
     * Whether one of the pending entries, or a directory above it, may have left its place; the kernel is about to report
     * that. If there are many entries, the answer is true without inspection.
     */
    public boolean isAway(PendingPlaces places) {
        return departures.isAway(places);
    }
}
