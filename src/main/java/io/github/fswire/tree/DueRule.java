package io.github.fswire.tree;

/** Says when a place is due. */
@FunctionalInterface
public interface DueRule {
    /**
     * The time at which a place is due, which may be over.
     *
     * @param firstNanos when it was marked first
     * @param lastNanos when it was marked last
     * @param left whether something has left it whose arrival may be reported yet
     */
    long dueNanos(long firstNanos, long lastNanos, boolean left);
}
