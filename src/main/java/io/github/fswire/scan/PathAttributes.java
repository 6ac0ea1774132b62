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
     * @return jnr-posix where it can be loaded, except where only the JDK has birth times
     */
    static PathLook best() {
        if (!UnixViewLook.BIRTH_IS_TOLD) {
            try {
                return new JnrLook();
            } catch (LinkageError | RuntimeException e) {
                return new UnixViewLook(); // describe() says why
            }
        }
        return new UnixViewLook();
    }

    /** What {@link #best} returns, and why it is not a faster one, for people. */
    static String describe() {
        if (UnixViewLook.BIRTH_IS_TOLD) {
            return "java.nio.file";
        }
        try {
            new JnrLook();
            return "java.nio.file and lstat";
        } catch (NoClassDefFoundError e) {
            return "java.nio.file (faster with com.github.jnr:jnr-posix on the class path)";
        } catch (LinkageError | RuntimeException e) {
            return "java.nio.file (jnr-posix cannot be used: " + e + ")";
        }
    }
}
