package io.github.fswire.watch;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Changes that can be applied to a mirror from first to last (G2): parents are created before children, children are deleted
 * before parents, a moved directory carries its subtree. Immutable.
 */
public final class ChangeBatch implements Iterable<Change> {
    private final long number;
    private final List<Change> changes;

    private ChangeBatch(long number, List<Change> changes) {
        this.number = number;
        this.changes = List.copyOf(changes);
        if (this.changes.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one change");
        }
    }

    /**
     * Makes a batch. The watcher does; so does a test of a consumer.
     *
     * @param number see {@link #number}
     * @param changes the changes in order; copied
     * @return a new batch
     * @throws IllegalArgumentException if there is no change
     */
    public static ChangeBatch of(long number, List<Change> changes) {
        return new ChangeBatch(number, Objects.requireNonNull(changes, "changes"));
    }

    /**
     * The number of the batch.
     *
     * @return it counts from 1 for each listener; a batch that is delivered again keeps its number
     */
    public long number() {
        return number;
    }

    /**
     * The changes in order.
     *
     * @return an unmodifiable list, never empty
     */
    public List<Change> changes() {
        return changes;
    }

    /**
     * When the watcher noticed the last of the changes, by the system's clock.
     *
     * @return the time
     */
    public Instant time() {
        return changes.get(changes.size() - 1).time();
    }

    @Override
    public Iterator<Change> iterator() {
        return changes.iterator();
    }

    @Override
    public String toString() {
        return "batch " + number + " " + changes;
    }
}
