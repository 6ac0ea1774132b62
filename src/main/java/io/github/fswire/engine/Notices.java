package io.github.fswire.engine;

import io.github.fswire.crawl.IgnoreFiles;
import io.github.fswire.deliver.Delivery;
import io.github.fswire.observe.Counters;
import io.github.fswire.observe.FlightEvents;
import io.github.fswire.raw.WatchException;
import io.github.fswire.source.EventSource;
import io.github.fswire.source.WatchRegistry;
import io.github.fswire.tree.TreeIndex;
import io.github.fswire.watch.DegradedNotice;
import io.github.fswire.watch.WatchOptions;
import org.jspecify.annotations.Nullable;

/** Notifies the listeners of overflows, failures, and places that are not watched. Owned by the engine thread. */
final class Notices {
    private final int number;
    private final WatchOptions options;
    private final TreeIndex index;
    private final WatchRegistry watches;
    private final EventSource source;
    private final @Nullable IgnoreFiles ignoreFiles; // if there are any
    private final Counters counters;
    private final Delivery delivery;
    private final boolean closesReported; // by the backend
    private boolean closesExpected; // and no notice was given that they are not reported everywhere
    private long overflowsBefore;

    Notices(
            int number,
            WatchOptions options,
            TreeIndex index,
            WatchRegistry watches,
            EventSource source,
            @Nullable IgnoreFiles ignoreFiles,
            Counters counters,
            Delivery delivery,
            boolean closesReported) {
        this.number = number;
        this.options = options;
        this.index = index;
        this.watches = watches;
        this.source = source;
        this.ignoreFiles = ignoreFiles;
        this.counters = counters;
        this.delivery = delivery;
        this.closesReported = closesReported;
        this.closesExpected = options.settleUntil() == WatchOptions.SettleUntil.CLOSED;
    }

    /** Reports the kernel's overflows since the last call. */
    void overflows() {
        long overflows = counters.overflows.get();
        if (overflows != overflowsBefore) {
            overflowsBefore = overflows;
            FlightEvents.overflow(number, overflows);
            delivery.overflow(overflows);
        }
    }

    /** Reports the failures of the event source. */
    void failures() {
        for (Exception failure = source.nextFailure(); failure != null; failure = source.nextFailure()) {
            delivery.error(failure);
        }
    }

    /** Reports ignore files that cannot be used, and places that are not watched, or not as the options want it. */
    void degraded() {
        unreportedCloses();
        unusableIgnoreFiles();
        for (DegradedNotice notice = watches.nextNotice(); notice != null; notice = watches.nextNotice()) {
            delivery.degraded(notice);
        }
    }

    private void unusableIgnoreFiles() {
        if (ignoreFiles != null) {
            for (Exception each = ignoreFiles.nextFailure(); each != null; each = ignoreFiles.nextFailure()) {
                delivery.error(each);
            }
        }
    }

    /** Once, if files are to be held back until they are closed and that is not reported. */
    private void unreportedCloses() {
        if (!closesExpected || index.rootCount() == 0) {
            return; // all roots may have been removed
        }
        int root = !closesReported
                ? index.root(0)
                : watches.polled().stream().findFirst().orElse(-1);
        if (root >= 0) {
            closesExpected = false;
            String advice = "Closes are not reported here: files are complete when they have rested for "
                    + options.settle().toMillis() + " ms.";
            delivery.error(new WatchException(
                    index.rootPath(root).toString(), "settleUntil", 0, "CLOSES_NOT_REPORTED", advice));
        }
    }
}
