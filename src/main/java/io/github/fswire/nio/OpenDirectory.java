package io.github.fswire.nio;

import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.ListingSink;
import io.github.fswire.scan.Scanner;

/** A directory that is open, so that nobody can put another one in its place. Owned by the thread that opened it. */
final class OpenDirectory implements AutoCloseable {
    private final Scanner scanner;
    private final NativeName path;
    private final int handle;
    private final DirectoryIdentity identity;

    private OpenDirectory(Scanner scanner, NativeName path, int handle, DirectoryIdentity identity) {
        this.scanner = scanner;
        this.path = path;
        this.handle = handle;
        this.identity = identity;
    }

    /**
     * Opens a directory; links are followed.
     *
     * @throws WatchException if that is impossible
     */
    static OpenDirectory open(Scanner scanner, NativeName path) throws WatchException {
        int handle = scanner.openRoot(path);
        if (handle < 0) {
            throw scanner.failure(path);
        }
        EntryStat stat = new EntryStat();
        if (scanner.inspectSelf(handle, stat) < 0) {
            WatchException failure = scanner.failure(path);
            scanner.close(handle);
            throw failure;
        }
        return new OpenDirectory(scanner, path, handle, DirectoryIdentity.of(stat));
    }

    NativeName path() {
        return path;
    }

    /** Whether another path leads here too. */
    boolean isAt(NativeName other) {
        try (OpenDirectory there = open(scanner, other)) {
            return there.identity.equals(identity);
        } catch (WatchException e) {
            return false;
        }
    }

    DirectoryIdentity identity() {
        return identity;
    }

    /** A path that leads here for as long as this is open. */
    NativeName watchPath() {
        return scanner.watchPath(handle, () -> path);
    }

    /** May be called once. */
    void list(ListingSink sink) throws WatchException {
        if (scanner.list(handle, sink) < 0) {
            throw scanner.failure(path);
        }
    }

    /** How much later than a change its time stamp may say that it was made, or earlier. */
    long timestampGranularityNanos() {
        return scanner.timestampGranularityNanos(handle);
    }

    @Override
    public void close() {
        scanner.close(handle);
    }
}
