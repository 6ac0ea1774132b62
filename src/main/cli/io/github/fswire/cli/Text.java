package io.github.fswire.cli;

import io.github.fswire.raw.NativeName;
import java.io.File;
import java.io.UncheckedIOException;

/** Text for people. */
final class Text {
    private Text() {}

    /**
     * Every character that a terminal does not show as itself becomes visible, so that a file name can neither break a line
     * nor move the cursor nor turn the direction of writing nor pass for another name.
     *
     * @return {@code \n}, {@code \r}, {@code \t}, four hexadecimal digits after {@code \}{@code u}, or eight after {@code \U}
     */
    static String printable(String text) {
        if (text.codePoints().noneMatch(Text::isHidden)) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                default -> {
                    if (isHidden(c)) {
                        result.append(String.format(c < 0x10000 ? "\\u%04X" : "\\U%08X", c));
                    } else {
                        result.appendCodePoint(c);
                    }
                }
            }
        });
        return result.toString();
    }

    /** By its category in Unicode; of the spaces only the ordinary one shows what it is. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> isBlank(c);
        };
    }

    /**
     * Letters and signs that are drawn as nothing: those of Unicode's property Default_Ignorable_Code_Point that no category
     * above covers, and the empty Braille pattern.
     */
    private static boolean isBlank(int c) {
        return switch (c) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> c >= 0x180B && c <= 0x180D || c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0000 && c <= 0xE0FFF;
        };
    }

    /** A path as the system writes it: {@code /a/b}, on Windows {@code C:\a\b}. */
    static String path(NativeName path) {
        return path(path, File.separatorChar);
    }

    static String path(NativeName path, char separator) {
        return path.toString().replace('/', separator); // a NativeName has slashes on every system
    }

    /** One line that says what went wrong. */
    static String describe(Throwable failure) {
        String message = failure.getMessage();
        Throwable cause = failure.getCause();
        if (failure instanceof UncheckedIOException && cause != null) {
            return describe(cause);
        }
        if (failure instanceof IllegalStateException && message != null && cause != null) {
            return printable(message) + ": " + describe(cause);
        }
        return printable(message == null ? failure.toString() : message);
    }
}
