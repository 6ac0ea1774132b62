package io.github.fswire.deliver;

import io.github.fswire.raw.NativeName;
import io.github.fswire.watch.Change;
import org.jspecify.annotations.Nullable;

/**
 * A listener and what it sees.
 *
 * @param channel of the listener
 * @param view null until the index can be used
 * @param seesEverything whether it sees each change as it is
 */
record Recipient(ListenerChannel channel, @Nullable FilteredView view, boolean seesEverything) {
    /**
     * A change of the tree, as far as the listener sees it.
     *
     * @param node of the entry that moved
     * @param replaced the type of the file that it replaced, or -1
     */
    void change(Change change, int node, int replaced) {
        channel.begin();
        boolean split = channel.splits() && change.kind() == Change.Kind.MOVED;
        if (view == null || seesEverything && !split) {
            channel.add(change);
        } else {
            view.change(change, node, replaced);
        }
    }

    /** The entries below a directory belong to another root from now on. */
    void rerooted(int directory, NativeName before, NativeName after) {
        if (view != null) {
            view.rerooted(directory, before, after);
            channel.flush();
        }
    }

    /** There are other roots from now on. */
    void rootsChanged() {
        if (view != null) {
            view.rootsChanged();
        }
    }

    /** Receives what is there. */
    void everything() {
        if (view != null) {
            view.everything();
            channel.flush();
        }
    }
}
