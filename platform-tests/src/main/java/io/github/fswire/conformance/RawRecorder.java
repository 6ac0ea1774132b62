package io.github.fswire.conformance;

import io.github.fswire.kit.Progress;
import io.github.fswire.raw.RawEvent;
import io.github.fswire.raw.RawEventHandler;
import io.github.fswire.raw.RawKind;
import io.github.fswire.raw.RawWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notes what a session hands out. Any thread may ask. */
final class RawRecorder implements RawEventHandler {
    /** One record; an overflow that concerns every watch has no path. */
    record Noted(
            @Nullable Path path,
            int kinds,
            int cookie,
            @Nullable RawWatch watch,
            @Nullable Object attachment) {
        boolean isOverflow() {
            return RawKind.OVERFLOW.in(kinds);
        }

        /** Whether it says that a path, or anything above it, has to be inspected. */
        boolean tells(Path wanted, RawKind... fitting) {
            if (isOverflow()) {
                return path == null || wanted.startsWith(path);
            }
            for (RawKind kind : fitting) {
                if (kind.in(kinds) && wanted.equals(path)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (RawKind kind : RawKind.values()) {
                if (kind.in(kinds)) {
                    text.append(text.isEmpty() ? "" : "|").append(kind);
                }
            }
            return text + " " + path;
        }
    }

    private final List<Noted> noted = new ArrayList<>(); // guarded by this
    private final List<Object> fences = new ArrayList<>(); // guarded by this
    private final Set<Object> passed = new HashSet<>(); // guarded by this
    private final List<Exception> failures = new ArrayList<>(); // guarded by this
    private int calls; // guarded by this
    private int terminations; // guarded by this
    private int callsAtTermination; // guarded by this
    private volatile Consumer<RawEvent> callback = event -> {};

    @Override
    public void onEvent(RawEvent event) {
        note(new Noted(event.toPath(), event.kinds(), event.cookie(), event.watch(), event.attachment()));
        callback.accept(event);
    }

    @Override
    public void onOverflow(RawEvent event) {
        Path path = event.watch() == null ? null : event.toPath();
        note(new Noted(path, RawKind.OVERFLOW.bit(), 0, event.watch(), event.attachment()));
    }

    private synchronized void note(Noted record) {
        Progress.mark();
        calls++;
        noted.add(record);
    }

    @Override
    public synchronized void onFence(Object token) {
        Progress.mark();
        calls++;
        fences.add(token);
        passed.add(token);
    }

    @Override
    public synchronized void onFailure(Exception failure) {
        Progress.mark();
        calls++;
        failures.add(failure);
    }

    @Override
    public synchronized void onTerminated() {
        Progress.mark();
        calls++;
        terminations++;
        callsAtTermination = calls;
    }

    /** From now on this is run at the end of each record. */
    void onEach(Consumer<RawEvent> action) {
        callback = action;
    }

    synchronized boolean hasPassed(Object fence) {
        return passed.contains(fence);
    }

    /** The tokens of the fences, in order. */
    synchronized List<Object> fences() {
        return List.copyOf(fences);
    }

    synchronized List<Noted> noted() {
        return List.copyOf(noted);
    }

    synchronized void forget() {
        noted.clear();
    }

    synchronized List<Exception> failures() {
        return List.copyOf(failures);
    }

    synchronized int calls() {
        return calls;
    }

    synchronized int terminations() {
        return terminations;
    }

    synchronized int callsAfterTermination() {
        return calls - callsAtTermination;
    }
}
