package io.github.fswire.lanes;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The end of a run: a line for each lane, why tests were skipped, what took long, what has failed. */
final class ResultTable {
    private static final String LINE = "%-20s %7s %7s %8s %8s%n";
    private static final int LONGEST = 8;

    private final List<LaneResult> results;

    ResultTable(List<LaneResult> results) {
        this.results = results;
    }

    void print(PrintStream out) {
        out.println();
        out.printf(LINE, "lane", "passed", "failed", "skipped", "seconds");
        for (LaneResult result : results) {
            long millis =
                    result.millis().values().stream().mapToLong(Long::longValue).sum();
            out.printf(
                    LINE,
                    result.lane().name(),
                    result.passed(),
                    result.failed(),
                    result.skipped(),
                    "%.1f".formatted(millis / 1000.0));
            result.skips().entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(skip -> out.printf("    skipped %s: %s%n", skip.getValue(), skip.getKey()));
        }
        out.println("The longest:");
        results.stream()
                .flatMap(result -> result.millis().entrySet().stream()
                        .map(entry -> Map.entry(result.lane().name() + " " + entry.getKey(), entry.getValue())))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(LONGEST)
                .forEach(entry -> out.printf("    %7.1f s  %s%n", entry.getValue() / 1000.0, entry.getKey()));
        for (LaneResult result : results) {
            result.failures()
                    .forEach(test -> out.println("FAILED " + result.lane().name() + ": " + test));
        }
        out.printf(
                "%n%d passed, %d failed, %d skipped%n",
                results.stream().mapToInt(LaneResult::passed).sum(),
                results.stream().mapToInt(LaneResult::failed).sum(),
                results.stream().mapToInt(LaneResult::skipped).sum());
    }
}
