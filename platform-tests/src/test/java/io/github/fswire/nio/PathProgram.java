package io.github.fswire.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What programs do with paths, whatever the default provider is. */
final class PathProgram {
    private PathProgram() {}

    /** Runs in an empty directory; {@code provider} is the class of the default provider, empty for the JDK's own. */
    static void run(Path root, String provider) throws Exception {
        theProviderIs(provider);
        names(root);
        comparisons(root);
        conversions(root);
        otherFileSystems(root);
    }

    private static void theProviderIs(String expected) {
        FileSystem fileSystem = FileSystems.getDefault();
        String name = fileSystem.provider().getClass().getName();
        assertThat(name).matches(expected.isEmpty() ? "sun\\.nio\\..*" : expected.replace(".", "\\."));
        assertThat(FileSystemProvider.installedProviders().get(0)).isSameAs(fileSystem.provider());
        assertThat(FileSystems.getFileSystem(URI.create("file:///"))).isSameAs(fileSystem);
        assertThat(fileSystem.provider().getScheme()).isEqualTo("file");
        assertThat(fileSystem.isOpen()).isTrue();
        assertThat(fileSystem.isReadOnly()).isFalse();
        assertThat(fileSystem.getSeparator()).isEqualTo(File.separator);
        assertThat(fileSystem.getRootDirectories()).isNotEmpty().allMatch(Path::isAbsolute);
        assertThat(fileSystem.getFileStores()).isNotEmpty();
        assertThat(fileSystem.supportedFileAttributeViews()).contains("basic");
        assertThat(fileSystem.getUserPrincipalLookupService()).isNotNull();
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(fileSystem::close);
    }

    private static void names(Path root) {
        Path path = root.resolve("a").resolve(Path.of("b", "c.txt"));
        assertThat(path.getFileName()).hasToString("c.txt").isEqualTo(Path.of("c.txt"));
        assertThat(path.getParent()).isEqualTo(root.resolve("a/b"));
        assertThat(path.getNameCount()).isEqualTo(root.getNameCount() + 3);
        assertThat(path.getName(path.getNameCount() - 2)).hasToString("b");
        assertThat(path.subpath(path.getNameCount() - 2, path.getNameCount())).isEqualTo(Path.of("b/c.txt"));
        assertThat(path.resolveSibling("d")).isEqualTo(root.resolve("a/b/d"));
        assertThat(path.resolveSibling(Path.of("d"))).isEqualTo(root.resolve("a/b/d"));
        assertThat(root.relativize(path)).isEqualTo(Path.of("a/b/c.txt"));
        assertThat(root.resolve("x/../y/.").normalize()).isEqualTo(root.resolve("y"));
        assertThat(root.resolve("")).isEqualTo(root);
        assertThat(root.resolve(path)).isEqualTo(path);
        assertThat(Path.of("relative").isAbsolute()).isFalse();
        assertThat(Path.of("relative").getParent()).isNull();
        assertThat(Path.of("relative").getRoot()).isNull();
        assertThat(Path.of("relative").toAbsolutePath().isAbsolute()).isTrue();
        assertThat(root.getRoot().getFileName()).isNull();
        List<String> names = new ArrayList<>();
        Path.of("a/b/c").forEach(name -> names.add(name.toString()));
        assertThat(names).containsExactly("a", "b", "c");
        assertThatExceptionOfType(InvalidPathException.class).isThrownBy(() -> Path.of("a\0b"));
    }

    private static void comparisons(Path root) {
        Path path = root.resolve("a/b");
        assertThat(path).isEqualTo(Path.of(path.toString())).hasSameHashCodeAs(Path.of(path.toString()));
        assertThat(path.startsWith(root)).isTrue();
        assertThat(path.startsWith(root.toString())).isTrue();
        assertThat(path.endsWith(Path.of("a/b"))).isTrue();
        assertThat(path.endsWith("b")).isTrue();
        assertThat(new TreeSet<>(List.of(Path.of("b"), Path.of("a"), Path.of("a"))))
                .containsExactly(Path.of("a"), Path.of("b"));
        assertThat(path.getFileSystem().getPathMatcher("glob:**/b").matches(path))
                .isTrue();
        assertThat(path.getFileSystem().getPathMatcher("regex:.*c").matches(path))
                .isFalse();
        assertThatThrownBy(() -> path.resolve((Path) null)).isInstanceOf(NullPointerException.class);
    }

    private static void conversions(Path root) throws Exception {
        Path path = root.resolve("with space \u00e9");
        assertThat(Path.of(path.toUri())).isEqualTo(path);
        assertThat(path.toFile()).isEqualTo(new File(path.toString()));
        assertThat(path.toFile().toPath()).isEqualTo(path);
        assertThat(root.toRealPath().toRealPath()).isEqualTo(root.toRealPath());
        assertThat(Path.of(PathProgram.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()))
                .exists();
    }

    private static void otherFileSystems(Path root) throws Exception {
        Path zip = root.resolve("archive.zip");
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.writeString(archive.getPath("entry"), "content");
            Path copied = Files.copy(archive.getPath("entry"), root.resolve("copied"));
            assertThat(copied).hasContent("content");
            Files.move(copied, archive.getPath("moved"));
            assertThat(archive.getPath("moved")).hasContent("content");
            assertThatExceptionOfType(ProviderMismatchException.class)
                    .isThrownBy(() -> root.resolve(archive.getPath("entry")));
            assertThat(root.startsWith(archive.getPath("/"))).isFalse();
            assertThat(root).isNotEqualTo(archive.getPath(root.toString()));
            PathMatcher names = FileSystems.getDefault().getPathMatcher("glob:*.zip");
            assertThat(names.matches(archive.getPath("inner.zip"))).isTrue();
            Path inner = archive.getPath("inner.zip");
            Files.copy(zip, inner);
            try (FileSystem within = FileSystems.newFileSystem(inner)) {
                assertThat(within.isOpen()).isTrue();
            }
        }
        try (FileSystem archive = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
            assertThat(archive.getPath("entry")).hasContent("content");
        }
        assertThat(Path.of(URI.create("jrt:/java.base/java/lang/Object.class"))).exists();
    }
}
