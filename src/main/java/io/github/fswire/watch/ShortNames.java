package io.github.fswire.watch;

/**
 * The second names that Windows gives to files with long ones, such as {@code LONGNA~1.TXT}. A record may carry either, and
 * listings the other.
 */
final class ShortNames {
    private static final int MOST_BEFORE_DOT = 8;
    private static final int MOST_BEHIND_DOT = 3;

    private ShortNames() {}

    /** Whether the first bytes may be one: at most 8 and 3 letters, and a number behind a tilde. */
    static boolean isOne(byte[] name, int length) {
        int dot = length;
        int tilde = -1;
        for (int i = 0; i < length; i++) {
            if (name[i] == '.') {
                dot = Math.min(dot, i);
            } else if (name[i] == '~' && dot == length) {
                tilde = i;
            }
        }
        boolean fits = dot <= MOST_BEFORE_DOT && length - dot - 1 <= MOST_BEHIND_DOT;
        return fits && tilde > 0 && tilde + 1 < dot && isDigits(name, tilde + 1, dot);
    }

    private static boolean isDigits(byte[] name, int from, int to) {
        for (int i = from; i < to; i++) {
            if (name[i] < '0' || name[i] > '9') {
                return false;
            }
        }
        return true;
    }
}
