package io.github.fswire.kit;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;

/** Carries out the operations of a script. */
public final class Player {
    private final Disk disk;
    private final boolean strict;

    /** For operations below a root. One that fails is an error if it is strict, else nothing. */
    public Player(Path root, boolean strict) {
        this.disk = new Disk(root);
        this.strict = strict;
    }

    /**
     * Carries out one operation.
     *
     * @throws IOException if it fails and must not
     * @throws org.opentest4j.TestAbortedException if this system cannot do it
     */
    public void play(Operation operation) throws IOException {
        assumeFalse(
                strict && operation.verb() == Verb.LN && Lane.WINDOWS,
                "listings of Windows do not show that a file has several names");
        assumeFalse(
                strict && operation.verb() == Verb.SOCKET && Lane.MAC, "XNU does not report that a socket was made");
        try {
            if (strict && Lane.WINDOWS) {
                insist(disk, operation);
            } else if (strict || Fairness.isReported(disk, operation)) {
                disk.apply(operation);
            }
        } catch (Disk.UnknownHere e) {
            assumeTrue(!strict, () -> "this system does not know " + operation + ": " + e.getMessage());
        } catch (IOException e) {
            if (strict) {
                throw new IOException(operation + ": " + e, e);
            }
        }
    }

    /** What is being inspected while it is deleted is there for a moment longer, and the directory above not empty. */
    private static void insist(Disk disk, Operation operation) throws IOException {
        try {
            disk.apply(operation);
        } catch (DirectoryNotEmptyException e) {
            Eventually.await()
                    .ignoreExceptionsMatching(DirectoryNotEmptyException.class::isInstance)
                    .until(() -> {
                        disk.apply(operation);
                        return true;
                    });
        }
    }
}
