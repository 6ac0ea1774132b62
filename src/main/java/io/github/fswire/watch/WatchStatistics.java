package io.github.fswire.watch;

import java.util.List;

/**
 * What a watcher has done since its start; a snapshot, its numbers need not belong to the same moment.
 *
 * @param backend name of the backend, for example {@code inotify}
 * @param binding how the kernel is called: {@code ffm} or {@code jna}
 * @param entries entries in the index, roots included
 * @param directories directories in the index, roots included
 * @param watches directories that the kernel watches
 * @param degraded directories that are inspected every interval instead
 * @param rawEvents records read from the kernel
 * @param overflows times the kernel dropped records
 * @param rescans complete inspections after an overflow
 * @param rescanNanos time spent on them
 * @param cycles how often places that were due were inspected
 * @param batches batches delivered
 * @param changes changes delivered
 * @param retries deliveries repeated because the listener threw
 * @param errors errors reported to the listener
 * @param polls inspections of the roots that are not left to the kernel
 * @param pollNanos time spent on them
 * @param missed changes that the kernel did not report and reconciliation found
 * @param indexBytes heap that the index takes, in bytes
 * @param coalesced events merged into a place that was already pending
 * @param pendingHighWater the largest number of places that were pending together
 * @param unverified entries delivered as modified although all that is compared was as before: they may have changed within one
 *     time stamp, or the kernel reported something that leaves no trace
 * @param listeners how far behind each listener is; the first is that of {@link FileWatcher#start}
 */
public record WatchStatistics(
        String backend,
        String binding,
        int entries,
        int directories,
        int watches,
        int degraded,
        long rawEvents,
        long overflows,
        long rescans,
        long rescanNanos,
        long cycles,
        long batches,
        long changes,
        long retries,
        long errors,
        long polls,
        long pollNanos,
        long missed,
        long indexBytes,
        long coalesced,
        int pendingHighWater,
        long unverified,
        List<ListenerStatistics> listeners) {
    /** Copies the list. */
    public WatchStatistics {
        listeners = List.copyOf(listeners);
    }

    /**
     * The share of changes that only reconciliation found.
     *
     * @return from 0 to 1; 0 if nothing has changed so far
     */
    public double missRate() {
        return changes == 0 ? 0 : (double) missed / changes;
    }
}
