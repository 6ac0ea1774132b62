package io.github.fswire.programs;

import static io.github.fswire.kit.Eventually.await;
import static io.github.fswire.kit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fswire.kit.Workspace;
import io.github.fswire.programs.WatchingProgram.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs that were not written for this library, as they are, on the JDK's service (or their own polling) and on this library:
 * both do what the program is documented to do, and in a storm only one of them loses nothing.
 */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
class ProgramsIT {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 5;

    /** Something that a program should notice. */
    private interface Act {
        void run(int attempt) throws IOException;
    }

    /** Whether it has noticed the attempt. */
    private interface Noticed {
        boolean test(int attempt) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void doesTheSameWithFswire(WatchingProgram program) throws Exception {
        for (boolean with : new boolean[] {false, true}) {
            try (Workspace workspace = Workspace.fast();
                    RunningProgram running = RunningProgram.start(program, with, workspace.root())) {
                doesWhatItIsDocumentedToDo(program, running, workspace.root());
            }
        }
    }

    private static void doesWhatItIsDocumentedToDo(WatchingProgram program, RunningProgram running, Path root)
            throws IOException {
        marker(running, root, "first");
        Path file = root.resolve("file");
        repeat(
                attempt -> {
                    Files.deleteIfExists(file);
                    Files.writeString(file, "new " + attempt);
                },
                attempt -> running.hasReported("file", Kind.CREATED, Kind.MODIFIED));
        if (program.reports(Kind.MODIFIED)) {
            repeat(
                    attempt -> Files.writeString(file, "modified".repeat(attempt + 1)),
                    attempt -> running.hasReported("file", Kind.MODIFIED));
        }
        if (program.reports(Kind.DELETED)) {
            repeat(
                    attempt -> {
                        if (!Files.deleteIfExists(file)) {
                            Files.writeString(file, "once more");
                        }
                    },
                    attempt -> running.hasReported("file", Kind.DELETED));
        }
        if (program.isRecursive()) {
            repeat(attempt -> Files.createDirectories(root.resolve("directory" + attempt)), attempt -> {
                marker(running, root.resolve("directory" + attempt), "below");
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesChangesInAStormAndNoneWithFswire(WatchingProgram program) throws Exception {
        Set<String> lost = storm(program, false);
        assertThat(lost).as("otherwise the storm shows nothing").isNotEmpty();
        assertThat(storm(program, true)).isEmpty();
        System.out.printf("%s has lost %d changes, and none with fswire%n", program, lost.size());
    }

    /** Returns what was lost. */
    private static Set<String> storm(WatchingProgram program, boolean with) throws Exception {
        try (Workspace workspace = Workspace.fast()) {
            Path root = workspace.root();
            ProgramStorm storm = new ProgramStorm(program.groups(), root, workspace.outside());
            storm.prepare();
            try (RunningProgram running = RunningProgram.start(program, with, root)) {
                marker(running, root, "first");
                if (program.way() == Way.SEAM_INSTEAD_OF_POLLING) {
                    running.forget();
                    storm.rage();
                } else {
                    running.order("hold");
                    repeat(
                            attempt -> Files.writeString(root.resolve("hold" + attempt), ""),
                            attempt -> running.holds());
                    running.forget();
                    storm.rage();
                    running.order("drain");
                    running.order("release");
                }
                marker(running, root, "next");
                marker(running, root, "last"); // what was noticed together with the one before is reported
                if (with) {
                    await().until(() -> storm.lost(running).isEmpty());
                }
                return storm.lost(running);
            }
        }
    }

    /** Waits until a new file was reported, and with it everything that was noticed before it. */
    private static void marker(RunningProgram running, Path directory, String name) throws IOException {
        String prefix = directory.getFileName().toString().equals("root") ? "" : directory.getFileName() + "/";
        repeat(
                attempt -> Files.writeString(directory.resolve(name + attempt), "marker"),
                attempt -> running.hasEnded()
                        || running.hasReported(prefix + name + attempt, Kind.CREATED, Kind.MODIFIED));
    }

    /**
     * Acts until it is noticed, after a longer silence each time: no program promises that it watches when its start has returned,
     * nor that it misses nothing.
     */
    private static void repeat(Act act, Noticed noticed) throws IOException {
        for (int attempt = 0; ; attempt++) {
            int present = attempt;
            act.run(attempt);
            try {
                until(SILENCE.multipliedBy(1L << attempt), () -> "it is not noticed", () -> noticed.test(present));
                return;
            } catch (AssertionError e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
