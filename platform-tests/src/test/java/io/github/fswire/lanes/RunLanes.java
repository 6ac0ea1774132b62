package io.github.fswire.lanes;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Runs the platform tests in their lanes, some virtual machines beside each other, and prints a table in the end. Maven starts it
 * with the class path of the tests, on the JDK of the newer lanes, in the module's directory.
 *
 * <p>{@code -Dlane=NAME} takes one lane, {@code -Dit.test=GLOBS} some classes in every lane in which they can run,
 * {@code -Dfswire.full=true} everything, {@code -Dfswire.jobs=N} so many virtual machines at a time. Properties whose names begin with
 * {@code fswire.} reach the tests.
 */
public final class RunLanes {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final PrintStream console;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<LaneResult> results = new ArrayList<>();
    private final List<LaneQueue> queues = new ArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    private RunLanes(PrintStream console) {
        this.console = console;
        System.getProperties().forEach((name, value) -> {
            if (name.toString().startsWith("fswire.") && !value.toString().isEmpty()) {
                properties.put(name.toString(), value.toString());
            }
        });
        properties.put("fswire.checks", "true");
        // Each run tries what none has tried before, unless somebody wants the same again.
        properties.computeIfAbsent(
                "fswire.firstSeed", name -> String.valueOf(System.currentTimeMillis() / 1000 * 1000));
    }

    /** Runs; ends with 1 if a test has failed. */
    public static void main(String[] arguments) throws Exception {
        System.exit(new RunLanes(System.out).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        if (Boolean.getBoolean("skipITs")) {
            console.println("The platform tests are skipped, as -DskipITs asks.");
            return true;
        }
        plan();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        console.println("First seed of this run: -Dfswire.firstSeed=" + properties.get("fswire.firstSeed"));
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < jobs(); i++) {
            Thread thread = new Thread(this::work, "worker-" + i);
            thread.start();
            workers.add(thread);
        }
        for (Thread thread : workers) {
            thread.join();
        }
        for (Throwable error : errors) {
            error.printStackTrace(console);
        }
        new ResultTable(results).print(console);
        return errors.isEmpty() && results.stream().allMatch(result -> result.failed() == 0);
    }

    private void plan() throws Exception {
        String wanted = property("lane", "all");
        Selection selection = Selection.of(Path.of("target", "test-classes"), property("it.test", ""));
        if (selection.isEmpty()) {
            throw new IllegalArgumentException("No test class matches -Dit.test=" + property("it.test", ""));
        }
        Jdks jdks = Jdks.ofThisBuild();
        List<LaneSpec> all = LaneSpec.all(Integer.parseInt(property("fswire.testJdk", "17")));
        List<LaneSpec> lanes = all.stream()
                .filter(lane -> wanted.equals("all") || lane.name().matches(wanted.replace("*", ".*")))
                .map(lane -> Boolean.getBoolean("fswire.full") ? lane.full() : lane)
                .toList();
        if (lanes.isEmpty()) {
            throw new IllegalArgumentException("No lane " + wanted + ": there are "
                    + String.join(", ", all.stream().map(LaneSpec::name).toList()));
        }
        for (LaneSpec lane : lanes) {
            LaneResult result = new LaneResult(lane);
            results.add(result);
            LaneSetting setting = new LaneSetting(lane, jdks, TARGET);
            Optional<String> whyNot = setting.whyNot();
            whyNot.ifPresent(reason -> result.skip("the whole lane: " + reason, 0));
            if (whyNot.isEmpty()) {
                queues.add(new LaneQueue(setting, result, selection.in(lane)));
            }
        }
    }

    private static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static int jobs() {
        return Integer.parseInt(
                property("fswire.jobs", String.valueOf(Runtime.getRuntime().availableProcessors() + 3)));
    }

    /** Takes one lane after the other. */
    private void work() {
        try {
            for (LaneQueue lane = enter(); lane != null; lane = enter()) {
                try {
                    work(lane);
                } finally {
                    lane.leave();
                }
            }
        } catch (Exception | Error e) {
            errors.add(e);
        }
    }

    private @Nullable LaneQueue enter() throws Exception {
        for (boolean more : new boolean[] {false, true}) {
            for (LaneQueue lane : queues) {
                if (lane.enter(more)) {
                    return lane;
                }
            }
        }
        return null;
    }

    private void work(LaneQueue lane) throws Exception {
        for (Selection.Chosen chosen = lane.next(); chosen != null; ) {
            try (WorkerProcess worker = new WorkerProcess(lane, properties, console)) {
                boolean alive = true;
                for (; chosen != null && alive; chosen = lane.next()) {
                    alive = worker.run(chosen);
                }
            }
        }
    }
}
