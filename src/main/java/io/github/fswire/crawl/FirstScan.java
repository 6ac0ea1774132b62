package io.github.fswire.crawl;

import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;

/** Scans roots that are inspected for the first time. Owned by the engine thread. */
final class FirstScan {
    private final Scanner scanner;
    private final TreeIndex index;
    private final Difference difference;
    private final CrawlCycle cycle;
    private final RootInspector rootInspector;
    private final FollowUps followUps;
    private final ScanProgress progress;

    FirstScan(
            CrawlContext context,
            CrawlCycle cycle,
            RootInspector rootInspector,
            FollowUps followUps,
            ScanProgress progress) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.difference = cycle.difference();
        this.cycle = cycle;
        this.rootInspector = rootInspector;
        this.followUps = followUps;
        this.progress = progress;
    }

    private interface Scan {
        void run() throws WatchException;
    }

    /**
     * Scans all roots.
     *
     * @param report whether what is found counts as created; if not, nothing of it is a change
     * @param wait whether a root may be missing
     * @throws WatchException if a root cannot be read
     */
    void scanAll(boolean report, boolean wait) throws WatchException {
        run(report, () -> {
            for (int r = 0; r < index.rootCount(); r++) {
                scanOne(index.root(r), wait);
            }
        });
    }

    /** The same for a root that was added. */
    void scan(int root, boolean report, boolean wait) throws WatchException {
        run(report, () -> scanOne(root, wait));
    }

    private void run(boolean report, Scan scan) throws WatchException {
        difference.baseline(!report);
        progress.begin();
        cycle.beginScan();
        try {
            scan.run();
            followUps.putBack(Causes.INITIAL);
        } finally {
            cycle.end();
            difference.baseline(false);
        }
    }

    private void scanOne(int root, boolean wait) throws WatchException {
        requireReadable(root, wait);
        rootInspector.inspectAll(root, Walk.shallow(Causes.INITIAL, false));
    }

    private void requireReadable(int root, boolean wait) throws WatchException {
        int handle = scanner.openRoot(index.rootPath(root));
        if (handle >= 0) {
            scanner.close(handle);
        } else if (!wait || handle != Scanner.GONE && handle != Scanner.NOT_A_DIRECTORY) {
            throw scanner.failure(index.rootPath(root));
        }
    }
}
