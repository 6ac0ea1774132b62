package io.github.fswire.nio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A default file system provider whose watch service is a {@link FswireWatchService}; everything else is done by the JDK's own.
 * A program that was not written for this library uses it by one flag:
 *
 * <pre>java -Djava.nio.file.spi.DefaultFileSystemProvider=io.github.fswire.nio.FswireFileSystemProvider ...</pre>
 *
 * <p>Paths of the default file system are then of a class of this package. They are equal to each other only, as paths of any
 * provider are; methods of the provider take the JDK's own paths too. {@link java.net.UnixDomainSocketAddress#of(Path)} refuses the
 * paths of every default file system that is not the JDK's own.
 */
public final class FswireFileSystemProvider extends FileSystemProvider {
    private final FileSystemProvider real;
    private final WrappedFileSystem fileSystem;

    /**
     * Called by the JDK at its start.
     *
     * @param real the JDK's own provider
     */
    @SuppressWarnings("this-escape") // nothing uses it yet
    public FswireFileSystemProvider(FileSystemProvider real) {
        this.real = Objects.requireNonNull(real, "real");
        this.fileSystem = new WrappedFileSystem(this, real.getFileSystem(URI.create("file:///")));
    }

    private Path unwrap(Path path) {
        return fileSystem.unwrap(path);
    }

    @Override
    public String getScheme() {
        return real.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
        return real.newFileSystem(uri, env); // which refuses it
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        real.getFileSystem(uri); // checks it
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return fileSystem.wrap(real.getPath(uri));
    }

    @Override
    public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
        return real.newInputStream(unwrap(path), options);
    }

    @Override
    public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
        return real.newOutputStream(unwrap(path), options);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return real.newFileChannel(unwrap(path), options, attributes);
    }

    @Override
    public AsynchronousFileChannel newAsynchronousFileChannel(
            Path path,
            Set<? extends OpenOption> options,
            @Nullable ExecutorService executor,
            FileAttribute<?>... attributes)
            throws IOException {
        return real.newAsynchronousFileChannel(unwrap(path), options, executor, attributes);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return real.newByteChannel(unwrap(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        return WrappedDirectoryStream.of(
                fileSystem, real.newDirectoryStream(unwrap(directory), fileSystem.unwrapping(filter)));
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        real.createDirectory(unwrap(directory), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        real.createSymbolicLink(unwrap(link), unwrap(target), attributes);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        real.createLink(unwrap(link), unwrap(existing));
    }

    @Override
    public void delete(Path path) throws IOException {
        real.delete(unwrap(path));
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        return real.deleteIfExists(unwrap(path));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return fileSystem.wrap(real.readSymbolicLink(unwrap(link)));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        real.copy(unwrap(source), unwrap(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        real.move(unwrap(source), unwrap(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return real.isSameFile(unwrap(path), fileSystem.unwrapIfOurs(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(unwrap(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(unwrap(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(unwrap(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(unwrap(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(unwrap(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(unwrap(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(unwrap(path), attribute, value, options);
    }

    /**
     * Whether a file exists. Overrides a method of Java 20.
     *
     * @param path the file
     * @param options whether links are followed
     * @return true if it exists
     */
    @SuppressWarnings("MissingOverride") // there is none before
    public boolean exists(Path path, LinkOption... options) {
        return NewerMethods.exists(real, unwrap(path), options);
    }

    /**
     * Reads the attributes of a file that may be missing. Overrides a method of Java 20.
     *
     * @param <A> the type of the attributes
     * @param path the file
     * @param type that type
     * @param options whether links are followed
     * @return the attributes, null if the file does not exist
     * @throws IOException if they cannot be read
     */
    @SuppressWarnings("MissingOverride") // there is none before
    public <A extends BasicFileAttributes> @Nullable A readAttributesIfExists(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        return NewerMethods.readAttributesIfExists(real, unwrap(path), type, options);
    }
}
