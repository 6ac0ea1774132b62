package io.github.fswire.lanes;

import io.github.fswire.kit.Progress;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Ends the virtual machine when a test makes no progress for too long, with everything that is known about it: a run that hangs
 * says where.
 */
final class StallWatch implements TestExecutionListener, AutoCloseable {
    private static final long SECONDS = 90; // a test's own waits end after 60
    private static final int STALLED = 3;

    private final PrintStream out;
    private final Set<String> running = new ConcurrentSkipListSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    StallWatch(PrintStream out) {
        this.out = out;
        Thread thread = new Thread(this::watch, "stall-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                if (!running.isEmpty() && Progress.silentNanos() > TimeUnit.SECONDS.toNanos(SECONDS)) {
                    Outcomes.line(out, "stalled", String.join(", ", running), Progress.report());
                    Runtime.getRuntime().halt(STALLED);
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a virtual machine that ends.
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        Progress.mark();
        if (test.isTest()) {
            running.add(test.getUniqueId());
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Progress.mark();
        running.remove(test.getUniqueId());
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
