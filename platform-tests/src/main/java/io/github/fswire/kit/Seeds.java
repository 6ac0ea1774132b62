package io.github.fswire.kit;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Seeds of random tests. They stand in the test's name; {@code -Dfswire.seed=N} runs that one only, {@code -Dfswire.seeds=N}
 * that many.
 */
public final class Seeds {
    private static final int WINDOWS = 10; // times as slow, under Wine

    private Seeds() {}

    /** The seeds to run: {@code count} of them, on Windows fewer, unless the command line says otherwise. */
    public static LongStream take(int count) {
        Long one = Long.getLong("fswire.seed");
        int most = Lane.WINDOWS ? Math.max(1, count / WINDOWS) : count;
        return one == null ? LongStream.rangeClosed(1, Integer.getInteger("fswire.seeds", most)) : LongStream.of(one);
    }

    /** Numbers that depend on a seed and on what they are for, and on nothing else. */
    public static SplittableRandom random(long seed, String purpose) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ purpose.hashCode());
    }
}
