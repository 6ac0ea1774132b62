package io.github.fswire.watch;

import io.github.fswire.raw.NativeName;
import io.github.fswire.scan.EntryStat;
import io.github.fswire.tree.Marks;
import io.github.fswire.tree.PathHints;
import io.github.fswire.tree.TreeIndex;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns paths that the kernel has named into marks: of the entry, if the directories on its way are known; else of the first
 * one that is not known. That one is new, and is then looked at with everything below it; or it has moved, see {@link Strays}.
 *
 * <p>Owned by the engine thread.
 */
final class HintResolver {
    private final TreeIndex index;
    private final byte[] name = new byte[EntryStat.MAX_NAME_BYTES];

    HintResolver(TreeIndex index) {
        this.index = index;
    }

    /** Afterwards there are no paths in the marks. */
    void resolve(Marks marks) {
        PathHints paths = marks.paths();
        Map<NativeName, Integer> known = new HashMap<>(); // directories by path, with their root's number in front
        for (int i = 0; i < paths.size(); i++) {
            resolve(paths, i, marks, known);
        }
        marks.pathsResolved();
    }

    private void resolve(PathHints paths, int hint, Marks marks, Map<NativeName, Integer> known) {
        int length = paths.length(hint);
        int directory = paths.root(hint);
        int start = 0;
        if (!index.isDirectory(directory)) {
            return;
        }
        while (true) {
            int end = end(paths, hint, start);
            int nameLength = Math.min(end - start, name.length);
            paths.copy(hint, start, start + nameLength, name);
            boolean last = end >= length;
            int child = last ? -1 : known(paths, hint, directory, end, nameLength, known);
            if (last || !index.isDirectory(child)) {
                marks.entry(directory, name, nameLength, last ? paths.flags(hint) : 0, (byte) paths.cause(hint));
                return;
            }
            directory = child;
            start = end + 1;
        }
    }

    private int known(
            PathHints paths, int hint, int directory, int end, int nameLength, Map<NativeName, Integer> known) {
        byte[] path = new byte[Integer.BYTES + end];
        byte[] below = new byte[end];
        paths.copy(hint, 0, end, below);
        System.arraycopy(below, 0, path, Integer.BYTES, end);
        for (int i = 0; i < Integer.BYTES; i++) {
            path[i] = (byte) (paths.root(hint) >>> 8 * i);
        }
        return known.computeIfAbsent(NativeName.of(path), key -> index.child(directory, name, nameLength));
    }

    private static int end(PathHints paths, int hint, int start) {
        int end = start;
        while (end < paths.length(hint) && paths.byteAt(hint, end) != '/') {
            end++;
        }
        return end;
    }
}
