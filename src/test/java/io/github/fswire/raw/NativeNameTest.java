package io.github.fswire.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeNameTest {
    private static final String NOT_EVERYWHERE = "names that are not UTF-8 cannot be made elsewhere";

    static List<byte[]> names() {
        byte[] everything = new byte[255];
        int length = 0;
        for (int b = 1; b < 256; b++) {
            if (b != '/') {
                everything[length++] = (byte) b;
            }
        }
        List<byte[]> names = new ArrayList<>();
        names.add(NativeName.of(everything, 0, length).toBytes());
        for (String text :
                List.of("a", "with space", "new\nline", "tab\t", "100%", "a%41", "q?x", "h#x", "~", "c:x", "a\\b")) {
            names.add(text.getBytes(StandardCharsets.UTF_8));
        }
        for (String text :
                List.of("\u00e9", "e\u0301", "\u65e5\u672c", "\ud83d\ude00", "\uFFFD", "...", ".hidden", "-rf", "*")) {
            names.add(text.getBytes(StandardCharsets.UTF_8));
        }
        names.add(bytes(0xFF));
        names.add(bytes('a', 0xC3)); // a sequence cut short
        names.add(bytes(0xC0, 0xAF)); // an overlong slash
        names.add(bytes(0xED, 0xA0, 0x80)); // half a surrogate pair
        names.add(bytes(0xEF, 0xBF, 0xBD, 0x80));
        return names;
    }

    @ParameterizedTest
    @MethodSource("names")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pathsKeepEveryByte(byte[] bytes) {
        NativeName name = NativeName.of(bytes);

        Path relative = name.toPath();
        assertThat(relative.isAbsolute()).isFalse();
        assertThat(relative.getNameCount()).isEqualTo(1);

        NativeName absolute = NativeName.of("/no such directory").resolve(name);
        assertThat(absolute.toPath().getNameCount()).isEqualTo(2);
        assertThat(NativeName.of(absolute.toPath())).isEqualTo(absolute);
        assertThat(absolute.toPath().getFileName()).isEqualTo(relative);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void randomPathsKeepEveryByte(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int pass = 0; pass < 2000; pass++) {
            byte[] bytes = new byte[2 + random.nextInt(20)];
            bytes[0] = '/';
            for (int i = 1; i < bytes.length; i++) {
                byte b = (byte) random.nextInt(1, 256);
                boolean badSlash = b == '/' && (bytes[i - 1] == '/' || i == bytes.length - 1);
                bytes[i] = badSlash ? (byte) 0xAF : b;
            }
            NativeName name = NativeName.of(bytes);
            assertThat(NativeName.of(name.toPath())).isEqualTo(name);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = NOT_EVERYWHERE)
    void filesAreFoundUnderEveryName(@TempDir Path directory) throws IOException {
        Set<NativeName> made = make(directory);

        assertThat(AsciiLocale.list(directory)).isEqualTo(made);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = NOT_EVERYWHERE)
    void filesAreFoundUnderEveryNameInAnAsciiLocale(@TempDir Path directory) throws Exception {
        List<String> expected = make(directory).stream().map(AsciiLocale::hex).toList();

        List<String> lines = runInAsciiLocale(directory);

        assertThat(lines.remove(0)).isNotEqualTo("UTF-8");
        assertThat(lines).isEqualTo(expected);
    }

    @Test
    void pathsThatCannotExistAreRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> NativeName.of(bytes('a', 0, 'b')).toPath());
    }

    @Test
    void pathsOfOtherFileSystemsAreRefused(@TempDir Path directory) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> NativeName.of(zip.getPath("/a")));
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void relativePathsBecomeAbsolute() {
        assertThat(NativeName.of(Path.of("a")).toPath()).isEqualTo(Path.of("a").toAbsolutePath());
        assertThat(NativeName.of(Path.of("")).toPath()).isEqualTo(Path.of("").toAbsolutePath());
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void dotsAreKept() {
        for (String text : List.of(".", "..", "../a", "a/../\u00e9", "./ ", "/..", "/a/./ b")) {
            assertThat(NativeName.of(text).toPath()).hasToString(text);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void slashesAreNotKept() {
        assertThat(NativeName.of("//a//b/").toPath()).hasToString("/a/b");
        assertThat(NativeName.of("//a b//c/").toPath()).hasToString("/a b/c");
        assertThat(NativeName.of("a b//c/").toPath()).hasToString("a b/c");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = NOT_EVERYWHERE)
    void aDirectoryHasNoTrailingSlash(@TempDir Path directory) throws IOException {
        Path child = Files.createDirectory(
                directory.resolve(NativeName.of(bytes(0xFF)).toPath()));

        assertThat(NativeName.of(child)).isEqualTo(NativeName.of(directory).resolve(NativeName.of(bytes(0xFF))));
        assertThat(NativeName.of(Path.of("/"))).isEqualTo(NativeName.of("/"));
    }

    @Test
    void theEmptyNameIsTheDirectoryItself() {
        NativeName empty = NativeName.of();
        NativeName parent = NativeName.of("/a");

        assertThat(empty.length()).isZero();
        assertThat(empty).isEqualTo(NativeName.of("")).hasToString("");
        assertThat(empty.isUtf8()).isTrue();
        assertThat(empty.toPath()).isEqualTo(Path.of(""));
        assertThat(parent.resolve(empty)).isEqualTo(parent);
        assertThat(empty.resolve(parent)).isEqualTo(parent);
    }

    @Test
    void resolveAddsOneSlash() {
        assertThat(NativeName.of("/").resolve(NativeName.of("a"))).isEqualTo(NativeName.of("/a"));
        assertThat(NativeName.of("/a").resolve(NativeName.of("b"))).isEqualTo(NativeName.of("/a/b"));
        assertThat(NativeName.of("a/").resolve(NativeName.of("b"))).isEqualTo(NativeName.of("a/b"));
    }

    @Test
    void textIsExactForUtf8() {
        for (String text : List.of("a", "\u00e9", "\ud83d\ude00", "\uFFFD", "a\\xFF")) {
            assertThat(NativeName.of(text)).hasToString(text);
            assertThat(NativeName.of(text).isUtf8()).isTrue();
        }
    }

    @Test
    void textShowsEveryByteThatIsNotUtf8() {
        assertThat(NativeName.of(bytes(0xFF))).hasToString("\\xFF");
        assertThat(NativeName.of(bytes('a', 0xC3))).hasToString("a\\xC3");
        assertThat(NativeName.of(bytes(0xC3, 'a'))).hasToString("\\xC3a");
        assertThat(NativeName.of(bytes(0xC3, 0xA9, 0x80, 0xC3, 0xA9))).hasToString("\u00e9\\x80\u00e9");
        assertThat(NativeName.of(bytes(0xC0, 0xAF))).hasToString("\\xC0\\xAF");
        assertThat(NativeName.of(bytes(0xED, 0xA0, 0x80))).hasToString("\\xED\\xA0\\x80");
        assertThat(NativeName.of(bytes(0xEF, 0xBF, 0xBD, 0xF0, 0x9F))).hasToString("\uFFFD\\xF0\\x9F");
        assertThat(NativeName.of(bytes(0xFF)).isUtf8()).isFalse();
        assertThat(NativeName.of(bytes(0xED, 0xA0, 0x80)).isUtf8()).isFalse();
    }

    @Test
    void orderAndEqualityAreThoseOfTheBytes() {
        NativeName low = NativeName.of(bytes('a'));
        NativeName high = NativeName.of(bytes(0xFF));

        assertThat(low).isLessThan(high).isNotEqualTo(high);
        assertThat(NativeName.of("a\u00e9")).isNotEqualTo(NativeName.of("ae\u0301"));
        assertThat(NativeName.of(bytes('x', 'a', 'y'), 1, 1)).isEqualTo(low).hasSameHashCodeAs(low);
    }

    @Test
    void bytesAreCopied() {
        byte[] bytes = bytes('a', 'b');
        NativeName name = NativeName.of(bytes);
        bytes[0] = 'x';
        name.toBytes()[1] = 'x';
        byte[] target = new byte[3];

        assertThat(name.copyTo(target, 1)).isEqualTo(2);
        assertThat(target).containsExactly(0, 'a', 'b');
        assertThat(name.byteAt(1)).isEqualTo((byte) 'b');
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> name.copyTo(target, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> name.byteAt(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> NativeName.of(target, 2, 2));
    }

    private static Set<NativeName> make(Path directory) throws IOException {
        Set<NativeName> made = new TreeSet<>();
        for (byte[] bytes : names()) {
            Files.createFile(directory.resolve(NativeName.of(bytes).toPath()));
            made.add(NativeName.of(directory).resolve(NativeName.of(bytes)));
        }
        return made;
    }

    private static List<String> runInAsciiLocale(Path directory) throws Exception {
        String classPath = location(NativeName.class) + File.pathSeparator + location(AsciiLocale.class);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(java, "-cp", classPath, AsciiLocale.class.getName(), directory.toString());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        List<String> lines =
                new ArrayList<>(new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                        .lines()
                        .toList());
        assertThat(process.waitFor()).as("%s", lines).isZero();
        return lines;
    }

    private static String location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void theLastNameOfAPath() {
        assertThat(NativeName.of("/a/bc").last()).isEqualTo(NativeName.of("bc"));
        assertThat(NativeName.of("bc").last()).isEqualTo(NativeName.of("bc"));
        assertThat(NativeName.of("/").last()).isEqualTo(NativeName.of(""));
    }

    @Test
    void parent() {
        assertThat(NativeName.of("/a/bc").parent()).isEqualTo(NativeName.of("/a"));
        assertThat(NativeName.of("/a").parent()).isEqualTo(NativeName.of("/"));
        assertThat(NativeName.of("/").parent()).isEqualTo(NativeName.of("/"));
        assertThat(NativeName.of("a").parent()).isEqualTo(NativeName.of(""));
    }

    @Test
    void isWithin() {
        NativeName directory = NativeName.of("/a/b");
        assertThat(NativeName.of("/a/b").isWithin(directory)).isTrue();
        assertThat(NativeName.of("/a/b/c").isWithin(directory)).isTrue();
        assertThat(NativeName.of("/a/b/c").isWithin(NativeName.of("/"))).isTrue();
        assertThat(NativeName.of("/a/bc").isWithin(directory)).isFalse();
        assertThat(NativeName.of("/a").isWithin(directory)).isFalse();
    }
}
