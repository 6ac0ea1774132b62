package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.threads.Time;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.ChangeSink;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes roots of what links lead to, if they are followed. Owned by the engine thread. */
final class Following {
    private final @Nullable Links links;
    private final Roots roots;
    private final DirtySet dirty;
    private final ChangeSink changes;
    private final Time time;
    private final long intervalNanos;
    private long lookedNanos; // when links that lead nowhere were looked at last

    /** Looks at links that lead nowhere every {@code intervalNanos}; follows none if {@code links} is null. */
    Following(@Nullable Links links, Roots roots, DirtySet dirty, ChangeSink changes, Time time, long intervalNanos) {
        this.links = links;
        this.roots = roots;
        this.dirty = dirty;
        this.changes = changes;
        this.time = time;
        this.intervalNanos = intervalNanos;
    }

    /** How long to wait from {@code now} until a round is due because of links that lead nowhere. */
    long waitNanos(long now) {
        return links != null && links.isDangling() ? lookedNanos + intervalNanos - now : Long.MAX_VALUE;
    }

    /** What links lead to is told like what is there when a root is looked at for the first time: if {@code tell}. */
    void begin(Looker looker, boolean tell) {
        looker.difference().finish(changes);
        Set<NativeName> next = links == null ? Set.of() : links.update().begun();
        while (links != null && !next.isEmpty()) {
            for (NativeName path : next) {
                int root = roots.followSilently(path);
                if (root >= 0) {
                    roots.absent(root, tell); // so it is told itself
                    baseline(looker, root, tell);
                }
            }
            next = links.update().begun();
        }
    }

    private void baseline(Looker looker, int root, boolean tell) {
        try {
            looker.baseline(root, tell, true);
        } catch (WatchException e) {
            roots.absent(root, true);
            dirty.directory(root, Marks.SUBTREE, Causes.EVENT); // which tells why, if it still cannot be watched
        }
        looker.difference().finish(changes);
    }

    /**
     * Ends a round: what links lead to from now on is to be looked at, and what none leads to any more is told to be deleted.
     *
     * @return whether there is something to be looked at, at once
     */
    boolean update(Looker looker) {
        boolean more = false;
        if (links != null) {
            lookedNanos = time.nanoTime();
            for (Links.Update update = links.update(); !update.isEmpty(); update = links.update()) {
                for (NativeName path : update.begun()) {
                    more |= roots.follow(path);
                }
                update.ended().forEach(path -> end(path, looker));
            }
        }
        return more;
    }

    private void end(NativeName path, Looker looker) {
        int root = roots.unfollow(path);
        if (root >= 0) {
            looker.difference().rootAbsent(root, Causes.EVENT);
            looker.difference().finish(changes); // which may end other links
            roots.drop(root);
        }
    }

    /** Roots were removed: links may have gone with them. */
    void rootsRemoved() {
        if (links != null) {
            links.rootsRemoved();
        }
    }
}
