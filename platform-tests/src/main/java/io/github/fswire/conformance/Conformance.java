package io.github.fswire.conformance;

import io.github.fswire.kit.Eventually;
import io.github.fswire.kit.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
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

    /** Waits until something is the case, and fails with a description when patience is over. */
    final void await(Supplier<String> what, Callable<Boolean> condition) {
        Eventually.until(abilities().patience(), what, condition);
    }
}
