package io.github.fswire.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of a lane. Several workers write it at the same time. */
final class LaneResult {
    private final LaneSpec lane;
    private final List<String> failures = new ArrayList<>(); // guarded by this
    private final Map<String, Integer> skips = new TreeMap<>(); // guarded by this
    private final Map<String, Long> millis = new TreeMap<>(); // guarded by this
    private int passed; // guarded by this
    private int failed; // guarded by this
    private int skipped; // guarded by this

    LaneResult(LaneSpec lane) {
        this.lane = lane;
    }

    LaneSpec lane() {
        return lane;
    }

    /** A whole lane, or some of its tests, cannot run. */
    synchronized void skip(String reason, int tests) {
        skipped += tests;
        skips.merge(reason.lines().findFirst().orElse("no reason was given"), Math.max(1, tests), Integer::sum);
    }

    synchronized void fail(String test) {
        failed++;
        failures.add(test);
    }

    synchronized void done(String type, int testsPassed, long took) {
        passed += testsPassed;
        millis.merge(type, took, Long::sum);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized Map<String, Integer> skips() {
        return Map.copyOf(skips);
    }

    /** How long the classes took, one after the other. */
    synchronized Map<String, Long> millis() {
        return Map.copyOf(millis);
    }

    synchronized int passed() {
        return passed;
    }

    synchronized int failed() {
        return failed;
    }

    synchronized int skipped() {
        return skipped;
    }
}
