package io.github.fswire.pending;

/** Says when a place is due. */
@FunctionalInterface
public interface DueRule {
    /**
     * The time at which a place is due, which may be over.
     *
     * @param firstNanos when it was reported first
     * @param lastNanos when it was reported last
     * @param left whether something has left it whose arrival may be reported yet
     */
    long dueNanos(long firstNanos, long lastNanos, boolean left);

    /** The rule by which the next cycle begins while this number of places is pending. */
    default DueRule together(int places) {
        return this;
    }

    /** How long a place is not due after it was taken. */
    default long pauseNanos() {
        return 0;
    }

    /** When a place that is put back at {@code now} counts as reported first: it was due before. */
    default long putBackNanos(long now) {
        return now;
    }
}
