package io.github.fswire.raw;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Set;

/**
 * What is asked of one watch.
 *
 * @param interest the kinds to ask the kernel for, instead of those of the session; self records, unmount, watch end and overflow
 *     always come. Other kinds may come as well: those that another watch of the same directory asks for, and all where the system
 *     cannot be asked for single kinds
 * @param followLink whether a symbolic link at the end of the path is followed; false, the default, refuses it
 */
public record RawWatchOptions(Set<RawKind> interest, boolean followLink) {
    /** All kinds, and no link is followed. */
    public static final RawWatchOptions DEFAULT = new RawWatchOptions(Set.of(RawKind.values()), false);

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if nothing is of interest
     */
    public RawWatchOptions {
        interest = Set.copyOf(interest);
        if (interest.isEmpty()) {
            throw new IllegalArgumentException("interest must not be empty");
        }
    }

    /**
     * The same options with another interest.
     *
     * @param kinds the kinds to ask the kernel for
     * @return new options
     */
    public RawWatchOptions withInterest(Set<RawKind> kinds) {
        return new RawWatchOptions(kinds, followLink);
    }

    /**
     * The same options, following a link at the end of the path or not.
     *
     * @param follow whether it is followed
     * @return new options
     */
    public RawWatchOptions withFollowLink(boolean follow) {
        return new RawWatchOptions(interest, follow);
    }

    /** Where a path leads now, for backends whose system opens no link. */
    NativeName resolve(NativeName path) throws WatchException {
        try {
            return NativeName.of(path.toPath().toRealPath());
        } catch (NoSuchFileException e) {
            throw new RootGoneException(
                    path.toString(), "toRealPath", 0, "NoSuchFileException", "The link leads nowhere: correct it.");
        } catch (AccessDeniedException e) {
            throw new AccessRefusedException(
                    path.toString(), "toRealPath", 0, "AccessDeniedException", "This user may not follow the link.");
        } catch (IOException e) {
            throw new WatchException(
                    path.toString(), "toRealPath", 0, e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
        }
    }
}
