package io.github.fswire.pending;

import java.util.Arrays;

/**
 * When the entries of {@link PendingPlaces} were reported first and last. The two ends of a move share both times, so that
 * they are due together. Not safe for use by several threads.
 */
final class DueTimes {
    private long[] first;
    private long[] last;
    private int[] shared; // the entry whose times count, or one that is nearer to it

    DueTimes(int capacity) {
        first = new long[capacity];
        last = new long[capacity];
        shared = new int[capacity];
    }

    /** A new entry, reported at a time. */
    void add(int entry, long firstNanos, long lastNanos) {
        first[entry] = firstNanos;
        last[entry] = lastNanos;
        shared[entry] = entry;
    }

    /** The entry was reported once more. */
    void again(int entry, long nanos) {
        last[owner(entry)] = nanos;
    }

    /** Two entries are due together from now on. */
    void share(int one, int other) {
        int from = owner(one);
        int to = owner(other);
        first[to] = first[from] - first[to] < 0 ? first[from] : first[to];
        last[to] = last[from] - last[to] > 0 ? last[from] : last[to];
        shared[from] = to;
    }

    long first(int entry) {
        return first[owner(entry)];
    }

    long last(int entry) {
        return last[owner(entry)];
    }

    /** The entry whose times count for an entry: the same for all that share them. */
    int owner(int entry) {
        int owner = entry;
        while (shared[owner] != owner) {
            shared[owner] = shared[shared[owner]];
            owner = shared[owner];
        }
        return owner;
    }

    void resize(int capacity) {
        first = Arrays.copyOf(first, capacity);
        last = Arrays.copyOf(last, capacity);
        shared = Arrays.copyOf(shared, capacity);
    }
}
