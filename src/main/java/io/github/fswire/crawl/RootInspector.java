package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;

/** Inspects the root itself: whether it is there, and whether it is the one that was. Owned by the engine thread. */
final class RootInspector {
    private final Scanner scanner;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final Roots roots;
    private final SingleRoots singles;
    private final Difference difference;
    private final CrawlCycle cycle;
    private final Pending pending;
    private final TreeWalker walker;
    private final EntryStat stat = new EntryStat();

    RootInspector(CrawlContext context, CrawlCycle cycle, TreeWalker walker) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.watches = context.watches();
        this.roots = context.roots();
        this.singles = context.singles();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.pending = context.pending();
        this.walker = walker;
    }

    /** Inspects a root and everything below it. */
    void inspectAll(int root, Walk walk) {
        inspect(root, walk, false, true);
    }

    /**
     * Inspects a root; if it is another one or new, everything below it.
     *
     * @param walk of which this is a part
     * @param reported whether the kernel has reported that the root itself was changed
     */
    void inspect(int root, Walk walk, boolean reported) {
        inspect(root, walk, reported, false);
    }

    /** Inspects a root; returns whether that has listed everything below it, because the root is another one or new. */
    boolean isWalkedByInspecting(int root, Walk walk) {
        boolean before = cycle.subtrees().isEntered(root);
        inspect(root, walk, false, false);
        return !before && cycle.subtrees().isEntered(root);
    }

    private void inspect(int root, Walk walk, boolean reported, boolean subtree) {
        int handle = scanner.openRoot(index.rootPath(root));
        int result = handle < 0 ? handle : scanner.inspectSelf(handle, stat);
        if (handle >= 0) {
            scanner.close(handle);
        }
        boolean elsewhere = CrawlCycle.isElsewhere(result);
        if (elsewhere || result == 0 && roots.isInside(root) && !index.hasIdentity(root, stat)) {
            absent(root, result, walk.cause);
        } else if (result < 0) {
            watches.degrade(root, scanner, subtree ? PendingPlaces.SUBTREE : PendingPlaces.LISTING);
        } else if (roots.isAbsent(root) && difference.isGone(root)) {
            pending.putBack(
                    root, PendingPlaces.SUBTREE, walk.cause); // what was there before is delivered as deleted first
        } else if (roots.isAbsent(root)) {
            roots.absent(root, false);
            difference.rootCreated(root, stat, walk.cause);
            watches.judge(root);
            walker.walk(walk.deepFrom(root));
        } else {
            present(root, walk, reported, subtree);
        }
    }

    private void absent(int root, int result, int cause) {
        if (!roots.isAbsent(root)) {
            forgetWatch(root);
            roots.absent(root, true);
            difference.rootAbsent(root, cause);
        }
        if (result != Scanner.NOT_A_DIRECTORY || !singles.isOther(root)) {
            watches.degrade(root, scanner, PendingPlaces.LISTING);
        }
    }

    private void present(int root, Walk walk, boolean reported, boolean subtree) {
        boolean another = !index.hasIdentity(root, stat);
        difference.rootFound(root, stat, reported, walk.cause);
        if (another) {
            cycle.closeHandles(); // the other one's
            forgetWatch(root);
            watches.judge(root);
        }
        if (another || subtree || !watches.isCovered(root)) {
            walker.walk(walk.deepFrom(root));
        }
    }

    /** What a root has waited for is still to be done for the directories that have left it. */
    private void forgetWatch(int root) {
        if (watches.owesSubtree(root)) {
            cycle.subtrees().enter(root);
        }
        watches.forget(root);
    }
}
