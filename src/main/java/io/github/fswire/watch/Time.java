package io.github.fswire.watch;

/** The clocks: the system's, or those of a simulation. */
interface Time {
    /** The system's. */
    Time SYSTEM = new Time() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long currentNanos() {
            return System.currentTimeMillis() * 1_000_000;
        }
    };

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /** Nanoseconds since the epoch, by the clock that stamps files. */
    long currentNanos();
}
