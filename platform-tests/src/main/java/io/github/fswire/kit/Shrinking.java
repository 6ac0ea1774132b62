package io.github.fswire.kit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a failing series of operations short by leaving operations out while the failure stays. */
public final class Shrinking {
    /** Decides whether a series fails. */
    @FunctionalInterface
    public interface Failure {
        /** Runs it. */
        boolean isCausedBy(List<Operation> operations) throws Exception;
    }

    /** A test that a series of operations passes or not. */
    @FunctionalInterface
    public interface Test {
        /** Why the series fails, or null. */
        @Nullable
        AssertionError failure(List<Operation> operations) throws Exception;
    }

    private Shrinking() {}

    /**
     * Requires that a series passes a test; the message is a script of a series that is as short as possible. A series that
     * makes a watcher stand still is not made short, because each try would take a long silence again.
     *
     * @throws AssertionError if it does not
     */
    public static void assertPasses(long seed, List<Operation> operations, Test test, int mostRuns) throws Exception {
        AssertionError failure = test.failure(operations);
        if (failure != null) {
            List<Operation> shortest = isStall(failure) ? operations : shortest(operations, test, mostRuns);
            AssertionError last = isStall(failure) ? failure : test.failure(shortest);
            String script = Script.text("-Dfswire.seed=" + seed + " says more about this.", shortest);
            throw new AssertionError((last == null ? failure : last).getMessage() + "\n\n" + script, failure);
        }
    }

    private static List<Operation> shortest(List<Operation> operations, Test test, int mostRuns) throws Exception {
        boolean[] stalled = {false};
        Failure failure = shorter -> {
            AssertionError present = stalled[0] ? null : test.failure(shorter);
            stalled[0] |= isStall(present); // and one is enough
            return present != null && !isStall(present);
        };
        return shrink(operations, failure, mostRuns);
    }

    private static boolean isStall(@Nullable AssertionError failure) {
        return failure instanceof GuaranteeViolation violation && violation.isStall();
    }

    /**
     * Shortens a series.
     *
     * @param operations a series that fails
     * @param mostRuns how often it may be tried
     * @return a series that fails, from which hardly anything can be left out
     */
    public static List<Operation> shrink(List<Operation> operations, Failure failure, int mostRuns) throws Exception {
        List<Operation> shortest = List.copyOf(operations);
        int runs = 0;
        for (int chunk = Math.max(1, shortest.size() / 2); chunk > 0; chunk /= 2) {
            int start = 0;
            while (start < shortest.size() && runs < mostRuns) {
                List<Operation> shorter = new ArrayList<>(shortest);
                shorter.subList(start, Math.min(start + chunk, shorter.size())).clear();
                runs++;
                if (failure.isCausedBy(shorter)) {
                    shortest = shorter;
                } else {
                    start += chunk;
                }
            }
        }
        return shortest;
    }
}
