package io.github.fswire.conformance;

import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.github.fswire.kit.Progress;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;

/** Takes every key of a service, notes its events and resets it. Owned by one thread. */
final class KeyReader {
    /** One event as it came. */
    record Seen(WatchKey key, WatchEvent.Kind<?> kind, String name) {
        @Override
        public String toString() {
            return kind.name() + " " + name;
        }
    }

    private final WatchService service;
    private final List<Seen> seen = new ArrayList<>();

    KeyReader(WatchService service) {
        this.service = service;
    }

    /** Takes what is signalled now. */
    void drain() {
        for (WatchKey key = service.poll(); key != null; key = service.poll()) {
            take(key);
            key.reset();
        }
    }

    /** Notes the events of one key. */
    void take(WatchKey key) {
        for (WatchEvent<?> event : key.pollEvents()) {
            Progress.mark();
            seen.add(new Seen(key, event.kind(), String.valueOf(event.context())));
        }
    }

    /** Whether a key has had an event. */
    boolean has(WatchKey key, WatchEvent.Kind<?> kind, String name) {
        return seen.contains(new Seen(key, kind, name));
    }

    /** Whether a key has had an event for a name. */
    boolean has(WatchKey key, String name) {
        return seen.stream()
                .anyMatch(event -> event.key().equals(key) && event.name().equals(name));
    }

    /** Whether any key has lost events. */
    boolean hasOverflow() {
        return seen.stream().anyMatch(event -> event.kind() == OVERFLOW);
    }

    /** How often a key has lost events. */
    long overflows(WatchKey key) {
        return of(key).stream().filter(event -> event.kind() == OVERFLOW).count();
    }

    /** What a key has had since the last {@link #forget}. */
    List<Seen> of(WatchKey key) {
        return seen.stream().filter(event -> event.key().equals(key)).toList();
    }

    /** All events since the last {@link #forget}. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Begins anew. */
    void forget() {
        seen.clear();
    }

    @Override
    public String toString() {
        return seen.size() > 50
                ? seen.size() + " events, the last " + seen.subList(seen.size() - 50, seen.size())
                : seen.toString();
    }
}
