package io.github.fswire.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.fswire.RawBackends;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The copy of the library for Java 21 differs from what is shipped in one folder's name and one number. */
@Tag("once")
class PreviewJarIT {
    private static final String BINDINGS = "io/github/fswire/calls/Bindings.class";

    @TempDir
    Path directory;

    private Path library;

    @BeforeEach
    void findTheLibrary() throws URISyntaxException, IOException {
        library = Path.of(RawBackends.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assumeFalse(names(library).contains(PreviewJar.PREVIEW + BINDINGS), "the library of this lane is the copy");
    }

    @Test
    void theCopyHasTheSameEntriesInTheSameOrder() throws IOException {
        List<String> expected = names(library);
        expected.replaceAll(name -> name.replaceFirst("^" + PreviewJar.SHIPPED, PreviewJar.PREVIEW));
        assertThat(names(copy())).isEqualTo(expected);
    }

    @Test
    void onlyTheVersionsOfVersionedClassesDiffer() throws IOException {
        try (ZipFile shipped = new ZipFile(library.toFile());
                ZipFile copied = new ZipFile(copy().toFile())) {
            for (ZipEntry entry : shipped.stream().toList()) {
                String name = entry.getName();
                byte[] expected = bytes(shipped, name);
                boolean versioned = name.startsWith(PreviewJar.SHIPPED);
                if (name.endsWith(".class")) {
                    assertThat(version(expected)).as(name).containsExactly(0, 0, 0, versioned ? 66 : 61);
                    if (versioned) {
                        System.arraycopy(new byte[] {-1, -1, 0, 65}, 0, expected, 4, 4);
                    }
                }
                String copiedName = versioned ? name.replace(PreviewJar.SHIPPED, PreviewJar.PREVIEW) : name;
                assertThat(bytes(copied, copiedName)).as(name).isEqualTo(expected);
            }
        }
    }

    @Test
    void theShippedLibraryIsNotChanged() throws IOException {
        byte[] before = Files.readAllBytes(library);
        copy();
        assertThat(Files.readAllBytes(library)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"17, ''", "20, ''", "21, META-INF/versions/21/"})
    void javaTwentyOneTakesTheClassesForJavaTwentyTwo(String release, String folder) throws IOException {
        Runtime.Version version = Runtime.Version.parse(release);
        try (JarFile jar = new JarFile(copy().toFile(), false, ZipFile.OPEN_READ, version)) {
            assertThat(jar.isMultiRelease()).isTrue();
            assertThat(jar.getJarEntry(BINDINGS).getRealName()).isEqualTo(folder + BINDINGS);
        }
    }

    @Test
    void anExistingFileIsReplaced() throws IOException {
        Path target = Files.write(directory.resolve("copy.jar"), new byte[1 << 20]);
        PreviewJar.copy(library, target);
        assertThat(names(target)).hasSameSizeAs(names(library));
    }

    @Test
    void aLibraryWithoutClassesForJavaTwentyTwoIsRefused() throws IOException {
        Path other = jar("io/github/fswire/A.class", new byte[] {0, 0, 0, 0, 0, 0, 0, 61});
        assertThatIOException()
                .isThrownBy(() -> PreviewJar.copy(other, directory.resolve("copy.jar")))
                .withMessageContaining("no classes below META-INF/versions/22");
    }

    @Test
    void classesOfANewerJavaAreRefused() throws IOException {
        Path other = jar(PreviewJar.SHIPPED + "A.class", new byte[] {0, 0, 0, 0, 0, 0, 0, 67});
        assertThatIOException()
                .isThrownBy(() -> PreviewJar.copy(other, directory.resolve("copy.jar")))
                .withMessage("META-INF/versions/22/A.class is not a class file of Java 22");
    }

    private Path copy() throws IOException {
        return PreviewJar.copy(library, directory.resolve("copy.jar"));
    }

    private Path jar(String name, byte[] content) throws IOException {
        Path jar = directory.resolve("other.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
        }
        return jar;
    }

    private static List<String> names(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return new ArrayList<>(file.stream().map(ZipEntry::getName).toList());
        }
    }

    private static byte[] bytes(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static byte[] version(byte[] file) {
        return Arrays.copyOfRange(file, 4, 8); // u2 minor_version, u2 major_version
    }
}
