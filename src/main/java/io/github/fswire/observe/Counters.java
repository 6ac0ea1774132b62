package io.github.fswire.observe;

import io.github.fswire.watch.ListenerStatistics;
import io.github.fswire.watch.WatchStatistics;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the engine counts, by the names of {@link WatchStatistics}. Written by the engine thread only, but for the atomic ones; read by any. */
public final class Counters {
    /** Records read, all sessions together; written by the reader. */
    public final AtomicLong rawEvents = new AtomicLong();

    /** Times the kernel dropped records; written by the reader. */
    public final AtomicLong overflows = new AtomicLong();

    public volatile String backend = "none";
    public volatile String binding = "none";
    public volatile int entries;
    public volatile int directories;
    public volatile int watches;
    public volatile int degraded;
    public volatile long indexBytes;
    public volatile long coalesced;
    public volatile int pendingHighWater;
    public volatile long unverified;
    public final AtomicLong rescans = new AtomicLong();
    public final AtomicLong rescanNanos = new AtomicLong();
    public final AtomicLong polls = new AtomicLong();
    public final AtomicLong pollNanos = new AtomicLong();
    public final AtomicLong missed = new AtomicLong();
    public final AtomicLong cycles = new AtomicLong();
    public final AtomicLong batches = new AtomicLong();
    public final AtomicLong changes = new AtomicLong();
    public final AtomicLong retries = new AtomicLong();
    public final AtomicLong errors = new AtomicLong();

    /** All of them; not of one moment. */
    public WatchStatistics snapshot(List<ListenerStatistics> listeners) {
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
                cycles.get(),
                batches.get(),
                changes.get(),
                retries.get(),
                errors.get(),
                polls.get(),
                pollNanos.get(),
                missed.get(),
                indexBytes,
                coalesced,
                pendingHighWater,
                unverified,
                listeners);
    }
}
