package io.github.fswire.pending;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When entries were taken last, for as long as that delays their next inspection. The first report of a place after silence
 * is due at once, later reports only after a while. Bounded; a place that has to give way is due at once. Not safe for use by
 * several threads.
 */
final class RecentPlaces {
    private static final int MOST = 1 << 14;

    private final long delayNanos;
    private final Map<Place, Long> taken = new LinkedHashMap<>(); // the oldest first

    /** Delays the next inspection of a place. */
    RecentPlaces(long delayNanos) {
        this.delayNanos = delayNanos;
    }

    /** The earliest time at which an entry that is reported at {@code now} is due. */
    long dueNanos(int directory, byte[] name, int length, long now) {
        if (length == 0) {
            return laterNanos(now); // a directory itself
        }
        Long last = taken.isEmpty() ? null : taken.get(Place.of(directory, name, length));
        return last == null || last + delayNanos - now < 0 ? now : last + delayNanos;
    }

    /**
     * When a directory itself is due that is reported at {@code now}, and a file that is reported by its identity. They wait the
     * whole delay, because the kernel reports a change made by their name for their entry as well.
     */
    long laterNanos(long now) {
        return now + delayNanos;
    }

    /** An entry is about to be inspected. */
    void taken(int directory, byte[] name, int length, long now) {
        Place place = Place.of(directory, name, length);
        taken.remove(place);
        taken.put(place, now);
        Iterator<Long> oldest = taken.values().iterator(); // the place itself is the last one, and stays
        while (oldest.next() + delayNanos - now < 0 || taken.size() > MOST) {
            oldest.remove();
        }
    }
}
