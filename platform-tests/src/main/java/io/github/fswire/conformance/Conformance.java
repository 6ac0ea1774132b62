package io.github.fswire.conformance;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Together;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the tests of every kind of subject have in common: an empty directory for each of them, a declaration of what the subject
 * can do, and a report, which is printed and written to {@code target/conformance}; {@code -Dfswire.conformance} names another
 * directory.
 */
@ExtendWith({Findings.class, Guard.class})
@DisplayNameGeneration(RuleNames.class)
public abstract class Conformance {
    private static final int THREADS = 8;
    private static final int SOME = 100;
    private static final int MOST_WRITES = 100_000;

    private @Nullable Workspace workspace;

    /** For subclasses. */
    protected Conformance() {}

    /** What the subject can do; everything by default. */
    protected Abilities abilities() {
        return Abilities.all();
    }

    @BeforeEach
    final void openWorkspace() throws IOException {
        workspace = Workspace.fast();
    }

    @AfterEach
    final void closeWorkspace() throws IOException {
        workspace().close();
    }

    /** Where the test works. */
    final Workspace workspace() {
        if (workspace == null) {
            throw new IllegalStateException("outside a test");
        }
        return workspace;
    }

    /** The directory that is watched. */
    final Path root() {
        return workspace().root();
    }

    /** Makes a symbolic link, or skips the test. */
    static void makeLink(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
            Assumptions.assumeTrue(
                    Files.isSymbolicLink(link), "symbolic links are not made here, although that succeeds");
        } catch (IOException | UnsupportedOperationException e) {
            Assumptions.abort("symbolic links cannot be made here: " + e);
        }
    }

    /** Closes it by many threads at once, and then once more. */
    final void closeOften(AutoCloseable subject) throws Exception {
        List<Callable<@Nullable Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> {
                subject.close();
                return null;
            });
        }
        Together.run(tasks);
        subject.close();
    }

    /** Requires that each thread ends that begins between opening and closing. What is opened is in use when it is returned. */
    final void threadsEnd(Callable<AutoCloseable> opening) throws Exception {
        opening.call().close(); // whatever all of them share is there
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        AutoCloseable subject = opening.call();
        Set<Thread> meanwhile = new HashSet<>(Thread.getAllStackTraces().keySet());
        meanwhile.removeAll(before);
        subject.close();
        await(() -> "still there: " + meanwhile, () -> {
            meanwhile.removeIf(thread -> !thread.isAlive());
            return meanwhile.isEmpty();
        });
    }

    /**
     * Does something while somebody writes files, before it and for a while after it. Writing is no progress, so that who never
     * returns is noticed.
     */
    final <T> T duringStorm(Callable<T> action) throws Exception {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger enough = new AtomicInteger(MOST_WRITES);
        List<Callable<@Nullable T>> tasks = List.of(
                () -> {
                    while (made.get() < enough.get()) {
                        int number = made.incrementAndGet();
                        Files.writeString(root().resolve("file" + number % SOME), "content " + number);
                    }
                    return null;
                },
                () -> {
                    try {
                        await(() -> "nobody writes", () -> made.get() > SOME);
                        return action.call();
                    } finally {
                        enough.set(made.get() + SOME);
                    }
                });
        return Objects.requireNonNull(Together.run(tasks).get(1));
    }

    /** Waits until something is the case, and fails with a description when patience is over. */
    final void await(Supplier<String> what, Callable<Boolean> condition) {
        Eventually.until(abilities().patience(), what, condition);
    }
}
