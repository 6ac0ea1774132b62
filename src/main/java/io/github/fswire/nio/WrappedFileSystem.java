package io.github.fswire.nio;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;

/** The JDK's default file system with our paths and watch service. */
final class WrappedFileSystem extends FileSystem {
    private final FswireFileSystemProvider provider;
    private final FileSystem real;

    WrappedFileSystem(FswireFileSystemProvider provider, FileSystem real) {
        this.provider = provider;
        this.real = real;
    }

    /** Our path. The JDK's provider makes it itself where it goes through {@link java.io.File}, as for {@code file:/} without a host. */
    Path wrap(Path path) {
        return path instanceof WrappedPath ? path : new WrappedPath(this, path);
    }

    Iterator<Path> wrap(Iterator<Path> paths) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return paths.hasNext();
            }

            @Override
            public Path next() {
                return wrap(paths.next());
            }

            @Override
            public void remove() {
                paths.remove();
            }
        };
    }

    /** The JDK's path; its own are taken as they are. */
    Path unwrap(Path path) {
        if (path instanceof WrappedPath wrapped) {
            return wrapped.real();
        }
        if (path.getFileSystem() == real) { // throws for null
            return path;
        }
        throw new ProviderMismatchException("Not a path of the default file system: " + path);
    }

    /** The same; paths of other providers stay as they are. */
    Path unwrapIfOurs(Path path) {
        return path instanceof WrappedPath wrapped ? wrapped.real() : path;
    }

    DirectoryStream.Filter<Path> unwrapping(DirectoryStream.Filter<? super Path> filter) {
        Objects.requireNonNull(filter, "filter");
        return path -> filter.accept(wrap(path));
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() throws IOException {
        real.close(); // which refuses it
    }

    @Override
    public boolean isOpen() {
        return real.isOpen();
    }

    @Override
    public boolean isReadOnly() {
        return real.isReadOnly();
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return () -> wrap(real.getRootDirectories().iterator());
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
        return path -> matcher.matches(unwrapIfOurs(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
        try {
            return FswireWatchService.open(WatchServiceOptions.ofProperties());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return real.toString();
    }
}
