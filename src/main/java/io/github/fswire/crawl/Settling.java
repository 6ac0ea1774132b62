package io.github.fswire.crawl;

import io.github.fswire.pending.Pending;
import io.github.fswire.pending.PendingPlaces;
import io.github.fswire.pending.Place;
import io.github.fswire.pending.PlaceFlags;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.source.Writers;
import io.github.fswire.threads.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds files back that somebody may still be writing. The listener keeps the state of such a file that was delivered last.
 *
 * <h2>When a file is complete</h2>
 *
 * <ul>
 *   <li>The kernel reports that its writer has closed it.
 *   <li>It has rested: it was found unchanged for the whole period. Its modification time shows the same at once if it is older
 *       than the period; that counts only where this system's clock stamps the files, and not while the kernel reports writes.
 *   <li>It has been held back for the longest time that the user allows.
 * </ul>
 *
 * <p>If a file is to be held back until it is closed, none of the rest counts while the kernel reports that it is being written.
 *
 * <p>One entry for each file that is held back, so at most one for each entry of the tree. Owned by the engine thread.
 */
public final class Settling {
    private static final int INSPECTIONS_IN_A_PERIOD = 4;
    private static final int GROUPS_IN_A_PERIOD = 8;
    private static final long OPEN_NANOS = 10_000_000_000L; // an open file is inspected because it closes
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    /** A file that is held back, as it was found last. */
    private static final class Held {
        final long firstNanos;
        long identity;
        int print;
        long sinceNanos; // found like this
        long dueNanos; // for its next inspection
        int reported; // by the kernel
        boolean isNew = true;

        Held(long now) {
            firstNanos = now;
        }
    }

    private final long periodNanos;
    private final long atMostNanos;
    private final Time time;
    private final @Nullable Writers openOnes; // if files are held back until they are closed
    private final Map<Place, Held> held = new HashMap<>();
    private final Pending pending;
    private final Deque<Long> lost = new ArrayDeque<>(); // identities

    /**
     * With a period of 0 every file is complete.
     *
     * @param atMost the longest time that a file is held back
     * @param openOnes knows the files that are being written, if they are held back until they are closed
     * @param pending takes what is to be inspected later
     */
    public Settling(Duration period, Duration atMost, @Nullable Writers openOnes, Pending pending, Time time) {
        this.periodNanos = nanos(period);
        this.atMostNanos = nanos(atMost);
        this.openOnes = openOnes;
        this.time = time;
        this.pending = pending;
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(FOR_EVER)) < 0 ? duration.toNanos() : FOR_EVER;
    }

    /**
     * Whether a file can be delivered as it was found.
     *
     * @param flags what the kernel has reported, as {@link PendingPlaces} has it
     * @param ownClock whether this system's clock stamps the files there
     */
    boolean isComplete(int directory, byte[] entry, int length, EntryStat stat, int flags, boolean ownClock) {
        if (periodNanos == 0
                || stat.type != EntryStat.FILE
                || !stat.complete
                || (flags & PlaceFlags.WRITER_CLOSED) != 0) {
            return true;
        }
        boolean open = isOpen(directory, entry, length, stat);
        if (!open && ownClock && (flags & PlaceFlags.WRITING) == 0 && leftNanos(stat) <= 0) {
            return true;
        }
        Held before = held.isEmpty() ? null : held.get(Place.of(directory, entry, length));
        if (before == null) {
            return false;
        }
        long now = time.nanoTime();
        boolean reported = (flags & (PlaceFlags.WRITING | PlaceFlags.CONTENT_CHANGED)) != 0;
        boolean rested = !reported && before.print == print(stat) && now - before.sinceNanos >= periodNanos;
        return rested && !open || now - before.firstNanos >= atMostNanos;
    }

    /** Whether a file is held back because its writer has not closed it. One that got its name when it was complete is not empty. */
    private boolean isOpen(int directory, byte[] entry, int length, EntryStat stat) {
        boolean linked = stat.links > 1 || stat.size > 0;
        return openOnes != null && openOnes.isOpen(directory, entry, length, linked);
    }

    /**
     * Holds a file back that is not complete. It is inspected again when it may be, though not too often.
     *
     * @param identity of the file
     */
    void hold(int directory, byte[] entry, int length, EntryStat stat, long identity, int flags, boolean ownClock) {
        long now = time.nanoTime();
        Held file = held.computeIfAbsent(Place.of(directory, entry, length), place -> new Held(now));
        boolean isNew = file.isNew;
        int reported = flags & (PlaceFlags.CONTENT_CHANGED | PlaceFlags.REMOVED);
        if ((flags & PlaceFlags.CONTENT_CHANGED) != 0 || isNew || file.print != print(stat)) {
            file.sinceNanos = now;
        }
        file.reported = reported | (file.identity == identity ? file.reported : 0);
        if (!isNew) {
            lose(file, identity);
        }
        file.identity = identity;
        file.print = print(stat);
        long left = periodNanos - (now - file.sinceNanos);
        left = ownClock ? Math.min(left, leftNanos(stat)) : left;
        left = Math.max(left, periodNanos / INSPECTIONS_IN_A_PERIOD);
        left = isOpen(directory, entry, length, stat) ? Math.max(left, OPEN_NANOS) : left;
        long due = now + Math.min(left, atMostNanos - (now - file.firstNanos));
        file.dueNanos = pending.later(directory, entry, length, due, periodNanos / GROUPS_IN_A_PERIOD);
        file.isNew = false;
    }

    /**
     * A file is delivered, or is not there any more.
     *
     * @param identity of the file that was found, 0 if there is none
     * @return {@link PlaceFlags#CONTENT_CHANGED} and {@link PlaceFlags#REMOVED} if the kernel reported that while it was held back, else 0
     */
    int release(int directory, byte[] entry, int length, long identity) {
        Held file = held.isEmpty() ? null : held.remove(Place.of(directory, entry, length));
        if (file == null) {
            return 0;
        }
        pending.notLater(directory, entry, length);
        lose(file, identity);
        return file.reported;
    }

    /** A file that was held back and has lost its name may have been changed through that name. */
    private void lose(Held file, long found) {
        if (file.identity != found) {
            lost.add(file.identity);
        }
    }

    /** The identity of the next file that has lost a name before it was delivered under it, or 0. */
    long nextLost() {
        Long next = lost.poll();
        return next == null ? 0 : next;
    }

    /** Whether a file is held back. */
    boolean isHeld(int directory, byte[] entry, int length) {
        return !held.isEmpty() && held.containsKey(Place.of(directory, entry, length));
    }

    /** Everything that was due at a time has been inspected: a file that was not found is not held back any more. */
    public void inspected(long nanos) {
        held.values().removeIf(file -> {
            boolean found = file.dueNanos - nanos > 0;
            if (!found) {
                lose(file, 0);
            }
            return !found;
        });
        for (long identity = nextLost(); identity != 0; identity = nextLost()) {
            pending.putBack(identity);
        }
    }

    /** How long a modification time still has to grow old; a time ahead of the clock says nothing. */
    private long leftNanos(EntryStat stat) {
        long now = time.currentNanos();
        long young = now - periodNanos;
        return stat.modifiedNanos <= young ? 0 : stat.modifiedNanos > now ? periodNanos : stat.modifiedNanos - young;
    }

    private static int identity(EntryStat stat) {
        return Objects.hash(stat.device, stat.inode, stat.birthChanges ? 0 : stat.birthNanos);
    }

    private static int print(EntryStat stat) {
        return Objects.hash(
                identity(stat),
                stat.size,
                stat.modifiedNanos,
                stat.modifiedBeyond,
                stat.changedNanos,
                stat.mode,
                stat.contentHash);
    }
}
