package io.github.fswire.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern with wildcards as git matches it, on bytes.
 *
 * <p>No wildcard but two stars matches a slash, so the last star before a mismatch is the only one that must be tried again, and
 * then the last pair of stars: matching takes no more steps than the pattern's length times the text's, whatever the pattern.
 */
final class Wildcards {
    private static final int LITERAL = 0;
    private static final int ANY = 1; // byte but a slash
    private static final int SET = 2;
    private static final int STAR = 3; // any number of bytes but slashes
    private static final int PATH = 4; // any number of bytes
    private static final int DIRECTORIES = 5; // nothing, or any number of bytes up to a slash

    private final byte[] pattern;
    private final int end;
    private int[] kinds = new int[16];
    private BitSet[] sets = new BitSet[16];
    private byte[] literals = new byte[16];
    private int size;
    private int position; // while it is compiled

    private Wildcards(byte[] pattern, int start, int end) {
        this.pattern = pattern;
        this.end = end;
        this.position = start;
    }

    /** Compiles a part of a pattern; null if it can never match: a bracket is not closed, or a backslash is the last character. */
    static @Nullable Wildcards of(byte[] pattern, int start, int end) {
        Wildcards compiled = new Wildcards(pattern, start, end);
        while (compiled.position < end) {
            if (!compiled.compileNext(start)) {
                return null;
            }
        }
        return compiled;
    }

    /** A character of the pattern, 0 behind its end. */
    private int at(int index) {
        return index < end ? pattern[index] & 0xFF : 0;
    }

    private boolean compileNext(int start) {
        int c = at(position++);
        switch (c) {
            case '*' -> stars(start);
            case '?' -> add(ANY, 0, null);
            case '[' -> {
                BitSet set = set();
                if (set == null) {
                    return false;
                }
                set.clear('/');
                add(SET, 0, set);
            }
            case '\\' -> {
                if (position == end) {
                    return false;
                }
                add(LITERAL, at(position++), null);
            }
            default -> add(LITERAL, c, null);
        }
        return true;
    }

    private void stars(int start) {
        int first = position - 1;
        while (at(position) == '*') {
            position++;
        }
        boolean several = position - first > 1;
        boolean slash = at(position) == '/';
        boolean closed = position == end || slash || at(position) == '\\' && at(position + 1) == '/';
        if (!several || !closed || first > start && at(first - 1) != '/') {
            add(STAR, 0, null);
        } else if (slash) {
            position++;
            add(DIRECTORIES, 0, null);
        } else {
            add(PATH, 0, null);
        }
    }

    private void add(int kind, int literal, @Nullable BitSet set) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * size);
            sets = Arrays.copyOf(sets, 2 * size);
            literals = Arrays.copyOf(literals, 2 * size);
        }
        kinds[size] = kind;
        literals[size] = (byte) literal;
        sets[size++] = set == null ? new BitSet(0) : set;
    }

    /** The members of a set whose bracket was read; null if it does not end. */
    private @Nullable BitSet set() {
        BitSet members = new BitSet(256);
        boolean negated = at(position) == '!' || at(position) == '^';
        position += negated ? 1 : 0;
        int before = 0; // the character with which a range may begin
        do { // so a bracket in the first place is a member
            int c = at(position++);
            boolean escaped = c == '\\';
            c = escaped ? at(position++) : c;
            if (c == 0) {
                return null;
            }
            if (!escaped && c == '[' && at(position) == ':') {
                int close = closeOfClass();
                if (at(close) == 0) {
                    return null;
                }
                if (close > position + 1 && at(close - 1) == ':') {
                    if (!addClass(close, members)) {
                        return null;
                    }
                    position = close + 1;
                    before = 0;
                    continue;
                }
            } else if (!escaped && c == '-' && before != 0 && at(position) != 0 && at(position) != ']') {
                int last = at(position++);
                last = last == '\\' ? at(position++) : last;
                if (last == 0) {
                    return null;
                }
                members.set(before, Math.max(before, last + 1));
                before = 0;
                continue;
            }
            members.set(c);
            before = c;
        } while (at(position) != ']');
        position++;
        if (negated) {
            members.flip(0, 256);
        }
        return members;
    }

    private int closeOfClass() {
        int close = position + 1;
        while (at(close) != 0 && at(close) != ']') {
            close++;
        }
        return close;
    }

    /** Adds a class such as {@code [:alpha:]}, as git knows them: of ASCII characters alone. */
    private boolean addClass(int close, BitSet members) {
        int start = position + 1;
        String name = new String(pattern, start, close - 1 - start, StandardCharsets.ISO_8859_1);
        IntPredicate contains = classOf(name);
        if (contains == null) {
            return false;
        }
        IntStream.range(1, 128).filter(contains).forEach(members::set);
        return true;
    }

    private static @Nullable IntPredicate classOf(String name) {
        return switch (name) {
            case "alnum" -> Wildcards::isAlphanumeric;
            case "alpha" -> Wildcards::isAlpha;
            case "blank" -> c -> c == ' ' || c == '\t';
            case "cntrl" -> c -> c < ' ' || c == 127;
            case "digit" -> Wildcards::isDigit;
            case "graph" -> c -> c > ' ' && c < 127;
            case "lower" -> c -> c >= 'a' && c <= 'z';
            case "print" -> c -> c >= ' ' && c < 127;
            case "punct" -> c -> c > ' ' && c < 127 && !isAlphanumeric(c);
            case "space" -> c -> c == ' ' || c == '\t' || c == '\n' || c == '\r'; // git leaves VT and FF out
            case "upper" -> c -> c >= 'A' && c <= 'Z';
            case "xdigit" -> c -> isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            default -> null;
        };
    }

    private static boolean isAlphanumeric(int c) {
        return isAlpha(c) || isDigit(c);
    }

    private static boolean isAlpha(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a part of a text matches. */
    boolean matches(byte[] text, int start, int end) {
        int i = start;
        int t = 0;
        int star = -1; // the token behind the last star, and where in the text it was tried last
        int starred = 0;
        int pair = -1; // the same of two stars
        int paired = 0;
        while (true) {
            if (t == size && i == end) {
                return true;
            }
            int kind = t < size ? kinds[t] : LITERAL;
            if (kind == STAR) {
                star = ++t;
                starred = i;
            } else if (kind >= PATH) {
                pair = ++t;
                paired = i;
                star = -1;
            } else if (t < size && i < end && matches(t, text[i])) {
                t++;
                i++;
            } else if (star >= 0 && starred < end && text[starred] != '/') {
                i = ++starred;
                t = star;
            } else {
                star = -1;
                paired = pair < 0 ? end : next(kinds[pair - 1], text, paired, end);
                if (pair < 0 || paired > end) {
                    return false;
                }
                i = paired;
                t = pair;
            }
        }
    }

    /** Where to go on behind two stars the next time; behind the end if nowhere. */
    private static int next(int kind, byte[] text, int before, int end) {
        int next = before + 1;
        while (kind == DIRECTORIES && next <= end && text[next - 1] != '/') {
            next++;
        }
        return next;
    }

    private boolean matches(int token, byte b) {
        return switch (kinds[token]) {
            case LITERAL -> literals[token] == b;
            case ANY -> b != '/';
            default -> sets[token].get(b & 0xFF);
        };
    }
}
