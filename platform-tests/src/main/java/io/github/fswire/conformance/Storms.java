package io.github.fswire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Disk;
import io.github.fswire.kit.Storm;
import io.github.fswire.kit.Together;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Storms of several writers, without the operations that need what the subject cannot do. */
final class Storms {
    /** How many come one after the other. */
    static final int COUNT = 2;

    private static final int WRITERS = 3;
    private static final int OPERATIONS = 300; // of each writer and storm
    private static final long BETWEEN_SEEDS = 1_000_003;

    private final Path root;
    private final Abilities abilities;
    private final long seed;

    Storms(Path root, Abilities abilities, long seed) {
        this.root = root;
        this.abilities = abilities;
        this.seed = seed;
    }

    /** What is there before. */
    void prepare() {
        for (int writer = 1; writer <= WRITERS; writer++) {
            rage(-seed, writer);
        }
    }

    /** One storm; returns when it is over. */
    void rage(int number) throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 1; i <= WRITERS; i++) {
            int writer = i;
            writers.add(() -> rage(seed + number * BETWEEN_SEEDS, writer));
        }
        assertThat(Together.run(writers).stream().mapToInt(Integer::intValue).sum())
                .as("operations that succeeded")
                .isGreaterThan(OPERATIONS / 2);
    }

    private int rage(long storm, int writer) {
        return new Storm(storm, writer)
                .rage(new Disk(root), OPERATIONS, operation -> abilities.whyNot(operation) == null);
    }
}
