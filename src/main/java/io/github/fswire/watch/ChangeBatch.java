package io.github.fswire.watch;

import java.util.Iterator;
import java.util.List;

/**
 * Changes that can be applied to a mirror from first to last (G2): parents are created before children, children are deleted
 * before parents, a moved directory carries its subtree. Immutable.
 *
 * @param number counts from 1 for each listener; a batch that is delivered again keeps its number
 * @param changes the changes in order; never empty
 */
public record ChangeBatch(long number, List<Change> changes) implements Iterable<Change> {
    /** Copies the list. */
    public ChangeBatch {
        changes = List.copyOf(changes);
    }

    @Override
    public Iterator<Change> iterator() {
        return changes.iterator();
    }
}
