package io.github.fswire.watch;

import java.util.List;

/** The causes as the numbers that travel through the tree room. */
final class Causes {
    static final int EVENT = 0;
    static final int RESCAN = 1;
    static final int POLL = 2;
    static final int RECONCILE = 3;

    private static final List<Change.Cause> CAUSES =
            List.of(Change.Cause.EVENT, Change.Cause.RESCAN, Change.Cause.POLL, Change.Cause.RECONCILE);

    private Causes() {}

    static Change.Cause of(int cause) {
        return CAUSES.get(cause);
    }
}
