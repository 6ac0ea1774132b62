package io.github.fswire.crawl;

import io.github.fswire.scan.EntryStat;
import io.github.fswire.scan.Spelling;
import io.github.fswire.tree.TreeIndex;

/**
 * Names by which records may mean what listings name otherwise: another spelling, or the second name that Windows gives to files
 * with long ones, such as {@code LONGNA~1.TXT}. Owned by the engine thread.
 */
final class OtherNames {
    private static final int MOST_BEFORE_DOT = 8;
    private static final int MOST_BEHIND_DOT = 3;

    private final TreeIndex index;
    private final byte[] other = new byte[EntryStat.MAX_NAME_BYTES];

    OtherNames(TreeIndex index) {
        this.index = index;
    }

    /** Whether a name that is not there may mean an entry of a directory. */
    boolean mayMeanAnother(int directory, byte[] name, int length) {
        if (index.child(directory, name, length) >= 0) {
            return false;
        }
        boolean found = isShort(name, length);
        for (int child = index.firstChild(directory); child >= 0 && !found; child = index.next(child)) {
            found = Spelling.mayBeSame(name, length, other, index.copyName(child, other));
        }
        return found;
    }

    /** Whether the first bytes may be a second name of Windows: at most 8 and 3 letters, and a number behind a tilde. */
    static boolean isShort(byte[] name, int length) {
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
