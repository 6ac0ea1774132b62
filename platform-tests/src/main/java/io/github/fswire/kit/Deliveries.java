package io.github.fswire.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what was delivered to a listener. Each change is a line that begins with its kind and may end with its cause. The
 * lines must be equal to the letter, unless the lane's time stamps are coarse: there what was written a moment ago counts as
 * modified once more. FSEvents may report changes in another order, or as a directory that must be searched. Wine may report an
 * overflow that nobody caused.
 */
public final class Deliveries {
    private Deliveries() {}

    /** Requires these lines in this order. */
    public static void inOrder(List<String> delivered, String... expected) {
        if (Lane.COARSE_TIMES) {
            inAnyOrder(delivered, expected);
        } else {
            assertThat(delivered).containsExactly(expected);
        }
    }

    /** Requires these lines in any order. */
    public static void inAnyOrder(List<String> delivered, String... expected) {
        List<String> wanted = Arrays.stream(expected).map(Deliveries::plain).toList();
        List<String> found = delivered.stream().map(Deliveries::plain).toList();
        assertThat(Lane.COARSE_TIMES ? withoutMore(found, wanted) : found)
                .as("of %s", delivered)
                .containsExactlyInAnyOrderElementsOf(wanted);
    }

    /** The same where the time stamps are coarse whatever the lane: a library stands in for Windows. */
    public static void coarsely(Collection<String> delivered, String... expected) {
        assertThat(withoutMore(delivered, List.of(expected)))
                .as("of %s", delivered)
                .containsExactlyInAnyOrder(expected);
    }

    private static List<String> withoutMore(Collection<String> delivered, List<String> expected) {
        Set<String> modified = new HashSet<>();
        return delivered.stream()
                .filter(line -> !line.startsWith("MODIFIED") || expected.contains(line) && modified.add(line))
                .toList();
    }

    private static String plain(String line) {
        return Lane.MACOS || Lane.WINE ? line.replaceFirst(" (EVENT|RESCAN|RESUME)$", "") : line;
    }
}
