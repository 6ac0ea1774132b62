package io.github.fswire.watch;

import java.util.List;

/** The causes as the numbers that travel through the tree room. */
final class Causes {
    static final int EVENT = 0;
    static final int RESCAN = 1;
    static final int POLL = 2;
    static final int RECONCILE = 3;
    static final int INITIAL = 4;
    static final int RESUME = 5;

    private static final List<Change.Cause> CAUSES = List.of(Change.Cause.values()); // in this order

    private Causes() {}

    static Change.Cause of(int cause) {
        return CAUSES.get(cause);
    }
}
