package io.github.fswire.engine;

import io.github.fswire.crawl.RootsChanged;
import io.github.fswire.deliver.IndexChanged;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.Causes;

/**
 * Passes on what the delivery of changes and the set of roots mean for the other parts of a watcher. It is connected before those
 * parts exist, and called only afterwards. Owned by the engine thread.
 */
final class TreeEvents implements IndexChanged, RootsChanged {
    private final WatcherParts parts;

    TreeEvents(WatcherParts parts) {
        this.parts = parts;
    }

    @Override
    public void directoryRemoved(int directory) {
        parts.pending.removed(directory);
        parts.watches.forget(directory);
        if (parts.ignored != null) {
            parts.ignored.remove(directory);
        }
    }

    @Override
    public void rootLeft(int root) {
        parts.watches.forget(root);
        parts.roots.absent(root, true);
        parts.pending.putBack(root, PendingPlaces.SUBTREE, Causes.EVENT);
    }

    @Override
    public void inspectAgain(int directory, NativeName name) {
        parts.pending.putBack(directory, name.toBytes(), name.length());
    }

    @Override
    public void whole(int root) {
        parts.singles.whole(root);
    }

    @Override
    public void changed() {
        parts.delivery.rootsChanged();
    }

    @Override
    public void rerooted(int directory, NativeName before, NativeName after) {
        parts.delivery.rerooted(directory, before, after);
    }
}
