package io.github.fswire.watch;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What counts for a listener in a simulation, said twice: as options of the library, and as a condition on single entries.
 *
 * @param counts whether a path relative to the root counts, if the directory above it does
 */
record SimulatedFilter(ListenerOptions options, Predicate<String> counts) {
    private static final String ROOT = "/r/";

    static SimulatedFilter of(SplittableRandom random) {
        ListenerOptions all = ListenerOptions.EVERYTHING.withInitial();
        return switch (random.nextInt(6)) {
            case 0 -> new SimulatedFilter(all, path -> true);
            case 1 -> new SimulatedFilter(all.exclude("b"), path -> !path.matches("(.*/)?b"));
            case 2 -> new SimulatedFilter(all.exclude("b/[ac]"), path -> !path.matches("b/[ac]"));
            case 3 -> new SimulatedFilter(all.exclude("**/c/d"), path -> !path.matches("(.*/)?c/d"));
            case 4 ->
                new SimulatedFilter(
                        all.withFilter(path -> !path.endsWith(Path.of("a", "b"))), path -> !path.matches("(.*/)?a/b"));
            default -> new SimulatedFilter(all.exclude("b/a").include("[bc]"), path -> !path.equals("b/a"));
        };
    }

    /** What of a tree counts. */
    Map<String, String> of(Map<String, String> tree) {
        Map<String, String> seen = new TreeMap<>();
        tree.forEach((path, entry) -> { // parents come first
            String above = path.substring(0, path.lastIndexOf('/'));
            boolean included = options.inclusions().isEmpty() || entry.equals("directory") || path.matches(".*/[bc]");
            boolean parent = above.length() < ROOT.length() || seen.containsKey(above);
            if (parent && included && counts.test(path.substring(ROOT.length()))) {
                seen.put(path, entry);
            }
        });
        return seen;
    }
}
