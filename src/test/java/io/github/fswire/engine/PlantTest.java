package io.github.fswire.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fswire.engine.Simulation.Kernel;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bug that is planted into the watcher is found by its simulation, from whatever seed on. */
class PlantTest {
    /** Ten times what the rarest has needed from any of twenty first seeds. */
    private static final int SEEDS = 60_000;

    @BeforeAll
    static void silence() {
        Replay.silence();
    }

    @AfterAll
    static void speak() {
        Replay.speak();
    }

    static Stream<Arguments> plants() {
        return Arrays.stream(Plant.values())
                .flatMap(plant -> plant.kernels().stream().map(kernel -> Arguments.of(plant, kernel)));
    }

    @ParameterizedTest
    @MethodSource("plants")
    void aPlantedBugIsFound(Plant plant, Kernel system) {
        OptionalLong found = SeedRun.any(
                plant + " on " + system,
                SimulationSeeds.search(SEEDS),
                seed -> Replay.failure(seed, system, plant, Set.of()) != null);
        assertThat(found).as("a seed that finds it, of " + SEEDS).isPresent();
        long seed = found.orElseThrow();
        assertThat(Replay.shortest(seed, system, plant)).startsWith(system + " -Dfswire.seed=" + seed + "\n");
    }

    /** The step limits of a simulation see only what ends. */
    @Test
    void anInspectionThatNeverEndsIsFoundWithItsSeedAndItsStack() {
        assertThatThrownBy(() -> SeedRun.any(
                        "LINUX",
                        Duration.ofSeconds(1),
                        SimulationSeeds.search(100),
                        seed -> Replay.failure(seed, Kernel.LINUX, Plant.ENDLESS_INSPECTION, Set.of()) != null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not come to an end within PT1S")
                .hasMessageMatching("(?s).*LINUX -Dfswire.seed=\\d+ is under way\n.*")
                .hasMessageContaining("at " + Plant.class.getName());
    }

    @Test
    void whatEndsIsNotStuckHoweverManySeedsThereAre() {
        assertThat(SeedRun.any("all", LongStream.range(0, 100_000), seed -> false))
                .isEmpty();
        assertThat(SeedRun.any("one", LongStream.range(0, 100_000), seed -> seed == 99_999))
                .hasValue(99_999);
        assertThatThrownBy(() -> SeedRun.any("failing", LongStream.of(7), seed -> {
                    throw new StackOverflowError();
                }))
                .hasMessage("failing -Dfswire.seed=7")
                .hasCauseInstanceOf(StackOverflowError.class);
    }
}
