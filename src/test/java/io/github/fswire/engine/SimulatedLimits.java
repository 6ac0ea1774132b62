package io.github.fswire.engine;

import io.github.fswire.watch.WatchOptions;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Which part of a tree is watched in a simulation, expressed twice: as options of the library, and as a condition on paths.
 *
 * @param depth how many levels below a root count
 */
record SimulatedLimits(int depth) {
    static final SimulatedLimits NONE = new SimulatedLimits(Integer.MAX_VALUE);

    static SimulatedLimits of(SplittableRandom random) {
        return new SimulatedLimits(random.nextInt(1, 4));
    }

    void apply(WatchOptions.Builder options) {
        options.depth(depth);
    }

    /** What of a tree counts; {@code given} are all roots, those inside others among them. */
    Map<String, String> of(Map<String, String> tree, List<String> given) {
        Map<String, String> counted = new TreeMap<>();
        tree.forEach((path, entry) -> {
            if (given.contains(path) || isWithin(path, given, depth)) {
                counted.put(path, entry);
            }
        });
        return counted;
    }

    /** Whether entries of a directory that counts can count. */
    boolean isListed(String directory, List<String> given) {
        return given.contains(directory) || isWithin(directory, given, depth - 1);
    }

    private static boolean isWithin(String path, List<String> given, int levels) {
        return given.stream()
                .filter(root -> path.startsWith(root + "/"))
                .anyMatch(root -> path.substring(root.length()).chars().filter(c -> c == '/').count() <= levels);
    }
}
