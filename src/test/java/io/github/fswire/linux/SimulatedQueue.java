package io.github.fswire.linux;

import io.github.fswire.calls.Inotify;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queue of one inotify instance on a {@link SimulatedDisk}. */
final class SimulatedQueue {
    /** One inode watched by one instance. */
    record Watch(SimulatedQueue queue, int wd, int mask) {}

    /** One record in the queue. */
    record Event(int wd, int mask, int cookie, String name) {
        private static final int HEADER = Inotify.EVENT_NAME_OFFSET;

        int length() {
            return HEADER + nameLength();
        }

        int nameLength() {
            return name.isEmpty() ? 0 : (name.length() + HEADER) / HEADER * HEADER; // with at least one NUL
        }

        /** The kernel merges a record with the last one of the queue only. */
        boolean merges(@Nullable Event last) {
            return last != null
                    && last.wd == wd
                    && last.mask == mask
                    && last.name.equals(name)
                    && (mask & Inotify.IN_IGNORED) == 0;
        }
    }

    final Deque<Event> events = new ArrayDeque<>();
    final Map<Integer, Inode> watched = new HashMap<>();
    int lastWd;

    void add(Event event, int limit) {
        if (events.size() >= limit) {
            if (events.stream().noneMatch(queued -> queued.wd == -1)) {
                events.add(new Event(-1, Inotify.IN_Q_OVERFLOW, 0, ""));
            }
        } else if (!event.merges(events.peekLast())) {
            events.add(event);
        }
    }

    long bytes() {
        return events.stream().mapToLong(Event::length).sum();
    }
}
