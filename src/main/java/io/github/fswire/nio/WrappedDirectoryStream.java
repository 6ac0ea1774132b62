package io.github.fswire.nio;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream of the JDK that hands out our paths. */
class WrappedDirectoryStream implements DirectoryStream<Path> {
    final WrappedFileSystem fileSystem;
    private final DirectoryStream<Path> real;

    private WrappedDirectoryStream(WrappedFileSystem fileSystem, DirectoryStream<Path> real) {
        this.fileSystem = fileSystem;
        this.real = real;
    }

    /** A stream that is secure if the JDK's is. */
    static DirectoryStream<Path> of(WrappedFileSystem fileSystem, DirectoryStream<Path> real) {
        return real instanceof SecureDirectoryStream<Path> secure
                ? new Secure(fileSystem, secure)
                : new WrappedDirectoryStream(fileSystem, real);
    }

    @Override
    public Iterator<Path> iterator() {
        return fileSystem.wrap(real.iterator());
    }

    @Override
    public void close() throws IOException {
        real.close();
    }

    /** One that works by the open directory, whatever its path is by then. */
    private static final class Secure extends WrappedDirectoryStream implements SecureDirectoryStream<Path> {
        private final SecureDirectoryStream<Path> real;

        Secure(WrappedFileSystem fileSystem, SecureDirectoryStream<Path> real) {
            super(fileSystem, real);
            this.real = real;
        }

        @Override
        public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options) throws IOException {
            return new Secure(fileSystem, real.newDirectoryStream(fileSystem.unwrap(path), options));
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return real.newByteChannel(fileSystem.unwrap(path), options, attributes);
        }

        @Override
        public void deleteFile(Path path) throws IOException {
            real.deleteFile(fileSystem.unwrap(path));
        }

        @Override
        public void deleteDirectory(Path path) throws IOException {
            real.deleteDirectory(fileSystem.unwrap(path));
        }

        @Override
        public void move(Path source, SecureDirectoryStream<Path> directory, Path target) throws IOException {
            if (!(Objects.requireNonNull(directory, "directory") instanceof Secure other)) {
                throw new ProviderMismatchException("Not a stream of the default file system: " + directory);
            }
            real.move(fileSystem.unwrap(source), other.real, fileSystem.unwrap(target));
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
            return real.getFileAttributeView(type);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return real.getFileAttributeView(fileSystem.unwrap(path), type, options);
        }
    }
}
