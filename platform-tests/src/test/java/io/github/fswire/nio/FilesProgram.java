package io.github.fswire.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Stream;

/** What programs do with files, whatever the default provider is. */
final class FilesProgram {
    private FilesProgram() {}

    /** Runs in an empty directory; {@code provider} is the class of the default provider, empty for the JDK's own. */
    static void run(Path root, String provider) throws Exception {
        contents(root);
        directories(Files.createDirectory(root.resolve("directories")));
        attributes(root);
        links(root);
        copies(root);
        temporary(root);
        classLoading(root);
        contentTypes(provider);
    }

    private static void contents(Path root) throws Exception {
        Path file = root.resolve("file");
        assertThat(Files.writeString(file, "one\ntwo\n")).isSameAs(file);
        assertThat(Files.readString(file)).isEqualTo("one\ntwo\n");
        assertThat(Files.readAllLines(file)).containsExactly("one", "two");
        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines).containsExactly("one", "two");
        }
        try (OutputStream output = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            output.write('3');
        }
        try (InputStream input = Files.newInputStream(file)) {
            assertThat(input.readAllBytes()).endsWith('\n', '3');
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(channel.map(FileChannel.MapMode.READ_ONLY, 0, 3).get(0)).isEqualTo((byte) 'o');
        }
        try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file)) {
            assertThat(channel.read(ByteBuffer.allocate(3), 0).get()).isEqualTo(3);
        }
        try (Scanner scanner = new Scanner(file, StandardCharsets.UTF_8)) {
            assertThat(scanner.next()).isEqualTo("one");
        }
        assertThat(Files.mismatch(file, Files.copy(file, root.resolve("same")))).isEqualTo(-1);
        assertThat(Files.size(file)).isEqualTo(9);
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> Files.createFile(file));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Files.readString(root.resolve("missing")))
                .withMessage(root.resolve("missing").toString());
    }

    private static void directories(Path root) throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        Files.createFile(root.resolve("a/b/f"));
        try (Stream<Path> walk = Files.walk(root)) {
            assertThat(walk)
                    .containsExactlyInAnyOrder(root, root.resolve("a"), root.resolve("a/b"), root.resolve("a/b/f"));
        }
        try (Stream<Path> found = Files.find(root, 9, (path, attributes) -> attributes.isRegularFile())) {
            assertThat(found).containsExactly(root.resolve("a/b/f"));
        }
        try (Stream<Path> list = Files.list(root)) {
            assertThat(list).containsExactly(root.resolve("a"));
        }
        try (DirectoryStream<Path> none = Files.newDirectoryStream(root, "*.x");
                DirectoryStream<Path> one = Files.newDirectoryStream(root, path -> path.endsWith("a"))) {
            assertThat(none).isEmpty();
            assertThat(one).containsExactly(root.resolve("a"));
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                secure(root, secure);
            }
        }
        List<Path> visited = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                visited.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(visited).containsExactly(root.resolve("a/b/f"));
    }

    private static void secure(Path root, SecureDirectoryStream<Path> stream) throws Exception {
        assertThat(stream.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .isDirectory())
                .isTrue();
        assertThat(stream.getFileAttributeView(Path.of("a"), BasicFileAttributeView.class)
                        .readAttributes()
                        .isDirectory())
                .isTrue();
        try (SecureDirectoryStream<Path> inner = stream.newDirectoryStream(Path.of("a"))) {
            stream.newByteChannel(Path.of("n"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                    .close();
            stream.move(Path.of("n"), inner, Path.of("m"));
            assertThat(root.resolve("a/m")).exists();
            inner.deleteFile(Path.of("m"));
            assertThat(inner).containsExactly(root.resolve("a/b"));
        }
    }

    private static void attributes(Path root) throws Exception {
        Path file = Files.createFile(root.resolve("attributes"));
        Path missing = root.resolve("missing");
        assertThat(Files.exists(file)).isTrue();
        assertThat(Files.exists(missing)).isFalse();
        assertThat(Files.notExists(missing)).isTrue();
        assertThat(Files.isDirectory(root)).isTrue();
        assertThat(Files.isDirectory(missing)).isFalse();
        assertThat(Files.isRegularFile(file)).isTrue();
        assertThat(Files.isReadable(file)).isTrue();
        assertThat(Files.isSameFile(
                        file, root.resolve("..").resolve(root.getFileName()).resolve("attributes")))
                .isTrue();
        assertThat(Files.isSameFile(file, Path.of(file.toString()))).isTrue();
        assertThat(Files.isHidden(file)).isFalse();
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        assertThat(Files.readAttributes(file, "lastModifiedTime")).containsEntry("lastModifiedTime", time);
        assertThat(Files.getAttribute(file, "size")).isEqualTo(0L);
        assertThat(Files.getFileStore(file).getTotalSpace()).isPositive();
        assertThat(Files.getOwner(file)).isNotNull();
    }

    private static void links(Path root) throws Exception {
        Path target = Files.createDirectory(root.resolve("target"));
        if (File.separatorChar == '/') {
            Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("target"));
            assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("target"));
            assertThat(Files.isSymbolicLink(link)).isTrue();
            assertThat(link.toRealPath()).isEqualTo(target.toRealPath());
            assertThat(link.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName()).hasToString("link");
        }
        Path file = Files.createFile(root.resolve("first name"));
        assertThat(Files.isSameFile(file, Files.createLink(root.resolve("second name"), file)))
                .isTrue();
    }

    private static void copies(Path root) throws Exception {
        Path file = Files.writeString(root.resolve("original"), "content");
        Path copy = Files.copy(file, root.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(copy).hasContent("content");
        Files.move(copy, root.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(Files.deleteIfExists(copy)).isFalse();
        Files.delete(root.resolve("moved"));
        try (InputStream input = Files.newInputStream(file)) {
            assertThat(Files.copy(input, copy, StandardCopyOption.REPLACE_EXISTING))
                    .isEqualTo(7);
        }
    }

    private static void temporary(Path root) throws Exception {
        Path directory = Files.createTempDirectory(root, "temporary");
        assertThat(Files.createTempFile(directory, "a", ".b").getParent()).isEqualTo(directory);
        Path other = Files.createTempFile("fswire", null);
        assertThat(Files.deleteIfExists(other)).isTrue();
    }

    private static void classLoading(Path root) throws Exception {
        Path resource = Files.writeString(root.resolve("resource.txt"), "loaded");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
                InputStream input = loader.getResourceAsStream("resource.txt")) {
            assertThat(input).isNotNull();
            assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(Files.readString(resource));
        }
        assertThat(FilesProgram.class.getResourceAsStream("FilesProgram.class")).isNotNull();
    }

    /** Java 17 casts its default provider, so that it has no detector with any other one. */
    private static void contentTypes(String provider) throws Exception {
        if (provider.isEmpty() || Runtime.version().feature() > 17) {
            assertThat(Files.probeContentType(Path.of("page.html"))).isEqualTo("text/html");
        }
    }
}
