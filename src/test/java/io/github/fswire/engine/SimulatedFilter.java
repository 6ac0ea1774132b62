package io.github.fswire.engine;

import io.github.fswire.watch.ListenerOptions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What counts for a listener in a simulation, expressed twice: as options of the library, and as a condition on single entries.
 *
 * @param counts whether a path counts, relative to its root and absolute, if the directory above it does
 */
record SimulatedFilter(ListenerOptions options, BiPredicate<String, String> counts) {
    static SimulatedFilter of(SplittableRandom random) {
        SimulatedFilter chosen = choose(random);
        return new SimulatedFilter(ordered(chosen.options, random), chosen.counts);
    }

    /** The same options; for half of the seeds in an order that makes no sense. */
    static ListenerOptions ordered(ListenerOptions options, SplittableRandom random) {
        long salt = random.nextLong();
        return random.nextBoolean()
                ? options
                : options.order(Comparator.comparingLong(
                        change -> salt * (1 + change.nativePath().hashCode()) >>> 60));
    }

    private static SimulatedFilter choose(SplittableRandom random) {
        ListenerOptions all = ListenerOptions.EVERYTHING.withInitial();
        return switch (random.nextInt(7)) {
            case 0 -> new SimulatedFilter(all, (path, whole) -> true);
            case 1 -> new SimulatedFilter(all.exclude("b"), (path, whole) -> !path.matches("(.*/)?b"));
            case 2 -> new SimulatedFilter(all.exclude("b/[ac]"), (path, whole) -> !path.matches("b/[ac]"));
            case 3 -> new SimulatedFilter(all.exclude("**/c/d"), (path, whole) -> !path.matches("(.*/)?c/d"));
            case 4 -> new SimulatedFilter(all.exclude("b/"), (path, whole) -> true); // of() knows the types
            case 5 ->
                new SimulatedFilter(
                        all.exclude(path -> path.endsWith(Path.of("a", "b"))),
                        (path, whole) -> !whole.matches(".*/a/b"));
            default -> new SimulatedFilter(all.exclude("b/a").include("[bc]"), (path, whole) -> !path.equals("b/a"));
        };
    }

    /** What of a tree counts that has these roots. */
    Map<String, String> of(Map<String, String> tree, List<String> roots) {
        Map<String, String> seen = new TreeMap<>();
        tree.forEach((path, entry) -> { // parents come first
            String above = path.substring(0, path.lastIndexOf('/'));
            boolean included = options.inclusions().isEmpty() || entry.equals("directory") || path.matches(".*/[bc]");
            boolean excluded = options.exclusions().contains("b/") && entry.equals("directory") && path.endsWith("/b");
            boolean itself = roots.contains(path);
            boolean parent = roots.contains(above) || seen.containsKey(above);
            if (itself || parent && included && !excluded && counts.test(relative(path, roots), path)) {
                seen.put(path, entry);
            }
        });
        return seen;
    }

    private static String relative(String path, List<String> roots) {
        String root = roots.stream()
                .filter(above -> path.startsWith(above + "/"))
                .findAny()
                .orElseThrow();
        return path.substring(root.length() + 1);
    }
}
