package io.github.fswire.lanes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A copy of the library that uses java.lang.foreign on Java 21, where that is a preview.
 *
 * <p>The classes for Java 22 use only what Java 21 has in the same form. They differ in one number: the class-file version of
 * Java 22 is 66.0, that of Java 21 with preview features is 65.65535 (JVMS 4.1, JEP 12). The copy contains them below {@code
 * META-INF/versions/21} with that number. Java 21 loads them if it was started with {@code --enable-preview}.
 */
final class PreviewJar {
    static final String SHIPPED = "META-INF/versions/22/";
    static final String PREVIEW = "META-INF/versions/21/";

    private static final int VERSION_OFFSET = 4; // after the magic number: u2 minor_version, u2 major_version
    private static final byte[] JAVA_22 = {0, 0, 0, 66};
    private static final byte[] JAVA_21_PREVIEW = {-1, -1, 0, 65};

    private PreviewJar() {}

    /**
     * Writes the copy. Everything else is in it unchanged and in the same order.
     *
     * @param target a file, which is replaced if it exists
     * @return the target
     * @throws IOException if the library has no classes for Java 22, or others below {@code META-INF/versions/22}
     */
    static Path copy(Path libraryJar, Path target) throws IOException {
        int patched = 0;
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(libraryJar));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                boolean versioned = name.startsWith(SHIPPED);
                ZipEntry copied = new ZipEntry(versioned ? PREVIEW + name.substring(SHIPPED.length()) : name);
                copied.setTime(entry.getTime());
                out.putNextEntry(copied);
                if (versioned && name.endsWith(".class")) {
                    out.write(patch(name, in));
                    patched++;
                } else {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
        if (patched == 0) {
            throw new IOException(libraryJar + " has no classes below " + SHIPPED);
        }
        return target;
    }

    private static byte[] patch(String name, InputStream in) throws IOException {
        byte[] file = in.readAllBytes();
        for (int i = 0; i < JAVA_22.length; i++) {
            if (file[VERSION_OFFSET + i] != JAVA_22[i]) {
                throw new IOException(name + " is not a class file of Java 22");
            }
            file[VERSION_OFFSET + i] = JAVA_21_PREVIEW[i];
        }
        return file;
    }
}
