package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.ChangeSink;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes roots of the targets of links, if links are followed. Owned by the engine thread. */
public final class SymlinkFollower {
    private static final SymlinkTargets.Update NONE = new SymlinkTargets.Update(Set.of(), Set.of());

    private final @Nullable SymlinkTargets symlinks;
    private final Roots roots;
    private final Pending pending;
    private final ChangeSink changes;

    /** Follows none if {@code symlinks} is null. */
    public SymlinkFollower(@Nullable SymlinkTargets symlinks, Roots roots, Pending pending, ChangeSink changes) {
        this.symlinks = symlinks;
        this.roots = roots;
        this.pending = pending;
        this.changes = changes;
    }

    /** Whether there are links that lead nowhere: the end of every cycle inspects them. */
    public boolean isAnyDangling() {
        return symlinks != null && symlinks.isDangling();
    }

    /** Scans the targets of links at the start; their entries are delivered, as those of a root, if {@code deliver}. */
    public void begin(Crawler crawler, boolean deliver) {
        crawler.difference().finish(changes);
        for (SymlinkTargets.Update update = next(); !update.isEmpty(); update = next()) {
            for (NativeName path : update.begun()) {
                int root = roots.followSilently(path);
                if (root >= 0) {
                    roots.absent(root, deliver); // so it is delivered itself
                    baseline(crawler, root, deliver);
                }
            }
            update.ended().forEach(path -> end(path, crawler));
        }
    }

    private SymlinkTargets.Update next() {
        return symlinks == null ? NONE : symlinks.update(roots::isGiven);
    }

    private void baseline(Crawler crawler, int root, boolean deliver) {
        try {
            crawler.baseline(root, deliver, true);
        } catch (WatchException e) {
            roots.absent(root, true);
            pending.directory(
                    root,
                    PendingPlaces.SUBTREE,
                    Causes.EVENT); // which reports the reason, if it still cannot be watched
        }
        crawler.difference().finish(changes);
    }

    /** Ends a cycle: new targets of links become pending, targets that no link leads to any more are delivered as deleted. */
    public void update(Crawler crawler) {
        for (SymlinkTargets.Update update = next(); !update.isEmpty(); update = next()) {
            update.begun().forEach(roots::follow);
            update.ended().forEach(path -> end(path, crawler));
        }
    }

    private void end(NativeName path, Crawler crawler) {
        int root = roots.unfollow(path);
        if (root >= 0) {
            crawler.difference().rootAbsent(root, Causes.EVENT);
            crawler.difference().finish(changes); // which may end other links
            roots.drop(root);
        }
    }

    /** Roots were removed: links may have gone with them. */
    public void rootsRemoved() {
        if (symlinks != null) {
            symlinks.rootsRemoved();
        }
    }
}
