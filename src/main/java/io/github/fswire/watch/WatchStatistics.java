package io.github.fswire.watch;

/**
 * What a watcher has done since its start; a snapshot, its numbers need not belong to the same moment.
 *
 * @param backend name of the backend, for example {@code inotify}
 * @param binding how the kernel is called: {@code ffm} or {@code jna}
 * @param entries entries in the index, roots included
 * @param directories directories in the index, roots included
 * @param watches directories that the kernel watches
 * @param degraded directories that are looked at every interval instead
 * @param rawEvents records read from the kernel
 * @param overflows times the kernel dropped records
 * @param rescans complete looks at a root after an overflow
 * @param rescanNanos time spent on them
 * @param looks rounds of looking at marked places
 * @param batches batches delivered
 * @param changes changes delivered
 * @param retries deliveries repeated because the listener threw
 * @param errors errors reported to the listener
 * @param polls complete looks at roots that are not left to the kernel
 * @param pollNanos time spent on them
 * @param missed changes of which the kernel told nothing and that reconciliation found
 * @param indexBytes heap that the index takes, in bytes
 * @param coalesced records that said of a place only that it must be looked at, which was known
 * @param marksHighWater the largest number of marks that have waited to be looked at
 * @param unverified entries delivered as modified although all that is compared was as before: they may have changed within one
 *     time stamp, or the kernel reported something that leaves no trace
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
        long looks,
        long batches,
        long changes,
        long retries,
        long errors,
        long polls,
        long pollNanos,
        long missed,
        long indexBytes,
        long coalesced,
        int marksHighWater,
        long unverified) {

    /**
     * The share of changes that only reconciliation found.
     *
     * @return from 0 to 1; 0 if nothing has changed so far
     */
    public double missRate() {
        return changes == 0 ? 0 : (double) missed / changes;
    }
}
