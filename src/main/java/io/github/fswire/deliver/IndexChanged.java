package io.github.fswire.deliver;

import io.github.fswire.raw.NativeName;

/** Learns what the delivery of changes means for the watcher itself. Called on the engine thread. */
public interface IndexChanged {
    /** A directory has left the index. */
    void directoryRemoved(int directory);

    /** A root was deleted with a directory above it, and may be there again. */
    void rootLeft(int root);

    /** A place must be inspected in another cycle, at once. */
    void inspectAgain(int directory, NativeName name);
}
