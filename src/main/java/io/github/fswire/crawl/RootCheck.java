package io.github.fswire.crawl;

import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.TreeIndex;

/**
 * Finds roots whose path leads to another directory than the one that is watched.
 *
 * <p>No record reports that: when a directory above a root is renamed, when a link on the way leads elsewhere, or when something
 * is mounted over the root, the kernel goes on watching the old directory. Only comparing the identities finds it: one call a
 * root, every {@value #EVERY_MILLIS} ms and before each fence passes. It allocates nothing for that. Owned by the engine thread.
 */
public final class RootCheck {
    /** How often the roots are checked. */
    static final long EVERY_MILLIS = 2_000;

    private static final long EVERY_NANOS = EVERY_MILLIS * 1_000_000;
    private static final byte[] ITSELF = {};

    private final Scanner scanner;
    private final TreeIndex index;
    private final Roots roots;
    private final WatchRegistry watches;
    private final EntryStat stat = new EntryStat();
    private long nextNanos;

    /** The first check is due after the interval from {@code now}. */
    public RootCheck(Scanner scanner, TreeIndex index, Roots roots, WatchRegistry watches, long now) {
        this.scanner = scanner;
        this.index = index;
        this.roots = roots;
        this.watches = watches;
        this.nextNanos = now + EVERY_NANOS;
    }

    /** How long to wait from {@code now} until a check is due; 0 or less if it is. */
    public long waitNanos(long now) {
        return nextNanos - now;
    }

    /** Checks every root at {@code now}. */
    public void check(long now) {
        nextNanos = now + EVERY_NANOS;
        for (int r = 0; r < index.rootCount(); r++) {
            if (isElsewhere(r)) {
                roots.isElsewhere(index.root(r));
            }
        }
    }

    /** The same before a fence passes, with what is about to be inspected: the roots concerned are added to it. */
    public void check(PendingPlaces places) {
        for (int r = 0; r < index.rootCount(); r++) {
            if (isElsewhere(r)) {
                int root = index.root(r);
                int cause = places.levelOf(root) > 0 ? Causes.EVENT : Causes.POLL;
                places.entry(root, ITSELF, 0, (byte) 0, (byte) cause);
            }
        }
    }

    /** A missing or degraded root is inspected every interval anyway. */
    private boolean isElsewhere(int position) {
        int root = index.root(position);
        if (roots.isAbsent(root) || watches.isDegraded(root)) {
            return false;
        }
        return scanner.inspectPath(index.rootPathAt(position), stat) != 0 || !index.hasIdentity(root, stat);
    }
}
