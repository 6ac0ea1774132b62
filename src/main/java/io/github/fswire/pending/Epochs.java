package io.github.fswire.pending;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides when a fence passes. Every cycle is an epoch. A fence belongs to the epoch of the cycle that takes it, together with every
 * place that was reported before it; it passes when no place of its epoch or of an earlier one is pending any more. A place that is
 * put back keeps its epoch.
 *
 * <p>Owned by the engine thread.
 */
final class Epochs {
    private record Waiting(Object fence, long epoch) {}

    private static final long NONE = Long.MAX_VALUE;

    private final Deque<Waiting> fences = new ArrayDeque<>(); // the oldest first
    private long present;
    private long oldest; // of the places that the present cycle has taken
    private long putBack = NONE; // the oldest of the places that were put back and not taken since

    /** A cycle takes fences and {@code all} places, or only some. */
    void begin(List<Object> taken, boolean all) {
        present++;
        oldest = Math.min(present, putBack);
        putBack = all ? NONE : putBack;
        for (Object fence : taken) {
            fences.add(new Waiting(fence, present));
        }
    }

    /** The present cycle takes {@code all} places that it has left, or only some. */
    void takeRest(boolean all) {
        oldest = Math.min(oldest, putBack);
        putBack = all ? NONE : putBack;
    }

    /** A place that the cycle has taken is pending again. */
    void putBack() {
        putBack = Math.min(putBack, oldest);
    }

    /** A place that the cycle has come upon is pending. */
    void found() {
        putBack = Math.min(putBack, present);
    }

    /** Whether a place that was put back is pending. */
    boolean isAnyPutBack() {
        return putBack != NONE;
    }

    /** Whether a fence has not passed yet. */
    boolean isAwaited() {
        return !fences.isEmpty();
    }

    /** Passes the fences that wait for nothing any more. */
    void pass(Consumer<Object> passed) {
        while (!fences.isEmpty() && fences.getFirst().epoch() < putBack) {
            passed.accept(fences.removeFirst().fence());
        }
    }
}
