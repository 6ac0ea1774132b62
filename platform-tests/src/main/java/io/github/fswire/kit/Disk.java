package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Carries out operations below a root, by raw names. */
public final class Disk {
    private static final int RENAMES = 50; // tries
    private static final long MILLIS_5 = 5_000_000;
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);
    private static final int OWNER_WRITES = 0200;
    private static final byte[] BESIDE = {'.', '.', '/'};
    private static final byte[] TILDE = {'~'};

    /** Thrown for what this system has no word for: a name, a kind of entry. */
    public static final class UnknownHere extends IOException {
        private static final long serialVersionUID = 1L;

        private UnknownHere(String message) {
            super(message);
        }
    }

    private final Path root;

    /** A disk whose relative paths begin at {@code root}. */
    public Disk(Path root) {
        this.root = root;
    }

    /**
     * The path of a relative name; one that begins with {@code ../} is beside the root, whether that exists or not.
     *
     * @throws UnknownHere if this system has no such names
     */
    public Path path(NativeName relative) throws UnknownHere {
        try {
            return tryPath(relative);
        } catch (InvalidPathException e) {
            throw new UnknownHere(e.toString());
        }
    }

    private Path tryPath(NativeName relative) {
        byte[] bytes = relative.toBytes();
        if (Arrays.equals(BESIDE, 0, BESIDE.length, bytes, 0, Math.min(BESIDE.length, bytes.length))) {
            NativeName rest = NativeName.of(bytes, BESIDE.length, bytes.length - BESIDE.length);
            return NativeName.of(root.resolveSibling("")).resolve(rest).toPath();
        }
        return relative.length() == 0
                ? root
                : NativeName.of(root).resolve(relative).toPath();
    }

    /**
     * Carries an operation out.
     *
     * @throws IOException if it cannot be done, or not completely
     */
    public void apply(Operation operation) throws IOException {
        Progress.mark();
        try {
            tryTo(operation);
        } catch (InvalidPathException | UnsupportedOperationException e) {
            throw new UnknownHere(e.toString());
        } catch (FileSystemException e) { // of APFS, which has no names but those in UTF-8
            throw "Illegal byte sequence".equals(e.getReason()) ? new UnknownHere(e.toString()) : e;
        }
    }

    private void tryTo(Operation operation) throws IOException {
        Path path = path(operation.path());
        int number = operation.number();
        switch (operation.verb()) {
            case MKDIR -> Files.createDirectories(path);
            case FILL -> fill(path, number);
            case WRITE -> write(path, number, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            case APPEND -> write(path, number, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            case TRUNCATE -> truncate(path, number);
            case RM -> Files.delete(path);
            case RMRF -> removeTree(path);
            case MV -> rename(path, path(operation.paths().get(1)));
            case SWAP -> swap(path, path(operation.paths().get(1)));
            case SAVE -> save(operation.path(), number);
            case LN -> Files.createLink(path(operation.paths().get(1)), path);
            case LNS -> link(path(operation.paths().get(1)), path);
            case CHMOD -> chmod(path, Integer.parseInt(String.valueOf(number), 8));
            case TOUCH_BACK -> touchBack(path, number);
            case SOCKET -> socket(path);
            default -> throw new IllegalArgumentException("not an operation on the disk: " + operation);
        }
    }

    private void fill(Path directory, int files) throws IOException {
        Files.createDirectories(directory);
        for (int i = 0; i < files; i++) {
            Path file = directory.resolve("f" + i);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                write(file, i, StandardOpenOption.CREATE_NEW);
            }
        }
    }

    private void write(Path path, int bytes, StandardOpenOption... how) throws IOException {
        Set<OpenOption> options = new HashSet<>(Arrays.asList(how));
        options.add(StandardOpenOption.WRITE);
        options.add(LinkOption.NOFOLLOW_LINKS);
        try (FileChannel file = FileChannel.open(path, options)) {
            ByteBuffer content = ByteBuffer.allocate(bytes);
            while (content.hasRemaining()) {
                file.write(content);
            }
        }
    }

    private void truncate(Path path, int bytes) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            file.truncate(bytes);
        }
    }

    private void touchBack(Path path, int seconds) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(LONG_AGO.plusSeconds(seconds)), null, null);
    }

    /** Of permissions, Windows has one. */
    private static void chmod(Path path, int mode) throws IOException {
        if (Lane.WINDOWS) {
            Files.setAttribute(path, "dos:readonly", (mode & OWNER_WRITES) == 0);
        } else {
            Files.setAttribute(path, "unix:mode", mode);
        }
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
        if (!Files.isSymbolicLink(link)) {
            throw new UnknownHere("symbolic links, although Wine says that it has made one");
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        if (Lane.WINDOWS
                && Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnknownHere("renaming over a directory");
        }
        for (int left = Lane.WINDOWS ? RENAMES : 0; !hasMoved(from, to, left); left--) {
            LockSupport.parkNanos(MILLIS_5);
        }
    }

    /** On Windows a directory cannot be renamed while something below it is open, because it is being inspected. */
    private static boolean hasMoved(Path from, Path to, int left) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (AccessDeniedException e) {
            if (left == 0 || !Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return false;
        } catch (FileSystemException e) {
            if (Lane.WINDOWS && isSocket(from)) {
                throw new UnknownHere("renaming a socket: " + e.getMessage());
            }
            throw e;
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
    }

    private void swap(Path a, Path b) throws IOException {
        Path between = beside(NativeName.of(a)).toPath();
        rename(a, between);
        rename(b, a);
        rename(between, b);
    }

    private void save(NativeName name, int bytes) throws IOException {
        Path part = path(beside(name));
        write(part, bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        rename(part, path(name));
    }

    private static NativeName beside(NativeName name) {
        byte[] bytes = Arrays.copyOf(name.toBytes(), name.length() + TILDE.length);
        System.arraycopy(TILDE, 0, bytes, name.length(), TILDE.length);
        return NativeName.of(bytes);
    }

    private static void socket(Path path) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path)); // the entry stays when the socket is closed
        }
    }

    /** Removes a directory with everything below it, or whatever else is there; links are removed, not followed. */
    public static void removeTree(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    removeTree(child);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        Files.delete(path);
    }
}
