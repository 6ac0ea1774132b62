package io.github.fswire.raw;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** A program for a JVM whose file name encoding is ASCII: lists a directory, finds each file again, prints the names. */
final class AsciiLocale {
    private AsciiLocale() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(System.getProperty("sun.jnu.encoding"));
        for (NativeName name : list(Path.of(arguments[0]))) {
            if (!Files.isRegularFile(name.toPath())) {
                throw new IOException("not found: " + name);
            }
            System.out.println(hex(name));
        }
    }

    static Set<NativeName> list(Path directory) throws IOException {
        Set<NativeName> found = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> found.add(NativeName.of(entry)));
        }
        return found;
    }

    static String hex(NativeName name) {
        return HexFormat.of().formatHex(name.toBytes());
    }
}
