package io.github.fswire.kit;

import io.github.fswire.watch.WatchOptions;
import io.github.fswire.watch.WatchStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The main experiment: several writers change a watched tree at full speed, then the mirror must equal the disk, exactly and
 * at once. A second storm on the same watcher shows that it still gets everything after the first one.
 *
 * @param writers who writes
 * @param options what is not default about the watcher
 * @param mood what the listener does before it accepts a batch
 * @param operations operations of each writer and storm
 */
public record ConvergenceRun(
        WriterPool writers, UnaryOperator<WatchOptions.Builder> options, MirrorListener.Mood mood, int operations) {
    /** How many writers storm. */
    public static final int WRITERS = 3;

    private static final int STORMS = 2;
    private static final int BEFORE = 200;

    /** Default options, a good listener. */
    public static ConvergenceRun of(WriterPool writers, int operations) {
        return new ConvergenceRun(writers, options -> options, MirrorListener.Mood.GOOD, operations);
    }

    /** The same with these options. */
    public ConvergenceRun withOptions(UnaryOperator<WatchOptions.Builder> other) {
        return new ConvergenceRun(writers, other, mood, operations);
    }

    /** The same with this mood. */
    public ConvergenceRun withMood(MirrorListener.Mood other) {
        return new ConvergenceRun(writers, options, other, operations);
    }

    /**
     * Runs the experiment.
     *
     * @return what the watcher has done
     * @throws GuaranteeViolation if the mirror is wrong
     */
    public WatchStatistics run(Workspace workspace, long seed) throws IOException, InterruptedException {
        for (int writer = 1; writer <= WRITERS; writer++) {
            new Storm(-seed, writer).rage(new Disk(workspace.root()), BEFORE);
        }
        try (Trial trial = Trial.start(workspace, options, mood)) {
            for (int storm = 0; storm < STORMS; storm++) {
                int succeeded = writers.rage(seed + storm * 1_000_003L, operations, workspace.root());
                if (succeeded < operations) {
                    throw new AssertionError("only " + succeeded + " operations succeeded: that was no storm");
                }
                trial.assertConverged();
            }
            return trial.statistics();
        }
    }

    /**
     * Runs seeds in a virtual machine of its own.
     *
     * @param arguments a directory to work in, the number of seeds, operations, poll interval in milliseconds
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Duration poll = Duration.ofMillis(Long.parseLong(arguments[3]));
        try (WriterPool writers = new WriterPool(WRITERS)) {
            ConvergenceRun run = of(writers, Integer.parseInt(arguments[2])).withOptions(o -> o.pollInterval(poll));
            boolean degraded = false;
            for (long seed : Seeds.take(Integer.parseInt(arguments[1])).toArray()) {
                try (Workspace workspace = Workspace.in(directory)) {
                    WatchStatistics done = run.run(workspace, seed);
                    System.out.println("seed " + seed + ": " + done);
                    degraded |= done.degraded() > 0;
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
            System.out.println(degraded ? "converged although degraded" : "converged");
        }
    }
}
