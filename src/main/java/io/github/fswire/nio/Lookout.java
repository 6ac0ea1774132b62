package io.github.fswire.nio;

import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Scanner;
import io.github.fswire.scan.ScannerFactory;
import org.jspecify.annotations.Nullable;

/** The scanner of a session's thread, opened when it is needed first. Owned by that thread. */
final class Lookout implements AutoCloseable {
    private final ScannerFactory scanners;
    private final EntryStat stat = new EntryStat();
    private @Nullable Scanner scanner;

    Lookout(ScannerFactory scanners) {
        this.scanners = scanners;
    }

    /** The directory that is at a path now; {@link DirectoryIdentity#NONE} if there is none. */
    DirectoryIdentity identity(NativeName path) {
        try {
            return scanner().inspectPath(path, stat) < 0 ? DirectoryIdentity.NONE : DirectoryIdentity.of(stat);
        } catch (NativeAccessException e) {
            return DirectoryIdentity.NONE; // which differs from what is there
        }
    }

    OpenDirectory open(NativeName path) throws WatchException {
        return OpenDirectory.open(scanner(), path);
    }

    private Scanner scanner() throws NativeAccessException {
        Scanner present = scanner;
        if (present == null) {
            present = scanners.open();
            scanner = present;
        }
        return present;
    }

    @Override
    public void close() {
        Scanner present = scanner;
        if (present != null) {
            present.close();
        }
    }
}
