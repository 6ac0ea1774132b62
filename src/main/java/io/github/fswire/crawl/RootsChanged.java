package io.github.fswire.crawl;

import io.github.fswire.raw.NativeName;

/** Learns that there are other roots, or that a root stands for something else. Called on the engine thread. */
public interface RootsChanged {
    /** Everything below a root counts from now on. */
    void whole(int root);

    /** There are other roots from now on. */
    void changed();

    /** What is below a directory, or a root, belongs to another root from now on. */
    void rerooted(int directory, NativeName before, NativeName after);
}
