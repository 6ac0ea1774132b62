package io.github.fswire.kit;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices that nothing goes on in this process any more: no operation on the disk, no callback, no line of a child process, no
 * change in the statistics of a watcher. All methods may be called from any thread.
 *
 * <p>Tests have no limit of time, which would depend on the machine; what is silent for {@link #LIMIT} is stuck.
 */
public final class Progress {
    /** Nothing has gone on for so long: it is stuck. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long TICK_NANOS = 100_000_000;
    private static final AtomicLong MARKS = new AtomicLong();
    private static final Silence ALL = new Silence();
    private static final Set<Trial> TRIALS = ConcurrentHashMap.newKeySet();

    static {
        Thread ticker = new Thread(Progress::tick, "progress");
        ticker.setDaemon(true);
        ticker.start();
    }

    private Progress() {}

    /** Something goes on. */
    public static void mark() {
        MARKS.incrementAndGet();
    }

    /** For how long nothing has gone on, in nanoseconds in which this process could run; exact to some tenths of a second. */
    public static long silentNanos() {
        return ALL.nanos();
    }

    /** What is there while nothing goes on: statistics of every trial, open workspaces, and what every thread does. */
    public static String report() {
        StringBuilder text = new StringBuilder();
        TRIALS.forEach(trial -> text.append(trial.root())
                .append(": ")
                .append(trial.statistics())
                .append('\n'));
        Workspace.open().forEach(path -> text.append("open: ").append(path).append('\n'));
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            text.append('"')
                    .append(thread.getKey().getName())
                    .append("\" ")
                    .append(thread.getKey().getState())
                    .append('\n');
            for (StackTraceElement element : thread.getValue()) {
                text.append("    at ").append(element).append('\n');
            }
        }
        return text.toString();
    }

    static void watch(Trial trial) {
        TRIALS.add(trial);
    }

    static void unwatch(Trial trial) {
        TRIALS.remove(trial);
    }

    private static void tick() {
        long before = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            for (Trial trial : TRIALS) {
                if (trial.step(now - before)) {
                    mark();
                }
            }
            ALL.step(now - before, MARKS.get());
            before = now;
        }
    }
}
