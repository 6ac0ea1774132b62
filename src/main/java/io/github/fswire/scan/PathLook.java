package io.github.fswire.scan;

import java.io.IOException;
import java.nio.file.Path;

/** Looks at what is at a path; a link at its end is not followed. */
interface PathLook {
    /**
     * Looks.
     *
     * @param path absolute path
     * @param stat receives every field
     * @throws IOException by its type says why there is nothing to see; {@code stat} is unchanged then
     */
    void look(Path path, EntryStat stat) throws IOException;

    /**
     * The best one for this system.
     *
     * @return jnr-posix where it can be loaded, except where only the JDK tells birth times
     */
    static PathLook best() {
        if (UnixViewLook.BIRTH_IS_TOLD) {
            return new UnixViewLook();
        }
        try {
            return new JnrLook();
        } catch (LinkageError | RuntimeException e) {
            return new UnixViewLook(); // jnr-posix is missing, cannot unpack its library or does not know this system
        }
    }
}
