package io.github.fswire.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what a listener was told, a line for each change that begins with its kind and may end with its cause: to the letter,
 * unless the lane's time stamps are coarse. There what was written a moment ago counts as modified once more. And what FSEvents has
 * told comes in another order at times, or as something that must be looked for; Wine may report an overflow that nobody caused.
 */
public final class Told {
    private Told() {}

    /** Requires these lines in this order. */
    public static void inOrder(List<String> told, String... expected) {
        if (Lane.COARSE_TIMES) {
            inAnyOrder(told, expected);
        } else {
            assertThat(told).containsExactly(expected);
        }
    }

    /** Requires these lines in any order. */
    public static void inAnyOrder(List<String> told, String... expected) {
        List<String> wanted = Arrays.stream(expected).map(Told::plain).toList();
        List<String> found = told.stream().map(Told::plain).toList();
        assertThat(Lane.COARSE_TIMES ? withoutMore(found, wanted) : found)
                .as("of %s", told)
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    /** The same where the time stamps are coarse whatever the lane: a library stands in for Windows. */
    public static void coarsely(Collection<String> told, String... expected) {
        assertThat(withoutMore(told, List.of(expected))).as("of %s", told).containsExactlyInAnyOrder(expected);
    }

    private static List<String> withoutMore(Collection<String> told, List<String> expected) {
        Set<String> modified = new HashSet<>();
        return told.stream()
                .filter(line -> !line.startsWith("MODIFIED") || expected.contains(line) && modified.add(line))
                .toList();
    }

    private static String plain(String line) {
        return Lane.MACOS || Lane.WINE ? line.replaceFirst(" (EVENT|RESCAN|RESUME)$", "") : line;
    }
}
