package io.github.fswire.crawl;

import io.github.fswire.tree.IntList;

/**
 * The frame of one walk: why directories are inspected, how far, and which of them are still to be listed. Owned by the engine
 * thread.
 */
final class Walk {
    final int cause; // of what it finds
    final boolean deep; // known directories below are listed as well
    final boolean again; // what is watched already is watched again
    final boolean swallowed; // the flags that the kernel has reported of entries are not known any more
    private final IntList toList = new IntList(); // directories

    private Walk(int cause, boolean deep, boolean again, boolean swallowed) {
        this.cause = cause;
        this.deep = deep;
        this.again = again;
        this.swallowed = swallowed;
    }

    /** Lists directories and the new entries below them. */
    static Walk shallow(int cause, boolean swallowed) {
        return new Walk(cause, false, false, swallowed);
    }

    /** Lists directories and everything below them. */
    static Walk deep(int cause, boolean again, boolean swallowed) {
        return new Walk(cause, true, again, swallowed);
    }

    /** The same walk from another directory, with everything below it. */
    Walk deepFrom(int directory) {
        Walk walk = deep(cause, again, swallowed);
        walk.add(directory);
        return walk;
    }

    /** A directory is to be listed. */
    void add(int directory) {
        toList.add(directory);
    }

    /** Whether no directory is to be listed any more. */
    boolean isEmpty() {
        return toList.isEmpty();
    }

    /** The directory added last, which is not to be listed any more. */
    int next() {
        return toList.pop();
    }
}
