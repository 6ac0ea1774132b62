package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Which operations a watcher gets a report of.
 *
 * <p>The kernel reports what happens under the names of a directory to those who watch it, and nothing about the other names of
 * the same file. So a file changes without a report when it is written through a hard link outside the root, or through one inside
 * that was made a moment ago and is gone before it is inspected. Storms therefore write a file with several names only through the
 * name for which it was made, which begins with a {@code k}, never moves, and is removed as the last one.
 */
final class Fairness {
    private Fairness() {}

    /** Whether an operation can be asked for if convergence is expected. */
    static boolean isReported(Disk disk, Operation operation) throws IOException {
        return switch (operation.verb()) {
            case WRITE, APPEND, TRUNCATE, TOUCH_BACK ->
                isKey(operation.path()) || !hasSeveralNames(disk.path(operation.path()));
            case LN -> !Lane.WINDOWS; // listings do not show that a file has several names
            case SOCKET -> !Lane.MAC; // XNU does not report that one was made
            case RM -> !isKey(operation.path()) || !hasSeveralNames(disk.path(operation.path()));
            default -> true;
        };
    }

    /** Whether a path is that of a file which may get further names. */
    private static boolean isKey(NativeName path) {
        byte[] bytes = path.toBytes();
        int start = bytes.length;
        while (start > 0 && bytes[start - 1] != '/') {
            start--;
        }
        return start < bytes.length && bytes[start] == 'k';
    }

    private static boolean hasSeveralNames(Path path) throws IOException {
        return !Lane.WINDOWS
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
    }
}
