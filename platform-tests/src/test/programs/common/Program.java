package programs;

import java.nio.file.Path;

/** A program that watches a directory, started as its users start it. */
public interface Program {
    /**
     * Starts it.
     *
     * @param directory what it watches
     * @param reports is told everything that it reports
     * @param seam whether it is given what takes the place of its own watcher, instead of being unchanged
     * @return ends it
     */
    AutoCloseable start(Path directory, Reports reports, boolean seam) throws Exception;
}
