package io.github.fswire.cli;

import java.io.UncheckedIOException;

/** Text for people. */
final class Text {
    private Text() {}

    /**
     * Control characters become visible, so that a file name can neither break a line nor move the cursor nor turn the
     * direction of writing.
     */
    static String printable(String text) {
        if (text.chars().noneMatch(Text::isHidden)) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                default -> result.append(isHidden(c) ? String.format("\\u%04X", (int) c) : String.valueOf(c));
            }
        }
        return result.toString();
    }

    private static boolean isHidden(int c) {
        boolean bidirectional = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        boolean lineEnd = c == 0x2028 || c == 0x2029;
        return Character.isISOControl(c) || bidirectional || lineEnd;
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
