package io.github.fswire.nio;

import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of a key that nobody has polled yet. Guarded by the key.
 *
 * <p>An event that repeats the one before it, and a modification of an entry whose newest event is a modification, count up
 * instead of being added. Beyond the limit either everything gives way to one overflow, or the events of each entry are merged;
 * if more than half a million are left then, everything gives way too.
 */
final class PendingEvents {
    /** As the JDK's services read it. */
    private static final int LIMIT = Math.max(1, Integer.getInteger("jdk.nio.file.WatchService.maxEventsPerPoll", 512));

    /** Some 100 MB: nobody is going to poll these. */
    private static final int MERGED_LIMIT = 1 << 20;

    private final boolean merges;
    private final Map<Path, KeyEvent> modified = new HashMap<>(); // the newest event of these entries
    private List<KeyEvent> events = new ArrayList<>();
    private int limit = LIMIT;

    PendingEvents(boolean merges) {
        this.merges = merges;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Adds an event; the context is null for an overflow. */
    void add(WatchEvent.Kind<?> kind, @Nullable Path context) {
        if (repeats(kind, context)) {
            return;
        }
        if (kind == StandardWatchEventKinds.OVERFLOW || events.size() >= limit && !merges) {
            overflow();
            return;
        }
        if (events.size() >= limit) {
            merge();
            limit = Math.max(LIMIT, 2 * events.size());
            if (limit > MERGED_LIMIT) {
                overflow();
                return;
            }
        }
        KeyEvent event = new KeyEvent(kind, context);
        if (context != null && kind == StandardWatchEventKinds.ENTRY_MODIFY) {
            modified.put(context, event);
        }
        events.add(event);
    }

    private boolean repeats(WatchEvent.Kind<?> kind, @Nullable Path context) {
        if (events.isEmpty() || context == null) {
            return false;
        }
        KeyEvent last = events.get(events.size() - 1);
        KeyEvent same = kind == StandardWatchEventKinds.ENTRY_MODIFY ? modified.get(context) : modified.remove(context);
        if (last.is(StandardWatchEventKinds.OVERFLOW) || last.is(kind) && context.equals(last.context())) {
            last.repeat();
            return true;
        }
        if (same != null && kind == StandardWatchEventKinds.ENTRY_MODIFY) {
            same.repeat();
            return true;
        }
        return false;
    }

    private void overflow() {
        KeyEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
        if (last != null && last.is(StandardWatchEventKinds.OVERFLOW)) {
            last.repeat();
            return;
        }
        events.clear();
        modified.clear();
        events.add(new KeyEvent(StandardWatchEventKinds.OVERFLOW, null));
    }

    /**
     * Keeps of each entry where they are: the first creation or deletion, the last one, and a modification after that. The count of
     * events is then bounded by the count of names.
     */
    private void merge() {
        Map<Path, KeyEvent> last = new HashMap<>();
        for (KeyEvent event : events) {
            if (!event.is(StandardWatchEventKinds.ENTRY_MODIFY)) {
                last.put(event.context(), event);
            }
        }
        Set<Path> begun = new HashSet<>();
        events.removeIf(event -> event.is(StandardWatchEventKinds.ENTRY_MODIFY)
                ? modified.get(event.context()) != event
                : !begun.add(event.context()) && last.get(event.context()) != event);
    }

    /** Hands all of them out. */
    List<WatchEvent<?>> poll() {
        List<WatchEvent<?>> polled = new ArrayList<>(events);
        events = new ArrayList<>();
        modified.clear();
        limit = LIMIT;
        return polled;
    }
}
