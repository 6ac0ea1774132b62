package io.github.fswire.watch;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.Marks;

/** Entries to be looked at again at a later time, all together. Owned by the engine thread. */
final class Postponed {
    private final Marks marks = new Marks();
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];
    private long dueNanos;

    /** Adds an entry; {@code dueNanos} is from now on the time for all. */
    void add(int directory, byte[] entry, int length, byte flags, long due) {
        marks.entry(directory, entry, length, flags, (byte) Causes.EVENT);
        dueNanos = due;
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** When they are due; of no meaning if there are none. */
    long dueNanos() {
        return dueNanos;
    }

    /** How long to wait from {@code now}; 0 or less if it is time, for ever if there are none. */
    long waitNanos(long now) {
        return marks.isEmpty() ? Long.MAX_VALUE : dueNanos - now;
    }

    /** Adds them to what is looked at, if it is time. */
    void release(Marks taken, long now) {
        if (waitNanos(now) > 0) {
            return;
        }
        if (marks.isEverything()) {
            taken.everything(marks.everythingCause());
        }
        for (int i = 0; i < marks.directories(); i++) {
            int directory = marks.directoryAt(i);
            if (marks.levelAt(i) > Marks.ENTRIES) {
                taken.directory(directory, marks.levelAt(i), marks.causeAt(i));
            }
            for (int e = marks.firstEntryAt(i); e >= 0; e = marks.nextEntry(e)) {
                taken.entry(directory, name, marks.copyName(e, name), marks.flags(e), (byte) marks.causeAt(i));
            }
        }
        marks.clear();
    }
}
