package io.github.fswire.tree;

import io.github.fswire.raw.NativeName;

/**
 * Receives the changes of one cycle in an order in which they can be applied (G2), on the engine thread.
 *
 * <p>The details are valid during the call.
 */
public interface ChangeSink {
    /** An entry exists now. */
    void created(NativeName path, EntryDetails details);

    /** An entry's content or metadata changed. */
    void modified(NativeName path, EntryDetails details);

    /** An entry exists no more; its children were deleted before. */
    void deleted(NativeName path, EntryDetails details);

    /**
     * An entry is now under another path, with everything below it.
     *
     * @param node its node, which has the new path already; {@link TreeIndex#isUndelivered} holds for the entries below it that
     *     are not delivered yet
     * @param replaced the type of the file that had this path and is not delivered as deleted; -1 if there was none
     */
    void moved(NativeName from, NativeName path, int node, int replaced, EntryDetails details);

    /** A directory leaves the index: its watch is not needed any more. */
    void directoryRemoved(int directory);

    /**
     * A root was deleted because a directory above it, in another root, has left its place: inspect whether it is there
     * again.
     */
    void rootLeft(int root);

    /** The entry found at a place could not be brought into order with the rest of the cycle: inspect it again at once. */
    void inspectAgain(int directory, NativeName name);
}
