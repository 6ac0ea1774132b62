package io.github.fswire.kit;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Seeds of random tests. They stand in the test's name; {@code -Dfswire.seed=N} runs that one only, {@code -Dfswire.seeds=N}
 * that many, {@code -Dfswire.firstSeed=N} begins with that one, so that a build can give each run new ones.
 */
public final class Seeds {
    private static final long FIRST = Long.getLong("fswire.firstSeed", 1);
    private static final int LESS =
            switch (System.getProperty("fswire.suite", "")) {
                case "" -> 1; // no lane of this project
                case "CONTRACT" -> 20;
                case "ENGINE" -> 2;
                default -> Lane.WINDOWS ? 10 : Lane.MACOS ? 4 : 1; // Wine is slow, and so are the fences of macOS
            };

    private static final int SHARES = 8;

    private Seeds() {}

    /** The seeds to run: {@code count} of them, in some lanes fewer, unless the command line says otherwise. */
    public static LongStream take(int count) {
        Long one = Long.getLong("fswire.seed");
        return one == null
                ? LongStream.range(FIRST, FIRST + Integer.getInteger("fswire.seeds", fewer(count)))
                : LongStream.of(one);
    }

    /** How often to do what {@code -Pfull} does {@code count} times; at least once. */
    public static int fewer(int count) {
        return Math.max(1, count / LESS);
    }

    /** All of some cases, in lanes with fewer seeds a share of them, which is another one in the next build. */
    public static <T> List<T> share(Collection<T> cases) {
        int[] index = {0};
        return cases.stream()
                .filter(one -> LESS == 1 || Math.floorMod(index[0]++ + FIRST, SHARES) == 0)
                .toList();
    }

    /** The seed of a test that runs only one. */
    public static long one() {
        return Long.getLong("fswire.seed", FIRST);
    }

    /** Numbers that depend on a seed and on what they are for, and on nothing else. */
    public static SplittableRandom random(long seed, String purpose) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ purpose.hashCode());
    }
}
