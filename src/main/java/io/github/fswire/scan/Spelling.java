package io.github.fswire.scan;

/** Names that a file system may take for the same although their bytes differ: by case, or by the normal form of Unicode. */
public final class Spelling {
    private Spelling() {}

    /**
     * Whether two names may be the same. What is not ASCII is not judged.
     *
     * @param a holds the first from index 0
     * @param lengthA its length in bytes
     * @param b holds the other from index 0
     * @param lengthB its length in bytes
     * @return false if no file system takes one for the other
     */
    public static boolean mayBeSame(byte[] a, int lengthA, byte[] b, int lengthB) {
        boolean plain = isAscii(a, lengthA);
        if (plain != isAscii(b, lengthB)) {
            return false;
        }
        boolean same = lengthA == lengthB;
        for (int i = 0; i < lengthA && same && plain; i++) {
            same = lower(a[i]) == lower(b[i]);
        }
        return same || !plain;
    }

    private static boolean isAscii(byte[] name, int length) {
        for (int i = 0; i < length; i++) {
            if (name[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
