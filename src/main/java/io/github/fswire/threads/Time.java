package io.github.fswire.threads;

/** The clocks: the system's, or those of a simulation. */
public interface Time {
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

        @Override
        public long cpuNanos() {
            return CpuClock.AVAILABLE ? CpuClock.nanos() : nanoTime();
        }
    };

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /** Nanoseconds since the epoch, by the clock that stamps files. */
    long currentNanos();

    /** How long the calling thread has been on a processor; {@link #nanoTime} where that cannot be found out. */
    default long cpuNanos() {
        return nanoTime();
    }
}
