package io.github.fswire.kit;

import io.github.fswire.raw.NativeName;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Paths as words of a script: space is {@code \s}, line feed {@code \n}, backslash {@code \\}, any other byte that is not
 * printable UTF-8 {@code \xHH}; the root is {@code .}.
 */
public final class Words {
    private Words() {}

    /** The path of something below a root with slashes, on every system. */
    public static String below(Path root, Path path) {
        return root.relativize(path).toString().replace(File.separatorChar, '/');
    }

    /** A path as one word. */
    public static String escape(NativeName path) {
        if (path.length() == 0) {
            return ".";
        }
        StringBuilder word = new StringBuilder();
        boolean text = path.isUtf8();
        for (byte b : path.toBytes()) {
            switch (b) {
                case ' ' -> word.append("\\s");
                case '\n' -> word.append("\\n");
                case '\\' -> word.append("\\\\");
                default -> {
                    if (b > ' ' && b < 0x7F || text && b < 0) {
                        word.append((char) (b & 0xFF));
                    } else {
                        word.append(String.format("\\x%02X", b));
                    }
                }
            }
        }
        return text
                ? new String(word.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                : word.toString();
    }

    /** The path that a word stands for. */
    public static NativeName parse(String word) {
        if (word.equals(".")) {
            return TreeSnapshot.ROOT;
        }
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\\') {
                path.write(bytes[i]);
                continue;
            }
            switch (bytes[++i]) {
                case 's' -> path.write(' ');
                case 'n' -> path.write('\n');
                case '\\' -> path.write('\\');
                case 'x' -> {
                    path.write(Integer.parseInt(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("not an escape: " + word);
            }
        }
        return NativeName.of(path.toByteArray());
    }
}
