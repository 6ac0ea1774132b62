package io.github.fswire.scan;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the attributes of the entry at a path; a link at its end is not followed. */
interface PathAttributes {
    /**
     * Reads the attributes.
     *
     * @param path absolute path
     * @param stat receives every field
     * @throws IOException its type is the reason why there are none; {@code stat} is unchanged then
     */
    void read(Path path, EntryStat stat) throws IOException;

    /**
     * The best one for this system.
     *
     * @return jnr-posix where it can be loaded, except where only the JDK has birth times
     */
    static PathAttributes best() {
        if (!UnixViewAttributes.HAS_BIRTH_TIMES) {
            try {
                return new JnrAttributes();
            } catch (LinkageError | RuntimeException e) {
                return new UnixViewAttributes(); // describe() names the reason
            }
        }
        return new UnixViewAttributes();
    }

    /** Describes for users what {@link #best} returns, and why it is not a faster one. */
    static String describe() {
        if (UnixViewAttributes.HAS_BIRTH_TIMES) {
            return "java.nio.file";
        }
        try {
            new JnrAttributes();
            return "java.nio.file and lstat";
        } catch (NoClassDefFoundError e) {
            return "java.nio.file (faster with com.github.jnr:jnr-posix on the class path)";
        } catch (LinkageError | RuntimeException e) {
            return "java.nio.file (jnr-posix cannot be used: " + e + ")";
        }
    }
}
