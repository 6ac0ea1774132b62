package io.github.fswire.crawl;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.tree.Difference;
import io.github.fswire.tree.TreeIndex;

/**
 * Finds out whether an entry is still where the index has it, while another directory is being inspected. Owned by the engine
 * thread.
 */
final class KnownPlaces implements Difference.Places {
    private final Scanner scanner;
    private final TreeIndex index;
    private final SingleRoots singles;
    private final CrawlCycle cycle;
    private final Difference difference;
    private final DirectoryHandles
            handles; // of its own: it is used while a directory of the other ones is being listed
    private final EntryStat stat = new EntryStat();
    private final EntryStat targetStat = new EntryStat();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    KnownPlaces(CrawlContext context, CrawlCycle cycle) {
        this.scanner = context.scanner();
        this.index = context.index();
        this.singles = context.singles();
        this.cycle = cycle;
        this.difference = new Difference(index, this);
        this.handles = new DirectoryHandles(scanner, index, difference, false);
    }

    /** The difference that asks for places. */
    Difference difference() {
        return difference;
    }

    @Override
    public boolean holds(int node) {
        int place = difference.placeOf(node);
        int parent = index.parent(place);
        int handle = handles.open(parent);
        if (CrawlCycle.isElsewhere(handle)) {
            cycle.unopened(
                    parent, handle, PendingPlaces.LISTING); // if it has only moved, its entries are inspected there
            return false;
        }
        if (handle < 0) {
            return true;
        }
        int length = index.copyName(place, name);
        int result = scanner.inspect(handle, name, length, stat);
        if (result < 0) {
            return !CrawlCycle.isElsewhere(result);
        }
        EntryStat found = singles.resolve(scanner, parent, name, length, stat, targetStat);
        return found != null && index.hasIdentity(node, found);
    }

    /** Whether the directory that the index has as a root is at the root's path. */
    boolean isAtItsPath(int root) {
        int handle = scanner.openRoot(index.rootPath(root));
        if (handle < 0) {
            return false;
        }
        int result = scanner.inspectSelf(handle, stat);
        scanner.close(handle);
        return result == 0 && index.hasIdentity(root, stat);
    }

    /** Closes every handle. */
    void close() {
        handles.close();
    }
}
