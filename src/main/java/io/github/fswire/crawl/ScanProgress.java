package io.github.fswire.crawl;

import io.github.fswire.tree.Causes;
import java.util.function.IntConsumer;

/** Counts the entries of a first scan and reports them from time to time. Owned by the engine thread. */
final class ScanProgress {
    private static final int STEP = 10_000;

    private final IntConsumer report;
    private int scanned; // entries, since the first scan began

    ScanProgress(IntConsumer report) {
        this.report = report;
    }

    /** A first scan begins. */
    void begin() {
        scanned = 0;
    }

    /** An entry was listed for a cause. */
    void listed(int cause) {
        boolean starting = cause == Causes.INITIAL || cause == Causes.RESUME;
        if (starting && ++scanned % STEP == 0) {
            report.accept(scanned);
        }
    }
}
