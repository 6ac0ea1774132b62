package io.github.fswire.filter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One line of an ignore file, by the rules of gitignore(5) and git's {@code dir.c}. */
final class IgnorePattern {
    private static final String SPECIAL = "*?[\\";

    final boolean isNegative;
    private final boolean forDirectories;
    private final boolean byName; // else by the path below the file's directory
    private final byte[] literal; // in front of the first wildcard
    private final @Nullable Wildcards rest; // null if there is none
    private final boolean never; // it matches nothing

    private IgnorePattern(byte[] line, int start, int end) {
        isNegative = line[start] == '!';
        int first = start + (isNegative ? 1 : 0);
        int last = end;
        forDirectories = last > first && line[last - 1] == '/';
        last -= forDirectories ? 1 : 0;
        byName = indexOf(line, first, last, "/") == last;
        int special = indexOf(line, first, last, SPECIAL);
        if (byName && special < last) {
            special =
                    first; // else two stars behind something literal would be at the beginning, as git has it for paths
        }
        int from = first < last && line[first] == '/' ? first + 1 : first;
        literal = Arrays.copyOfRange(line, Math.min(from, last), Math.max(from, special));
        rest = special < last ? Wildcards.of(line, special, last) : null;
        never = special < last && rest == null || first == last;
    }

    /** Compiles a line, without its end; null if it has no pattern. */
    static @Nullable IgnorePattern of(byte[] line, int start, int lineEnd) {
        if (start == lineEnd || line[start] == '#') {
            return null;
        }
        int end = indexOf(line, start, lineEnd, "\0");
        end = withoutSpaces(line, start, end);
        return start == end ? null : new IgnorePattern(line, start, end);
    }

    private static int indexOf(byte[] line, int start, int end, String characters) {
        int i = start;
        while (i < end && characters.indexOf(line[i]) < 0) {
            i++;
        }
        return i;
    }

    /** Trailing spaces do not count, unless the first of them is escaped. */
    private static int withoutSpaces(byte[] line, int start, int end) {
        int spaces = end;
        for (int i = start; i < end; i++) {
            if (line[i] != ' ') {
                spaces = end;
            } else if (spaces == end) {
                spaces = i;
            }
            if (line[i] == '\\') {
                i++;
            }
        }
        return spaces;
    }

    /**
     * Whether an entry matches.
     *
     * @param path has the entry's path
     * @param base where the path relative to the directory of the ignore file begins
     * @param name where the name begins
     */
    boolean matches(byte[] path, int base, int name, int end, boolean directory) {
        if (never || forDirectories && !directory) {
            return false;
        }
        int start = byName ? name : base;
        int behind = start + literal.length;
        if (behind > end || !Arrays.equals(literal, 0, literal.length, path, start, behind)) {
            return false;
        }
        Wildcards wildcards = rest;
        return wildcards == null ? behind == end : wildcards.matches(path, behind, end);
    }
}
