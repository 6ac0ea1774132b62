package io.github.fswire.watch;

import java.util.concurrent.atomic.AtomicLong;

/** What the engine counts. Written by the engine thread only, but for the atomic ones; read by any. */
final class Counters {
    /** Records read, all sessions together; written by the reader. */
    final AtomicLong rawEvents = new AtomicLong();

    /** Times the kernel dropped records; written by the reader. */
    final AtomicLong overflows = new AtomicLong();

    volatile String backend = "none";
    volatile String binding = "none";
    volatile int entries;
    volatile int directories;
    volatile int watches;
    volatile int degraded;
    volatile long indexBytes;
    volatile long coalesced;
    volatile int marksHighWater;
    volatile long unverified;
    final AtomicLong rescans = new AtomicLong();
    final AtomicLong rescanNanos = new AtomicLong();
    final AtomicLong polls = new AtomicLong();
    final AtomicLong pollNanos = new AtomicLong();
    final AtomicLong missed = new AtomicLong();
    final AtomicLong looks = new AtomicLong();
    final AtomicLong batches = new AtomicLong();
    final AtomicLong changes = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong errors = new AtomicLong();

    WatchStatistics snapshot() {
        return new WatchStatistics(
                backend,
                binding,
                entries,
                directories,
                watches,
                degraded,
                rawEvents.get(),
                overflows.get(),
                rescans.get(),
                rescanNanos.get(),
                looks.get(),
                batches.get(),
                changes.get(),
                retries.get(),
                errors.get(),
                polls.get(),
                pollNanos.get(),
                missed.get(),
                indexBytes,
                coalesced,
                marksHighWater,
                unverified);
    }
}
