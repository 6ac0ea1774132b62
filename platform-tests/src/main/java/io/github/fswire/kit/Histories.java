package io.github.fswire.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Series of operations of one writer, with a sync now and then. */
public final class Histories {
    private static final int OPERATIONS = 400;

    private Histories() {}

    /** The history of a seed; it watches from its first quarter on. */
    public static List<Operation> of(long seed) {
        Storm storm = new Storm(seed, 1);
        SplittableRandom random = Seeds.random(seed, "history");
        int between = 1 + random.nextInt(60);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            operations.add(storm.next());
            if (i == OPERATIONS / 4) {
                operations.add(Operation.of(Verb.WATCH));
            } else if (i > OPERATIONS / 4 && random.nextInt(between) == 0) {
                operations.add(Operation.of(Verb.SYNC));
            }
        }
        return operations;
    }

    /**
     * Runs scripts and histories where watches are few.
     *
     * @param arguments the directory of the scripts; a directory for workspaces; how many histories
     * @throws GuaranteeViolation if one does not converge
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[1]);
        List<Path> scripts;
        try (var all = Files.list(Path.of(arguments[0]))) {
            scripts = all.sorted().toList();
        }
        for (Path script : scripts) {
            try (Workspace workspace = Workspace.in(directory)) {
                new ScriptRun(workspace, true)
                        .run(Script.parse(Files.readString(script)).operations());
            }
        }
        int histories = Integer.parseInt(arguments[2]);
        for (long seed : Seeds.take(histories).toArray()) {
            try (Workspace workspace = Workspace.in(directory)) {
                new ScriptRun(workspace, false).run(of(seed));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("converged although degraded");
    }
}
