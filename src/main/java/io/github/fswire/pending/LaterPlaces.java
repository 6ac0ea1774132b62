package io.github.fswire.pending;

import io.github.fswire.tree.Causes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Entries that are due at a time of their own, whatever the kernel reports of them. Owned by the engine thread. */
final class LaterPlaces {
    private final Map<Place, Long> due = new LinkedHashMap<>();
    private long soonest; // or earlier

    /**
     * An entry is due at a time, which is rounded up to a multiple of {@code grainNanos}, so that entries come in groups.
     *
     * @return the rounded time
     */
    long put(int directory, byte[] name, int length, long dueNanos, long grainNanos) {
        long rounded = dueNanos + Math.floorMod(-dueNanos, Math.max(1, grainNanos));
        soonest = due.isEmpty() || rounded - soonest < 0 ? rounded : soonest;
        due.put(Place.of(directory, name, length), rounded);
        return rounded;
    }

    /** An entry is not due any more. */
    void remove(int directory, byte[] name, int length) {
        if (!due.isEmpty()) {
            due.remove(Place.of(directory, name, length));
        }
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    /** How long to wait from {@code now}; 0 or less if something is due, for ever if there is nothing. */
    long waitNanos(long now) {
        return due.isEmpty() ? Long.MAX_VALUE : soonest - now;
    }

    /** Moves what is due to {@code places}. */
    void take(long now, PendingPlaces places) {
        long left = Long.MAX_VALUE;
        for (Iterator<Map.Entry<Place, Long>> all = due.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Place, Long> place = all.next();
            long wait = place.getValue() - now;
            if (wait <= 0) {
                byte[] name = place.getKey().name().toBytes();
                places.entry(place.getKey().directory(), name, name.length, (byte) 0, (byte) Causes.EVENT);
                all.remove();
            } else {
                left = Math.min(left, wait);
            }
        }
        soonest = now + left;
    }
}
