package io.github.fswire.threads;

import java.lang.management.ManagementFactory;

/** The processor time of the calling thread, from the module {@code java.management}, which may be missing. */
final class CpuClock {
    /** Whether {@link #nanos} may be called. */
    static final boolean AVAILABLE = isAvailable();

    private CpuClock() {}

    private static boolean isAvailable() {
        try {
            return ManagementFactory.getThreadMXBean().isCurrentThreadCpuTimeSupported() && nanos() >= 0;
        } catch (LinkageError e) {
            return false; // a JVM without the module
        }
    }

    static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
