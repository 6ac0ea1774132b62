package io.github.fswire.convergence;

import io.github.fswire.kit.Histories;
import io.github.fswire.kit.Lane;
import io.github.fswire.kit.NoLeaks;
import io.github.fswire.kit.Operation;
import io.github.fswire.kit.ScriptRun;
import io.github.fswire.kit.Seeds;
import io.github.fswire.kit.Shrinking;
import io.github.fswire.kit.Verb;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * G1 and G2 for one writer, with a sync now and then. Nothing here depends on time, so a failure is repeatable: it is made
 * short, and the message is a script to paste into {@code scripts/}.
 */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.WINDOWS})
@ExtendWith(NoLeaks.class)
class HistoryIT {
    private static final int MOST_RUNS = Lane.WINDOWS ? 10 : 2000; // under Wine each takes seconds

    static LongStream seeds() {
        return Seeds.take(200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_everyHistoryConverges(long seed) throws Exception {
        Shrinking.assertPasses(seed, Histories.of(seed), HistoryIT::failure, MOST_RUNS);
    }

    /** The failure of a series of operations, or null. */
    private static AssertionError failure(List<Operation> operations) throws IOException, InterruptedException {
        boolean watched = operations.contains(Operation.of(Verb.WATCH));
        List<Operation> complete = new ArrayList<>(operations);
        if (!watched) {
            complete.add(0, Operation.of(Verb.WATCH));
        }
        try (Workspace workspace = Workspace.fast()) {
            new ScriptRun(workspace, false).run(complete);
            return null;
        } catch (AssertionError e) {
            return e;
        }
    }
}
