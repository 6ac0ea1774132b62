package io.github.fswire.kit;

import java.util.ArrayList;
import java.util.List;

/** Makes a failing series of operations short by leaving operations out while the failure stays. */
public final class Shrinking {
    /** Tells whether a series fails. */
    @FunctionalInterface
    public interface Failure {
        /** Runs it. */
        boolean isCausedBy(List<Operation> operations) throws Exception;
    }

    private Shrinking() {}

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
