package io.github.fswire.engine;

import java.time.Instant;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeds of the simulations, others in each run. The first one is printed, so that a run can be repeated: {@code
 * -Dfswire.firstSeed=N} begins with that one, {@code -Dfswire.simulations=N} takes that many, {@code -Dfswire.seed=N} takes
 * that one only.
 */
final class SimulationSeeds {
    private static final @Nullable Long ONE = Long.getLong("fswire.seed");
    private static final @Nullable Integer COUNT = Integer.getInteger("fswire.simulations");
    private static final long MOST_IN_A_SECOND = 1_000_000; // so no two runs have seeds in common

    @SuppressWarnings("TimeInStaticInitializer") // each run takes new ones
    private static final long FIRST =
            Long.getLong("fswire.firstSeed", Instant.now().getEpochSecond() * MOST_IN_A_SECOND);

    private SimulationSeeds() {}

    /**
     * The seeds to run and prints what repeats them.
     *
     * @param usual how many there are unless the command line has another number
     * @param share one in so many is taken
     */
    static LongStream take(String name, int usual, int share) {
        if (ONE != null) {
            return LongStream.of(ONE);
        }
        int count = Math.max(1, (COUNT == null ? usual : COUNT) / share);
        System.out.println(name + ": " + count + " seeds, -Dfswire.firstSeed=" + FIRST);
        return LongStream.range(FIRST, FIRST + count);
    }

    /** Seeds with which a plant is searched for. */
    static LongStream search(int count) {
        return ONE == null ? LongStream.range(FIRST, FIRST + count) : LongStream.of(ONE);
    }
}
