package io.github.fswire.scan;

import io.github.fswire.raw.NativeAccessException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.WatchException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether a scanner's calls are permitted. A seccomp filter that does not know a system call answers EPERM or ENOSYS to
 * every use of it, seccomp(2); a watcher whose scanner cannot inspect anything would start and never report anything.
 */
public final class ScannerTrial {
    private static final Logger LOGGER = System.getLogger(ScannerTrial.class.getName());

    /** Directories that most users may list; some systems allow nobody to list the first. */
    private static final List<NativeName> PLACES =
            List.of(NativeName.of("/"), NativeName.of("/proc/self"), NativeName.of("/tmp"));

    private ScannerTrial() {}

    /**
     * Takes the first scanner if its calls are permitted, else the other one.
     *
     * @param first closed if it is not taken
     * @param other opens the scanner that makes other calls
     * @return an open scanner that works
     * @throws NativeAccessException if neither works; it names the call that is refused
     */
    public static Scanner choose(Scanner first, Supplier<Scanner> other) throws NativeAccessException {
        WatchException refusal = refusal(first);
        if (refusal == null) {
            return first;
        }
        first.close();
        Scanner second = other.get();
        if (isUsable(second)) {
            LOGGER.log(
                    Level.WARNING,
                    "{0} is refused ({1}), perhaps by a seccomp filter: the slower portable scanner is used."
                            + " Allow {0}, for example by a newer container runtime and libseccomp.",
                    refusal.operation(),
                    refusal.symbol());
            return second;
        }
        second.close();
        NativeAccessException failure = new NativeAccessException(
                null,
                refusal.operation(),
                refusal.code(),
                refusal.symbol(),
                "The system refuses this call, perhaps by a seccomp filter, and no directory can be read without it:"
                        + " allow it, for example by a newer container runtime and libseccomp.");
        failure.initCause(refusal);
        throw failure;
    }

    /**
     * Inspects and lists a directory.
     *
     * @param scanner not listing anything
     * @return what failed; null if nothing did, or if this user may open none of the directories, which proves nothing
     */
    public static @Nullable WatchException refusal(Scanner scanner) {
        for (NativeName place : PLACES) {
            int handle = scanner.openRoot(place);
            if (handle >= 0) {
                return refusal(scanner, place, handle);
            }
        }
        return null;
    }

    private static @Nullable WatchException refusal(Scanner scanner, NativeName place, int handle) {
        try {
            int result = scanner.inspectSelf(handle, new EntryStat());
            if (result == 0) {
                result = scanner.list(handle, new NoEntries());
            }
            return result < 0 ? scanner.failure(place) : null;
        } finally {
            scanner.close(handle);
        }
    }

    private static boolean isUsable(Scanner scanner) {
        return PLACES.stream().anyMatch(place -> {
            int handle = scanner.openRoot(place);
            return handle >= 0 && refusal(scanner, place, handle) == null;
        });
    }

    /** Wants no entry, so that only names are read. */
    private static final class NoEntries implements ListingSink {
        @Override
        public boolean wants(byte[] name, int length) {
            return false;
        }

        @Override
        public void entry(byte[] name, int length, EntryStat stat) {
            throw new IllegalStateException("an entry that was not wanted");
        }
    }
}
