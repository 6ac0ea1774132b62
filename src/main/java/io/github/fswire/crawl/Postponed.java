package io.github.fswire.crawl;

import io.github.fswire.tree.Causes;
import io.github.fswire.tree.Marks;

/** Entries to be inspected again at a later time, all together. Owned by the engine thread. */
public final class Postponed {
    private final Marks marks = new Marks();
    private long dueNanos;

    /** Adds an entry; {@code dueNanos} is from now on the time for all. */
    void add(int directory, byte[] entry, int length, byte flags, long due) {
        marks.entry(directory, entry, length, flags, (byte) Causes.EVENT);
        dueNanos = due;
    }

    /** Whether no entry waits. */
    public boolean isEmpty() {
        return marks.isEmpty();
    }

    /** How long to wait from {@code now}; 0 or less if it is time, for ever if there are none. */
    public long waitNanos(long now) {
        return marks.isEmpty() ? Long.MAX_VALUE : dueNanos - now;
    }

    /** What is to be inspected. */
    public Marks marks() {
        return marks;
    }

    /** They are being inspected. */
    void clear() {
        marks.clear();
    }
}
