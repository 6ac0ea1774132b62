package io.github.fswire.scan;

import io.github.fswire.raw.AccessRefusedException;
import io.github.fswire.raw.NativeName;
import io.github.fswire.raw.RootGoneException;
import io.github.fswire.raw.UnsupportedWatchException;
import io.github.fswire.raw.WatchException;
import io.github.fswire.raw.WatchLimitException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scanner of Unix systems without one of their own, on {@code java.nio.file}, and on jnr-posix where that is present.
 *
 * <p>A handle is an open directory stream and the path that led to it. Names come from the stream, and where the JDK has
 * {@link SecureDirectoryStream} a directory is opened relative to its parent's stream: neither follows a link. But entries
 * are inspected by path, because the JDK has no other way to inode numbers. Hence a limit: somebody who replaces a directory
 * by a link <em>and back</em> between an inspection and the check after it can make that inspection see an entry outside. A
 * directory that is still replaced at the check is {@link #GONE}, and so is one that was renamed, until it is opened under
 * its new name.
 *
 * <p>Further limits: paths beyond {@code PATH_MAX} are {@link #FAILED}, the type of an entry that may not be inspected is not
 * known and comes as {@link EntryStat#OTHER}, and every method allocates.
 */
public final class NioScanner extends GuardedScanner {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long SECONDS_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Types of file systems that store whole seconds, or every second one, as the JDK names them. */
    private static final Set<String> COARSE = Set.of("vfat", "msdos", "msdosfs", "hfs", "hfsplus", "pcfs");

    private final PathAttributes paths;
    private final NioContents contents = new NioContents();
    private final List<@Nullable Handle> handles = new ArrayList<>();
    private final EntryStat listed = new EntryStat();
    private final EntryStat self = new EntryStat();

    private int meaning = FAILED; // of the failure
    private String failedOperation = "none";
    private IOException failure = new IOException("nothing has failed");

    /** An open directory. While the stream is open its inode number is not given to another directory. */
    private record Handle(Path path, DirectoryStream<Path> stream, long device, long inode) {}

    /**
     * Opens a scanner for the calling thread.
     *
     * @throws UnsupportedOperationException if this is no Unix
     */
    public NioScanner() {
        this(PathAttributes.best());
    }

    /**
     * Says how the scanner finds out what an entry is, and what would be faster.
     *
     * @return a few words for people
     */
    public static String describe() {
        return PathAttributes.describe();
    }

    /**
     * A scanner that inspects entries in a given way.
     *
     * @param paths owned by the scanner
     * @throws UnsupportedOperationException if this is no Unix
     */
    NioScanner(PathAttributes paths) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            throw new UnsupportedOperationException("the JDK has no inode numbers on " + System.getProperty("os.name"));
        }
        this.paths = paths;
    }

    @Override
    public int openRoot(NativeName path) {
        checkOpen();
        try {
            Path real = path.toPath().toRealPath();
            return open(real, Files::newDirectoryStream);
        } catch (IOException e) {
            return failed("opendir", e);
        }
    }

    @Override
    public int open(int directory, byte[] name, int length) {
        Handle parent = handle(directory);
        try {
            int child = open(child(parent, name, length), path -> streamIn(parent, path));
            int result = check(parent);
            if (result < 0) {
                close(child);
                return result;
            }
            return child;
        } catch (IOException e) {
            return failedIn(parent, "opendir", e);
        }
    }

    private interface Opener {
        DirectoryStream<Path> open(Path path) throws IOException;
    }

    @SuppressWarnings("StreamResourceLeak") // the handle owns it
    private static DirectoryStream<Path> streamIn(Handle parent, Path path) throws IOException {
        return parent.stream instanceof SecureDirectoryStream<Path> secure
                ? secure.newDirectoryStream(path.getFileName(), LinkOption.NOFOLLOW_LINKS)
                : Files.newDirectoryStream(path);
    }

    /** Opens a directory and makes sure that the path led to it, without a link at its end, before and after. */
    private int open(Path path, Opener opener) throws IOException {
        requireDirectory(path); // also because opening a fifo would wait
        long device = self.device;
        long inode = self.inode;
        DirectoryStream<Path> stream = opener.open(path);
        try {
            requireDirectory(path);
            if (self.device != device || self.inode != inode) {
                throw new NoSuchFileException(path.toString());
            }
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        Handle handle = new Handle(path, stream, device, inode);
        int free = handles.indexOf(null);
        if (free < 0) {
            handles.add(handle);
            return handles.size() - 1;
        }
        handles.set(free, handle);
        return free;
    }

    private void requireDirectory(Path path) throws IOException {
        paths.read(path, self);
        if (self.type != EntryStat.DIRECTORY) {
            throw new NotDirectoryException(path.toString());
        }
    }

    @Override
    public void close(int directory) {
        checkOpen();
        Handle handle = directory < handles.size() ? handles.set(directory, null) : null;
        if (handle != null) {
            close(handle);
        }
    }

    private void close(Handle handle) {
        try {
            handle.stream.close();
        } catch (IOException e) {
            failed("closedir", e); // nothing was written, so nothing is lost
        }
    }

    @Override
    protected int listAll(int directory, ListingSink sink) {
        Handle handle = handle(directory);
        int result = check(handle);
        if (result < 0) {
            return result;
        }
        try {
            for (Path entry : handle.stream) {
                handOut(entry, sink);
            }
            return check(handle);
        } catch (DirectoryIteratorException e) {
            return failedIn(handle, "readdir", Objects.requireNonNull(e.getCause()));
        }
    }

    private void handOut(Path entry, ListingSink sink) {
        byte[] path = NativeName.of(entry).toBytes();
        int start = path.length;
        while (path[start - 1] != '/') {
            start--;
        }
        byte[] name = Arrays.copyOfRange(path, start, path.length);
        if (!sink.wants(name, name.length)) {
            return;
        }
        try {
            paths.read(entry, listed);
        } catch (NoSuchFileException e) {
            return; // gone since it was listed
        } catch (IOException e) {
            failed("lstat", e);
            listed.setTypeOnly(EntryStat.OTHER); // listed, but may not be inspected
        }
        sink.entry(name, name.length, listed);
    }

    @Override
    public int inspect(int directory, byte[] name, int length, EntryStat stat) {
        Handle handle = handle(directory);
        try {
            paths.read(child(handle, name, length), stat);
            return check(handle);
        } catch (IOException e) {
            return failedIn(handle, "lstat", e);
        }
    }

    @Override
    public int inspectSelf(int directory, EntryStat stat) {
        Handle handle = handle(directory);
        try {
            paths.read(handle.path, stat);
            return check(handle);
        } catch (IOException e) {
            return failed("lstat", e);
        }
    }

    @Override
    public int contentHash(int directory, byte[] name, int length, BooleanSupplier over) {
        Path file = child(handle(directory), name, length);
        try {
            paths.read(file, self);
            if (self.type != EntryStat.FILE) {
                return 0; // opening a fifo would wait
            }
            return contents.hash(file, over);
        } catch (IOException e) {
            failed("read", e);
            return 0;
        }
    }

    @Override
    public int read(int directory, byte[] name, int length, byte[] target) {
        Path file = child(handle(directory), name, length);
        try {
            paths.read(file, self);
            if (self.type != EntryStat.FILE) {
                return failed("read", new IOException("not a regular file")); // opening a fifo would wait
            }
            return contents.read(file, target);
        } catch (IOException e) {
            return failed("read", e);
        }
    }

    /** Whether a handle's path still leads to its directory. */
    private int check(Handle handle) {
        try {
            paths.read(handle.path, self);
        } catch (IOException e) {
            return failed("lstat", e);
        }
        return self.inode == handle.inode && self.device == handle.device
                ? 0
                : failed("lstat", new NoSuchFileException(handle.path.toString()));
    }

    @Override
    public NativeName watchPath(int directory, Supplier<NativeName> path) {
        return NativeName.of(handle(directory).path);
    }

    @Override
    public boolean watchesByPath() {
        return true;
    }

    @Override
    public long timestampGranularityNanos(int directory) {
        try {
            String type = Files.getFileStore(handle(directory).path).type();
            return COARSE.contains(type.toLowerCase(Locale.ROOT)) ? SECONDS_NANOS : TICK_NANOS;
        } catch (IOException e) {
            return SECONDS_NANOS; // the answer that is never wrong
        }
    }

    @Override
    public WatchException failure(NativeName path) {
        String file = path.toString();
        String symbol = failure.getClass().getSimpleName();
        String reason = failure instanceof FileSystemException e && e.getReason() != null ? e.getReason() : "";
        return switch (meaning) {
            case GONE -> new RootGoneException(file, failedOperation, 0, symbol, "It does not exist (any more).");
            case DENIED -> new AccessRefusedException(file, failedOperation, 0, symbol, "This user may not read it.");
            case NOT_A_DIRECTORY ->
                new UnsupportedWatchException(file, failedOperation, 0, symbol, "It is not a directory.");
            case EXHAUSTED ->
                new WatchLimitException(
                        file, failedOperation, 0, symbol, reason + ". Raise the limit of open files (ulimit -n).");
            default -> new WatchException(file, failedOperation, 0, symbol, reason);
        };
    }

    @Override
    public boolean hasFailedAs(WatchException known) {
        return known.operation().equals(failedOperation)
                && known.symbol().equals(failure.getClass().getSimpleName());
    }

    @Override
    protected void release() {
        for (Handle handle : handles) {
            if (handle != null) {
                close(handle);
            }
        }
    }

    private Handle handle(int directory) {
        checkOpen();
        Handle handle = handles.get(directory);
        if (handle == null) {
            throw new IllegalStateException("no open handle: " + directory);
        }
        return handle;
    }

    private static Path child(Handle handle, byte[] name, int length) {
        return handle.path.resolve(NativeName.of(name, 0, length).toPath());
    }

    /** Remembers what went wrong at an entry of a directory; if the directory is not where it was, that comes first. */
    private int failedIn(Handle handle, String operation, IOException e) {
        int result = check(handle);
        return result < 0 ? result : failed(operation, e);
    }

    /** Remembers what went wrong and translates it into a constant of {@link Scanner}. */
    private int failed(String operation, IOException e) {
        failedOperation = operation;
        failure = e;
        meaning = meaning(e);
        return meaning;
    }

    private static int meaning(IOException e) {
        if (e instanceof NoSuchFileException) {
            return GONE;
        }
        if (e instanceof AccessDeniedException) {
            return DENIED;
        }
        if (e instanceof NotDirectoryException) {
            return NOT_A_DIRECTORY;
        }
        // The JDK gives the rest as the text of strerror(3), which is English unless the system's messages are
        // translated.
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : "";
        if (reason.startsWith("Not a directory") || reason.startsWith("Too many levels of symbolic links")) {
            return NOT_A_DIRECTORY;
        }
        if (reason.startsWith("Too many open files") || reason.startsWith("Cannot allocate memory")) {
            return EXHAUSTED;
        }
        return FAILED;
    }
}
