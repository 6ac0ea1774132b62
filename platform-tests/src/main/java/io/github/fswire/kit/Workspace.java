package io.github.fswire.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A directory to be watched and one beside it that is not; both are removed at the end with everything in them. */
public final class Workspace implements AutoCloseable {
    private static final @Nullable String CHOSEN = System.getProperty("fswire.workspaces");
    private static final Path DISK = Path.of(CHOSEN == null ? "target/workspaces" : CHOSEN);
    /** Where Linux has files in memory. */
    public static final Path MEMORY = Path.of("/dev/shm");

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path top;

    private Workspace(Path top) {
        this.top = top;
    }

    /** A new one, below the build's output directory unless the lane needs another place. */
    public static Workspace onDisk() throws IOException {
        return in(disk());
    }

    private static Path disk() throws IOException {
        return Files.createDirectories(DISK.toAbsolutePath());
    }

    /** A new one on tmpfs; ask {@link #hasMemory} first. */
    public static Workspace inMemory() throws IOException {
        return in(MEMORY);
    }

    /** A new one at {@link #fastPlace}. */
    public static Workspace fast() throws IOException {
        return in(fastPlace());
    }

    /** The directory that {@code -Dfswire.workspaces} names; without it one on tmpfs where there is one, otherwise on the disk. */
    public static Path fastPlace() throws IOException {
        return CHOSEN == null && hasMemory() ? MEMORY : disk();
    }

    /**
     * Whether there is a tmpfs to write to, and a reason to. Fences of macOS cover no other volume than theirs, so that each
     * would be a rescan there, which finds what no event has reported.
     */
    public static boolean hasMemory() throws IOException {
        return !Lane.WINDOWS
                && !Lane.STANDS_IN
                && Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).type().equals("tmpfs");
    }

    /**
     * A new one, for three of four seeds on tmpfs where there is one: less to wait for, and other inode numbers. Where a library
     * stands in for macOS, the seed is also that of its events.
     */
    public static Workspace forSeed(long seed) throws IOException {
        StandInLibrary.seed(seed);
        return seed % 4 != 3 ? fast() : onDisk();
    }

    /** A new one in an existing directory. */
    public static Workspace in(Path directory) throws IOException {
        Workspace workspace = new Workspace(Files.createTempDirectory(directory, "fswire"));
        OPEN.add(workspace.top);
        Files.createDirectory(workspace.root());
        Files.createDirectory(workspace.outside());
        return workspace;
    }

    /** Those that were not closed so far. */
    static Set<Path> open() {
        return Set.copyOf(OPEN);
    }

    /** The directory to watch. */
    public Path root() {
        return top.resolve("root");
    }

    /** A directory beside it. */
    public Path outside() {
        return top.resolve("outside");
    }

    /** What is in the root now. */
    public TreeSnapshot snapshot() throws IOException {
        return TreeSnapshot.of(root());
    }

    @Override
    public void close() throws IOException {
        Disk.removeTree(top);
        OPEN.remove(top);
    }
}
