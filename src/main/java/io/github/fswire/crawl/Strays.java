package io.github.fswire.crawl;

import io.github.fswire.source.EventSource;
import io.github.fswire.tree.Causes;
import io.github.fswire.tree.DirtySet;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.TreeIndex;
import java.util.BitSet;

/**
 * Directories that have moved lately, for kernels that name paths.
 *
 * <p>A record names the path that a directory had when something happened in it. Until all records from before a move was seen
 * have been read, a path may therefore lead nowhere, or to another directory, and mean the one that has moved. So that one is
 * inspected as a whole when it is found, for the records that have been read, and once more behind a fence in the queue, for
 * those that had not.
 *
 * <p>Owned by the engine thread, except {@link #run}.
 */
public final class Strays implements Runnable {
    private final TreeIndex index;
    private final DirtySet dirty;
    private final EventSource source;
    private final Runnable wakeUp;
    private BitSet moved = new BitSet(); // since the fence was asked for
    private BitSet movedBefore = new BitSet();
    private boolean asked;
    private volatile boolean passed;

    /** Without directories; {@code wakeUp} is called when there is something to do. */
    public Strays(TreeIndex index, DirtySet dirty, EventSource source, Runnable wakeUp) {
        this.index = index;
        this.dirty = dirty;
        this.source = source;
        this.wakeUp = wakeUp;
    }

    /** The fence has passed; called by any thread. */
    @Override
    public void run() {
        passed = true;
        wakeUp.run();
    }

    /** A directory was found at another place, or has come back to its own. */
    void moved(int directory) {
        moved.set(directory);
    }

    /** Whether there are any that have not been inspected behind a fence. */
    public boolean isPending() {
        return asked || !moved.isEmpty();
    }

    /** Whether {@link #work} has something to do. */
    public boolean isDue() {
        return asked ? passed : !moved.isEmpty();
    }

    /** Marks what the fence has passed for, asks for another one for what has moved since. */
    public void work() {
        if (asked) {
            asked = false;
            passed = false;
            movedBefore.stream()
                    .filter(index::isDirectory)
                    .forEach(directory -> dirty.directory(directory, Marks.SUBTREE, Causes.EVENT));
            movedBefore.clear();
        }
        if (!moved.isEmpty()) {
            BitSet empty = movedBefore;
            movedBefore = moved;
            moved = empty;
            asked = true;
            source.behind(this);
        }
    }
}
