package io.github.fswire.kit;

import org.jspecify.annotations.Nullable;

/**
 * For how long something has stayed as it is, counted in steps. A step counts as a second at most, so that time in which this
 * process was stopped or got no processor is not held against anybody. Any thread may call this.
 */
final class Silence {
    static final long MOST_NANOS_OF_A_STEP = 1_000_000_000;

    private @Nullable Object last; // guarded by this
    private long nanos; // guarded by this

    /** So much time has passed, and this is the state now. Returns whether it is another one. */
    synchronized boolean step(long passed, Object state) {
        if (state.equals(last)) {
            nanos += Math.min(passed, MOST_NANOS_OF_A_STEP);
            return false;
        }
        last = state;
        nanos = 0;
        return true;
    }

    /** From now on it is counted anew. */
    synchronized void begin() {
        nanos = 0;
    }

    /** For how long the state has been the same. */
    synchronized long nanos() {
        return nanos;
    }
}
