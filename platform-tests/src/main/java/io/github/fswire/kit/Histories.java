package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
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

    /** A history of entries of the root itself, for what watches no directory below; it is watched from its beginning. */
    public static List<Operation> flat(long seed) {
        SplittableRandom random = Seeds.random(seed, "flat history");
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            NativeName name = NativeName.of("e" + random.nextInt(8));
            NativeName other = NativeName.of("e" + random.nextInt(8));
            int size = random.nextInt(100);
            operations.add(
                    switch (random.nextInt(12)) {
                        case 0, 1 -> Operation.of(Verb.WRITE, name, size);
                        case 2, 3 -> Operation.of(Verb.APPEND, name, size);
                        case 4 -> Operation.of(Verb.TRUNCATE, name, size);
                        case 5 -> Operation.of(Verb.MKDIR, name);
                        case 6 -> Operation.of(Verb.SAVE, name, size);
                        case 7 -> Operation.of(Verb.TOUCH_BACK, name, size);
                        case 8 -> Operation.of(Verb.MV, name, other);
                        case 9 ->
                            random.nextInt(4) == 0 ? Operation.of(Verb.SYNC) : Operation.of(Verb.APPEND, other, size);
                        default -> Operation.of(Verb.RM, name);
                    });
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
