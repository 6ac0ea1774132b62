package io.github.fswire.tree;

/** Why a place was inspected, as numbers; in the order of {@code Change.Cause}. */
public final class Causes {
    /** The kernel reported something there. */
    public static final int EVENT = 0;

    /** The kernel dropped records. */
    public static final int RESCAN = 1;

    /** The place is inspected every interval. */
    public static final int POLL = 2;

    /** Reconciliation found a difference. */
    public static final int RECONCILE = 3;

    /** It is the first inspection. */
    public static final int INITIAL = 4;

    /** It is the first inspection after an earlier watcher. */
    public static final int RESUME = 5;

    private Causes() {}
}
