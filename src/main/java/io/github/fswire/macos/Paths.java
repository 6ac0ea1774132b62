package io.github.fswire.macos;

import io.github.fswire.raw.NativeName;

/** Paths of events, as bytes. */
final class Paths {
    private Paths() {}

    /** Whether the first {@code length} bytes are the path of a directory or lead to something below it. */
    static boolean isWithin(byte[] path, int length, NativeName directory) {
        int above = directory.length();
        if (length < above) {
            return false;
        }
        for (int i = above - 1; i >= 0; i--) { // paths begin alike
            if (path[i] != directory.byteAt(i)) {
                return false;
            }
        }
        return length == above || path[above] == '/' || isRoot(directory);
    }

    /** Whether they are the path of something above a directory, or of that itself. */
    static boolean isAbove(byte[] path, int length, NativeName directory) {
        return directory.isWithin(NativeName.of(path, 0, length));
    }

    /** Where the path relative to a directory begins. */
    static int below(int length, NativeName directory) {
        return Math.min(length, isRoot(directory) ? directory.length() : directory.length() + 1);
    }

    private static boolean isRoot(NativeName directory) {
        return directory.length() == 1;
    }
}
