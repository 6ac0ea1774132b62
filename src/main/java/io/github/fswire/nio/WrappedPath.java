package io.github.fswire.nio;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of the JDK's default file system that registers with our watch service. Immutable. */
final class WrappedPath implements Path {
    private final WrappedFileSystem fileSystem;
    private final Path real;

    WrappedPath(WrappedFileSystem fileSystem, Path real) {
        this.fileSystem = fileSystem;
        this.real = real;
    }

    Path real() {
        return real;
    }

    private Path wrap(Path path) {
        return path == real ? this : fileSystem.wrap(path);
    }

    private @Nullable Path wrapOrNull(@Nullable Path path) {
        return path == null ? null : wrap(path);
    }

    @Override
    public FileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return real.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return wrapOrNull(real.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return wrapOrNull(real.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return wrapOrNull(real.getParent());
    }

    @Override
    public int getNameCount() {
        return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return wrap(real.getName(index));
    }

    @Override
    public Path subpath(int begin, int end) {
        return wrap(real.subpath(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
        return real.startsWith(fileSystem.unwrapIfOurs(other));
    }

    @Override
    public boolean startsWith(String other) {
        return real.startsWith(other);
    }

    @Override
    public boolean endsWith(Path other) {
        return real.endsWith(fileSystem.unwrapIfOurs(other));
    }

    @Override
    public boolean endsWith(String other) {
        return real.endsWith(other);
    }

    @Override
    public Path normalize() {
        return wrap(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return wrap(real.resolve(fileSystem.unwrap(other)));
    }

    @Override
    public Path resolve(String other) {
        return wrap(real.resolve(other));
    }

    @Override
    public Path resolveSibling(Path other) {
        return wrap(real.resolveSibling(fileSystem.unwrap(other)));
    }

    @Override
    public Path resolveSibling(String other) {
        return wrap(real.resolveSibling(other));
    }

    @Override
    public Path relativize(Path other) {
        return wrap(real.relativize(fileSystem.unwrap(other)));
    }

    @Override
    public URI toUri() {
        return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return wrap(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return wrap(real.toRealPath(options));
    }

    /** The JDK's own path refuses it while its file system is not the default one. */
    @Override
    public File toFile() {
        return new File(real.toString());
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
            throws IOException {
        return FswireWatchService.register(this, watcher, kinds, modifiers);
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>... kinds) throws IOException {
        return register(watcher, kinds, new WatchEvent.Modifier[0]);
    }

    @Override
    public int compareTo(Path other) {
        return real.compareTo(((WrappedPath) other).real);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WrappedPath path && real.equals(path.real);
    }

    @Override
    public int hashCode() {
        return real.hashCode();
    }

    @Override
    public String toString() {
        return real.toString();
    }
}
