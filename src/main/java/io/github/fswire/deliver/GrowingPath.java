package io.github.fswire.deliver;

import io.github.fswire.raw.NativeName;
import io.github.fswire.tree.IntList;
import java.util.Arrays;

/** The path of the directory that a walk is in. A name is added or taken away, nothing else is copied. Owned by one thread. */
final class GrowingPath {
    private byte[] bytes = new byte[1 << 8];
    private int length;
    private final IntList lengths = new IntList(); // of the directories above

    /** A walk begins in a directory. */
    void begin(NativeName directory) {
        lengths.clear();
        reserve(directory.length());
        length = directory.copyTo(bytes, 0);
    }

    /** It enters a directory of this name. */
    void enter(byte[] name, int nameLength) {
        lengths.add(length);
        reserve(length + 1 + nameLength);
        if (length > 0 && bytes[length - 1] != '/') {
            bytes[length++] = '/';
        }
        System.arraycopy(name, 0, bytes, length, nameLength);
        length += nameLength;
    }

    /** It leaves the directory entered last. */
    void leave() {
        length = lengths.pop();
    }

    /** The path of the directory. */
    NativeName path() {
        return NativeName.of(bytes, 0, length);
    }

    /** The path of an entry in it. */
    NativeName path(byte[] name, int nameLength) {
        enter(name, nameLength);
        NativeName entry = path();
        leave();
        return entry;
    }

    private void reserve(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }
}
