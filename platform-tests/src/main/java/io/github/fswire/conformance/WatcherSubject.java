package io.github.fswire.conformance;

import static io.github.fswire.conformance.Announcements.Kind.CREATED;

import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Player;
import io.github.fswire.kit.TreeSnapshot;
import io.github.fswire.kit.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** How a watcher is started, and how the tests wait for what it announces. */
abstract class WatcherSubject extends Conformance {
    /** So many files may be lost before it is clear that none will be announced. */
    private static final int MOST_LOST = 100;

    private @Nullable AutoCloseable watcher;
    private @Nullable Announcements announcements;
    private volatile boolean closed;
    private int fences;

    /**
     * Starts a watcher on a directory.
     *
     * @param announcements to be told every change after this method returned
     * @return closes the watcher
     */
    protected abstract AutoCloseable start(Path root, Announcements announcements) throws Exception;

    /**
     * Waits until everything that happened before has been announced.
     *
     * @return false if this watcher has no such wait: the default. Then it must lack {@link Ability#FENCE}
     */
    protected boolean fence(AutoCloseable watcher) throws Exception {
        return false;
    }

    @AfterEach
    final void closeWatcher() throws Exception {
        if (watcher != null && !closed) {
            watcher.close();
        }
    }

    /** Closes the watcher of the test, which is not closed once more. */
    final void closeOnce() throws Exception {
        closed = true;
        watcher().close();
    }

    /** Starts the watcher of the test. */
    final Announcements start() throws Exception {
        announcements = new Announcements(root());
        watcher = start(root(), announcements);
        closed = false;
        return announcements;
    }

    final AutoCloseable watcher() {
        return Objects.requireNonNull(watcher);
    }

    final Announcements announcements() {
        return Objects.requireNonNull(announcements);
    }

    /** A path below the root. */
    final Path at(String path) {
        return root().resolve(path);
    }

    /** Waits for an announcement. */
    final void expect(String path, Announcements.Kind kind) {
        await(() -> kind + " " + at(path) + " was not announced, but " + announcements(), () -> announcements()
                .contains(at(path), kind));
    }

    /**
     * Waits until who inspects what was announced holds what is on disk. Nobody may write meanwhile, and what was announced is not
     * inspected before every change has been: what the watcher has not seen yet is not to be known to anybody else.
     */
    final void converge() throws Exception {
        if (!abilities().has(Ability.FENCE)) {
            settle(root());
        } else {
            if (!fence(watcher())) {
                throw new AssertionError(
                        "fence has returned false: either it has not passed, or the subject has none and must "
                                + "lack Ability.FENCE");
            }
            String difference = difference();
            if (!difference.isEmpty()) {
                throw new AssertionError("after a fence " + difference);
            }
        }
        await(this::difference, () -> difference().isEmpty());
    }

    private String difference() {
        try {
            return announcements().mirror().differenceTo(TreeSnapshot.of(root()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Waits until everything that will be announced about earlier changes has been: a file that is made and one that is made after
     * that was announced. If its creation may be among what was lost, there is another one.
     *
     * @param directory in which they are made; nothing is made if it is not there
     */
    final void settle(Path directory) throws IOException {
        for (int passed = 0, lost = 0; passed < 2 && Files.isDirectory(directory); ) {
            int before = announcements().losses();
            Path file = Files.createFile(directory.resolve("fence" + fences++));
            await(
                    () -> CREATED + " " + file + " was not announced, but " + announcements(),
                    () -> announcements().contains(file, CREATED)
                            || announcements().losses() > before);
            if (announcements().contains(file, CREATED)) {
                passed++;
            } else if (++lost == MOST_LOST) {
                throw new AssertionError(
                        "nothing but losses was announced for " + lost + " files, one after the other");
            }
        }
    }

    /**
     * Carries out operations without those that need what the subject cannot do, and converges at each sync and at the end.
     *
     * @param strict whether an operation that fails is an error
     */
    final void play(List<Operation> operations, boolean strict) throws Exception {
        Player player = new Player(root(), strict);
        if (!operations.contains(Operation.of(Verb.WATCH))) {
            start();
        }
        for (Operation operation : operations) {
            switch (operation.verb()) {
                case WATCH -> start();
                case SYNC -> converge();
                default -> {
                    if (abilities().whyNot(operation) == null) {
                        player.play(operation);
                    }
                }
            }
        }
        converge();
    }
}
