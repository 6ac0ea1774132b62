package io.github.fswire.pending;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Pending files that are known by their identities alone, with the flags of {@link PendingPlaces#entry}. Iteration follows the order
 * of the first reports. Identities depend on a random key, so their own order differs from run to run. Not safe for use by several
 * threads.
 */
final class PendingFiles {
    /** What was reported of a file, and when first and last. */
    private record Reported(byte flags, long firstNanos, long lastNanos) {
        private long dueNanos(DueRule rule) {
            return rule.dueNanos(firstNanos, lastNanos, false);
        }
    }

    private final Map<Long, Reported> files = new LinkedHashMap<>(); // by identity

    /** Adds a file, reported from {@code first} to {@code last}; returns false if it was pending already. */
    boolean add(Long identity, byte flags, long first, long last) {
        Reported before = files.get(identity);
        files.put(
                identity,
                before == null
                        ? new Reported(flags, first, last)
                        : new Reported(PlaceFlags.merged(before.flags, flags, false), before.firstNanos, last));
        return before == null;
    }

    /** Removes and returns all of them. */
    Map<Long, Byte> take() {
        if (files.isEmpty()) {
            return Map.of();
        }
        Map<Long, Byte> taken = new LinkedHashMap<>();
        files.forEach((identity, reported) -> taken.put(identity, reported.flags));
        files.clear();
        return taken;
    }

    /** Whether the time at which a file is due passes a test, for every file. */
    boolean isEach(DueRule rule, LongPredicate due) {
        for (Reported reported : files.values()) {
            if (!due.test(reported.dueNanos(rule))) {
                return false;
            }
        }
        return true;
    }

    /** Adds what is due at a time to {@code due}, and everything else to {@code rest}. */
    void divide(long nanos, DueRule rule, PendingFiles due, PendingFiles rest) {
        files.forEach((identity, reported) ->
                (reported.dueNanos(rule) - nanos <= 0 ? due : rest).files.put(identity, reported));
    }

    int size() {
        return files.size();
    }

    void clear() {
        files.clear();
    }
}
