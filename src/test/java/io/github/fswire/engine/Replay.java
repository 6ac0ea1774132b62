package io.github.fswire.engine;

import io.github.fswire.engine.Simulation.Kernel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs single simulations and makes failing ones short. */
final class Replay {
    private static final Logger LOGGER = Logger.getLogger("io.github.fswire"); // held: a level is lost with it

    private Replay() {}

    /** The engine logs nothing from now on: what it logs of planted faults is of no use. */
    static void silence() {
        LOGGER.setLevel(Level.OFF);
    }

    /** The engine logs as usual. */
    static void speak() {
        LOGGER.setLevel(null);
    }

    /** What a simulation has failed with, or null; what the numbers in {@code without} stand for does not happen. */
    static @Nullable Throwable failure(long seed, Kernel system, Plant plant, Set<Long> without) {
        try {
            new Simulation(seed, system, plant, without, false).run();
            return null;
        } catch (AssertionError | RuntimeException | InternalError e) {
            return e;
        }
    }

    /**
     * Leaves out as much of what happened as it can, first in large pieces and then in small ones. Returns the kernel, what
     * repeats the run, the rest of the history and the failure.
     */
    static String shortest(long seed, Kernel system, Plant plant) {
        Set<Long> without = new HashSet<>();
        for (int pieces = 2; ; pieces *= 2) {
            List<Long> happened = happened(seed, system, plant, without);
            int size = Math.max(1, happened.size() / pieces);
            for (int from = 0; from < happened.size(); from += size) {
                Set<Long> more = new HashSet<>(without);
                more.addAll(happened.subList(from, Math.min(happened.size(), from + size)));
                if (failure(seed, system, plant, more) != null) {
                    without = more;
                }
            }
            if (size == 1) {
                break;
            }
        }
        Simulation simulation = new Simulation(seed, system, plant, without, true);
        try {
            simulation.run();
            throw new IllegalStateException("a second run of the same ends differently");
        } catch (AssertionError | RuntimeException | InternalError e) {
            return system + " -Dfswire.seed=" + seed + "\n" + String.join("\n", simulation.history) + "\n" + e;
        }
    }

    private static List<Long> happened(long seed, Kernel system, Plant plant, Set<Long> without) {
        Simulation simulation = new Simulation(seed, system, plant, without, false);
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException | InternalError e) {
            // as it must
        }
        return simulation.happened;
    }
}
