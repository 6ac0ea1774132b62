package io.github.fswire.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glob without a slash that is matched on the bytes of a name, so that no text is made of a name: of literal characters,
 * {@code *} and sets of ASCII characters. Every other glob is left to a regular expression.
 *
 * <p>UTF-8 makes this right: the bytes of one character never occur inside those of others.
 */
final class NameGlob {
    private static final BitSet ANY_NUMBER = new BitSet(0); // a star, by identity

    /** What matches one byte each, or {@link #ANY_NUMBER} of them. */
    private final BitSet[] head; // before the first star; everything if there is none

    private final List<BitSet[]> middle = new ArrayList<>(); // runs between two stars
    private final BitSet[] tail; // after the last star
    private final boolean starred;

    private NameGlob(List<BitSet> parts) {
        int first = indexOf(parts, 0, 1);
        starred = first < parts.size();
        int last = starred ? indexOf(parts, parts.size() - 1, -1) : parts.size();
        head = parts.subList(0, first).toArray(new BitSet[0]);
        for (int star = first; star < last; ) {
            int next = indexOf(parts, star + 1, 1);
            middle.add(parts.subList(star + 1, next).toArray(new BitSet[0]));
            star = next;
        }
        tail = starred ? parts.subList(last + 1, parts.size()).toArray(new BitSet[0]) : new BitSet[0];
    }

    @SuppressWarnings("ReferenceEquality") // a sentinel
    private static int indexOf(List<BitSet> parts, int start, int step) {
        int i = start;
        while (i >= 0 && i < parts.size() && parts.get(i) != ANY_NUMBER) {
            i += step;
        }
        return i;
    }

    /** Compiles a glob, which must be one; null if it has more than literal characters, stars and simple sets. */
    static @Nullable NameGlob of(String glob) {
        List<BitSet> parts = new ArrayList<>();
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i);
            if (c == '[') {
                int end = glob.indexOf(']', i + 2);
                BitSet set = end < 0 ? null : set(glob, i + 1, end);
                if (set == null) {
                    return null;
                }
                parts.add(set);
                i = end + 1;
            } else if (c == '*') {
                parts.add(ANY_NUMBER);
                i++;
            } else if ("?{},\\/".indexOf(c) >= 0 || Character.isSurrogate(c)) {
                return null;
            } else {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    BitSet one = new BitSet();
                    one.set(b & 0xFF);
                    parts.add(one);
                }
                i++;
            }
        }
        return new NameGlob(parts);
    }

    /** The members of a set of letters, digits and a few others, and of ranges of them; null for any other set. */
    private static @Nullable BitSet set(String glob, int start, int end) {
        BitSet members = new BitSet();
        int i = start;
        while (i < end) {
            char from = glob.charAt(i);
            boolean range = i + 2 < end && glob.charAt(i + 1) == '-';
            char to = range ? glob.charAt(i + 2) : from;
            if (!isPlain(from) || !isPlain(to) || to < from) {
                return null;
            }
            members.set(from, to + 1);
            i += range ? 3 : 1;
        }
        return members.isEmpty() ? null : members;
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '~';
    }

    /** Whether a name matches. */
    boolean matches(byte[] name, int length) {
        int free = length - head.length - tail.length;
        return (starred ? free >= 0 : free == 0)
                && isAt(head, name, 0)
                && isAt(tail, name, length - tail.length)
                && (middle.isEmpty() || isWithin(name, head.length, length - tail.length));
    }

    private static boolean isAt(BitSet[] parts, byte[] name, int offset) {
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].get(name[offset + i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Whether each run occurs, one behind the other; the first place is always a good one. */
    private boolean isWithin(byte[] name, int start, int end) {
        int at = start;
        for (BitSet[] run : middle) {
            while (at + run.length <= end && !isAt(run, name, at)) {
                at++;
            }
            if (at + run.length > end) {
                return false;
            }
            at += run.length;
        }
        return true;
    }
}
